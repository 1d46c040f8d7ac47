import { resolve } from "node:path";
import { z } from "zod";

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
    "must be a port number from 0 (any free one) to 65535",
  )
  .transform(Number);

const role = z.enum(["viewer", "analyst", "operator", "admin"]);

/** `it-admins=admin, news desk=analyst`: values of the claim and the roles they give. */
const roles = z.string().transform((text, context) => {
  const pairs = text.split(",").map((pair) => {
    const at = pair.lastIndexOf("=");
    return { value: pair.slice(0, Math.max(0, at)).trim(), role: role.safeParse(pair.slice(at + 1).trim()).data };
  });
  const read = pairs.flatMap(({ value, role: given }) =>
    value === "" || given === undefined ? [] : [[value, given] as const],
  );
  if (read.length < pairs.length) {
    const message =
      "must be pairs such as it-admins=admin, newsdesk=analyst; roles are viewer, analyst, operator, admin";
    context.addIssue({ code: "custom", message });
  }
  return Object.fromEntries(read);
});

const issuer = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}, "must be the address of the issuer, and start with https://");

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must start with postgres://")
    .exactOptional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must start with redis:// or rediss://")
    .exactOptional(),
  WIREWATCH_CONFIG: z.string().exactOptional(),
  WIREWATCH_HOME: z.string().exactOptional(),
  WIREWATCH_ENVIRONMENT: z.string().max(20, "must be a word or two, at most 20 characters").exactOptional(),
  FORCE_COLOR: z.string().exactOptional(),
  WIREWATCH_FAULTS: z.string().exactOptional(),
  OIDC_ISSUER: issuer.exactOptional(),
  OIDC_CLIENT_ID: z.string().exactOptional(),
  OIDC_CLIENT_SECRET: z.string().exactOptional(),
  OIDC_NAME: z.string().max(40, "must be a name of at most 40 characters").exactOptional(),
  OIDC_ROLE_CLAIM: z.string().exactOptional(),
  OIDC_ROLES: roles.exactOptional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(8080),
});

/** An issuer of OpenID Connect that vouches for the console's people. */
export interface SingleSignOn {
  readonly issuer: string;
  readonly clientId: string;
  /** The secret, or a reference such as `${file:/run/secrets/oidc}`; null for clients without one. */
  readonly clientSecret: string | null;
  /** Shown on the log-in page. */
  readonly name: string;
  /** Claim of the ID token that holds groups or roles; null: roles are given in the console. */
  readonly roleClaim: string | null;
  readonly roles: Readonly<Record<string, z.infer<typeof role>>>;
}

/** What the environment says, with defaults. Nothing else reads `process.env`. */
export interface Environment {
  /** PostgreSQL to use; the embedded one when absent. */
  readonly databaseUrl: string | undefined;
  /** Redis for the queues; PostgreSQL when absent. */
  readonly redisUrl: string | undefined;
  /** Folder of the configuration files, absolute. */
  readonly configFolder: string;
  /** True when the operator named the folder. */
  readonly configNamed: boolean;
  /** Folder for everything Wirewatch writes, absolute. */
  readonly home: string;
  readonly logLevel: z.infer<typeof schema>["LOG_LEVEL"];
  /** Address and port of the console. */
  readonly host: string;
  readonly port: number;
  /** Shown on the console's pages, e.g. `staging`. */
  readonly environment: string | null;
  /** Null: people log in with passwords alone. */
  readonly singleSignOn: SingleSignOn | null;
  /** Whether alerts on the terminal are coloured; null: when it is one. */
  readonly color: boolean | null;
  /** Kill switches for tests, JSON; see `faultsFrom`. */
  readonly faults: string | undefined;
}

/** Thrown when a variable holds something else than expected; the message names it. */
export class EnvironmentError extends Error {}

/**
 * Reads the environment; empty variables count as absent.
 *
 * @param cwd folder that relative paths start from
 * @throws {EnvironmentError} naming the variable and what it should hold
 */
export function readEnvironment(variables: NodeJS.ProcessEnv, cwd: string): Environment {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new EnvironmentError(`the environment is not usable: ${lines.join("; ")}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    configFolder: resolve(cwd, env.WIREWATCH_CONFIG ?? "config"),
    configNamed: env.WIREWATCH_CONFIG !== undefined,
    home: resolve(cwd, env.WIREWATCH_HOME ?? ".wirewatch"),
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    environment: env.WIREWATCH_ENVIRONMENT ?? null,
    color: env.FORCE_COLOR === undefined ? null : env.FORCE_COLOR !== "0",
    singleSignOn: singleSignOnOf(env),
    faults: env.WIREWATCH_FAULTS,
  };
}

/** @throws {EnvironmentError} when only a part of it is set */
function singleSignOnOf(env: z.infer<typeof schema>): SingleSignOn | null {
  const { OIDC_ISSUER: given, OIDC_CLIENT_ID: clientId, OIDC_ROLE_CLAIM: roleClaim, OIDC_ROLES: rolesByValue } = env;
  const parts = [clientId, env.OIDC_CLIENT_SECRET, env.OIDC_NAME, roleClaim, rolesByValue];
  if (given === undefined && parts.every((part) => part === undefined)) return null;
  if (given === undefined || clientId === undefined) {
    throw new EnvironmentError("the environment is not usable: OIDC_ISSUER and OIDC_CLIENT_ID go together");
  }
  if ((roleClaim === undefined) !== (rolesByValue === undefined)) {
    throw new EnvironmentError("the environment is not usable: OIDC_ROLE_CLAIM and OIDC_ROLES go together");
  }
  return {
    issuer: given,
    clientId,
    clientSecret: env.OIDC_CLIENT_SECRET ?? null,
    name: env.OIDC_NAME ?? new URL(given).hostname,
    roleClaim: roleClaim ?? null,
    roles: rolesByValue ?? {},
  };
}

/** The variables of this process, for references such as `${env:NAME}`. */
export function environmentVariables(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
