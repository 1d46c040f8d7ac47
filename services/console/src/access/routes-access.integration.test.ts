import type { FastifyInstance, HTTPMethods } from "fastify";
import { addApiToken } from "@wirewatch/store";
import type { Role, Scope } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readerOf } from "../../../../test/support/config.ts";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { createServer } from "../server.ts";
import { formToken } from "./same-site.ts";
import { mayDo, roleOfScope, roles } from "./roles.ts";
import type { Access } from "./roles.ts";

/** Every route there is, asked for by everybody who may not have it. A new page is held to this without a line here. */

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

interface Route {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly access: Access;
}

const routes: Route[] = [];
const tokens = new Map<Scope, string>();
let app: FastifyInstance;

beforeAll(async () => {
  const quiet = (): void => undefined;
  app = createServer({
    db: scene.db,
    queues: scene.queues,
    config: readerOf(scene.config()),
    resolveSecrets: (text) => Promise.resolve(text),
    environment: null,
    singleSignOn: {
      issuer: "http://127.0.0.1:1",
      clientId: "w",
      clientSecret: null,
      name: "N",
      roleClaim: null,
      roles: {},
    },
    now: () => new Date(),
    log: { info: quiet, warn: quiet, error: quiet },
  });
  app.addHook("onRoute", ({ method, url, config }) => {
    for (const one of [method].flat())
      if (config?.access !== undefined) routes.push({ method: one, url, access: config.access });
  });
  await app.ready();
  for (const role of roles) await scene.cookieOf(role);
  const { id } = await scene.db
    .selectFrom("person")
    .select("id")
    .where("login", "=", "admin")
    .executeTakeFirstOrThrow();
  for (const scope of Object.keys(roleOfScope) as Scope[]) {
    tokens.set(scope, (await addApiToken(scene.db, { name: scope, scopes: [scope], days: 1, createdBy: id })).token);
  }
});
afterAll(() => app.close());

/** A path of the route, with ids that nobody has. */
const pathOf = ({ url }: Route): string => url.replaceAll(/:\w+/gu, "987654321").replaceAll("*", "x");
const nameOf = ({ method, url }: Route): string => `${method} ${url}`;
const writes = new Set<string>(["POST", "PUT", "PATCH", "DELETE"]);

async function send(
  route: Route,
  given: { readonly role?: Role; readonly token?: string; readonly formToken?: string | null },
) {
  const cookie = given.role === undefined ? undefined : await scene.cookieOf(given.role);
  const isForm = writes.has(route.method) && "role" in route.access;
  const session = cookie?.split("=")[1] ?? "";
  const field = given.formToken === undefined ? formToken(session) : given.formToken;
  const headers = {
    host: "127.0.0.1",
    accept: "application/json",
    ...(cookie === undefined ? {} : { cookie }),
    ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
    ...(isForm ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    ...(!isForm && writes.has(route.method) && cookie !== undefined ? { "x-wirewatch-token": formToken(session) } : {}),
  };
  const payload = isForm && field !== null ? `_token=${encodeURIComponent(field)}` : "";
  return app.inject({ method: route.method, url: pathOf(route), headers, ...(isForm ? { payload } : {}) });
}

const withRole = () =>
  routes.flatMap((route) => ("role" in route.access ? [{ ...route, role: route.access.role }] : []));
const withScope = () =>
  routes.flatMap((route) => ("scope" in route.access ? [{ ...route, scope: route.access.scope }] : []));

test("what is open to everybody is what is meant to be", () => {
  const open = routes.filter(({ access }) => "open" in access).map(({ url }) => url);
  const meant = [
    /^\/health\//u,
    /^\/ingest$/u,
    /^\/websub\//u,
    /^\/l\//u,
    /^\/assets\//u,
    /^\/favicon\.svg$/u,
    /^\/login(?:$|\/)/u,
    /^\/logout$/u,
    /^\/feeds\//u,
    /^\/metrics$/u,
    /^\/api\/v1\/openapi\.json$/u,
  ];
  expect(open.filter((url) => !meant.some((one) => one.test(url)))).toEqual([]);
  expect(withRole().length).toBeGreaterThan(30);
});

test("without a log-in nothing else answers", async () => {
  for (const route of [...withRole(), ...withScope()]) {
    expect([nameOf(route), (await send(route, {})).statusCode]).toEqual([nameOf(route), 401]);
  }
});

test("every role is kept from what needs a higher one", async () => {
  let checked = 0;
  for (const route of withRole()) {
    for (const role of roles.filter((one) => !mayDo(one, route.role))) {
      expect([nameOf(route), role, (await send(route, { role })).statusCode]).toEqual([nameOf(route), role, 403]);
      checked += 1;
    }
  }
  for (const route of withScope()) {
    for (const role of roles.filter((one) => !mayDo(one, roleOfScope[route.scope]))) {
      expect([nameOf(route), role, (await send(route, { role })).statusCode]).toEqual([nameOf(route), role, 403]);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(30);
});

test("a token opens what its scope is for, and no page", async () => {
  for (const route of withRole()) {
    for (const token of tokens.values()) {
      expect([nameOf(route), (await send(route, { token })).statusCode]).toEqual([nameOf(route), 401]);
    }
  }
  for (const route of withScope()) {
    for (const [scope, token] of tokens) {
      if (scope === route.scope) continue;
      expect([nameOf(route), scope, (await send(route, { token })).statusCode]).toEqual([nameOf(route), scope, 403]);
    }
  }
});

test("no form is taken without the token of the session, whoever sends it", async () => {
  for (const route of withRole().filter(({ method }) => writes.has(method))) {
    for (const token of [null, "", "x.y", formToken("A".repeat(43))]) {
      const { statusCode, body } = await send(route, { role: "admin", formToken: token });
      expect([nameOf(route), statusCode, body.includes("not of a page of this console")]).toEqual([
        nameOf(route),
        403,
        true,
      ]);
    }
  }
});

test("every answer says that nobody may sniff, frame or keep it", async () => {
  for (const route of routes.filter(({ url }) => !url.startsWith("/assets/") && url !== "/favicon.svg")) {
    const { headers } = await send(route, {});
    expect([nameOf(route), headers["x-content-type-options"]]).toEqual([nameOf(route), "nosniff"]);
    expect([nameOf(route), String(headers["content-security-policy"])]).toEqual([
      nameOf(route),
      expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/u),
    ]);
    expect([nameOf(route), headers["cache-control"]]).toEqual([
      nameOf(route),
      expect.stringMatching(/no-store|private|no-cache/u),
    ]);
    expect(headers["x-powered-by"]).toBeUndefined();
  }
});
