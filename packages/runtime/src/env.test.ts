import { describe, expect, test } from "vitest";
import { EnvironmentError, readEnvironment } from "./env.ts";

const read = (variables: NodeJS.ProcessEnv) => readEnvironment(variables, "/srv/desk");

describe("the environment", () => {
  test("may say nothing at all", () => {
    expect(read({})).toEqual({
      databaseUrl: undefined,
      redisUrl: undefined,
      configFolder: "/srv/desk/config",
      configNamed: false,
      home: "/srv/desk/.wirewatch",
      logLevel: "info",
      host: "127.0.0.1",
      port: 8080,
      environment: null,
      color: null,
      singleSignOn: null,
      faults: undefined,
    });
  });

  test.each([
    ["a PostgreSQL address", { DATABASE_URL: "postgresql://u:p@h/db" }, { databaseUrl: "postgresql://u:p@h/db" }],
    ["a Redis address with TLS", { REDIS_URL: "rediss://h:6380" }, { redisUrl: "rediss://h:6380" }],
    ["a folder", { WIREWATCH_CONFIG: "/etc/ww" }, { configFolder: "/etc/ww", configNamed: true }],
    ["a folder from here", { WIREWATCH_CONFIG: "../ww" }, { configFolder: "/srv/ww", configNamed: true }],
    ["a home", { WIREWATCH_HOME: "/var/ww" }, { home: "/var/ww" }],
    ["any port", { PORT: "0" }, { port: 0 }],
    ["a log level", { LOG_LEVEL: "debug" }, { logLevel: "debug" }],
  ])("may name %s", (_what, variables, expected) => {
    expect(read(variables)).toMatchObject(expected);
  });

  test("names an issuer that vouches for people", () => {
    const needed = { OIDC_ISSUER: "https://id.example.org/realms/news", OIDC_CLIENT_ID: "wirewatch" };
    expect(read(needed).singleSignOn).toEqual({
      issuer: "https://id.example.org/realms/news",
      clientId: "wirewatch",
      clientSecret: null,
      name: "id.example.org",
      roleClaim: null,
      roles: {},
    });
    const all = {
      ...needed,
      OIDC_CLIENT_SECRET: "${file:/run/secrets/oidc}",
      OIDC_NAME: "Example News",
      OIDC_ROLE_CLAIM: "groups",
      OIDC_ROLES: "it-admins=admin, news desk=analyst,cn=ops=operator",
    };
    expect(read(all).singleSignOn).toMatchObject({
      clientSecret: "${file:/run/secrets/oidc}",
      name: "Example News",
      roleClaim: "groups",
      roles: { "it-admins": "admin", "news desk": "analyst", "cn=ops": "operator" },
    });
    expect(read({ ...needed, OIDC_ISSUER: "http://127.0.0.1:9000" }).singleSignOn).toMatchObject({ name: "127.0.0.1" });
  });

  test.each([
    [{ OIDC_ISSUER: "https://id.example.org" }, "OIDC_ISSUER and OIDC_CLIENT_ID go together"],
    [{ OIDC_CLIENT_SECRET: "hunter22" }, "OIDC_ISSUER and OIDC_CLIENT_ID go together"],
    [{ OIDC_ISSUER: "http://id.example.org", OIDC_CLIENT_ID: "w" }, "https://"],
    [{ OIDC_ISSUER: "id.example.org", OIDC_CLIENT_ID: "w" }, "https://"],
    [
      { OIDC_ISSUER: "https://id.example.org", OIDC_CLIENT_ID: "w", OIDC_ROLE_CLAIM: "groups" },
      "OIDC_ROLES go together",
    ],
    [{ OIDC_ROLES: "desk=boss" }, "roles are viewer"],
    [{ OIDC_ROLES: "=admin" }, "must be pairs"],
  ])("refuses half of an issuer, or one without TLS: %j", (variables, words) => {
    expect(() => read(variables)).toThrow(EnvironmentError);
    expect(() => read(variables)).toThrow(new RegExp(words, "u"));
    expect(() => read(variables)).not.toThrow(/hunter22/u);
  });

  test("counts an empty variable as absent, as Compose writes it", () => {
    const empty = { DATABASE_URL: "", REDIS_URL: "", PORT: "", HOST: "", LOG_LEVEL: "", WIREWATCH_CONFIG: "" };
    expect(read(empty)).toEqual(read({}));
  });

  test("does not care about other variables", () => {
    expect(read({ PATH: "/bin", NODE_OPTIONS: "--x" })).toEqual(read({}));
  });

  test.each([
    ["DATABASE_URL", "mysql://root:hunter22@h/db", "must start with postgres://"],
    ["DATABASE_URL", "localhost:5432", "must start with postgres://"],
    ["REDIS_URL", "http://h", "must start with redis:// or rediss://"],
    ["PORT", "eighty", "port number"],
    ["PORT", "70000", "65535"],
    ["PORT", "80.5", "port number"],
    ["PORT", "-1", "from 0"],
    ["LOG_LEVEL", "loud", '"warn"'],
  ])("with %s=%s is refused in words that name the variable", (name, value, words) => {
    const reading = (): unknown => read({ [name]: value });
    expect(reading).toThrow(EnvironmentError);
    expect(reading).toThrow(new RegExp(`^the environment is not usable: ${name} .*${words}`));
    expect(reading).not.toThrow(/hunter22/);
  });

  test("names every variable that is wrong at once", () => {
    expect(() => read({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/LOG_LEVEL.*; PORT/);
  });
});
