import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findApiToken, findSession, useSession } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { Problem } from "../problem.ts";
import { choosePage, choosePath } from "./choose-path.ts";
import { sessionToken } from "./cookies.ts";
import { ownPath } from "./own-path.ts";
import { mayDo, roleOfScope } from "./roles.ts";
import type { Access, TokenCaller, Viewer } from "./roles.ts";
import { formTokenField, formTokenHeader, isFormToken, isFromOurPages } from "./same-site.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is logged in; null when nobody is. */
    viewer: Viewer | null;
    /** The program whose token came along; null when there was none. */
    program: TokenCaller | null;
  }
  interface FastifyContextConfig {
    /** Who the route is for. */
    access?: Access;
    /** Pages ask for it while they are open, whether anybody sits before them or not. */
    isWatching?: true;
  }
}

const writes = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** Sent along by our scripts when a page makes itself anew, and nobody has touched it since it last did. */
const watchingHeader = "x-wirewatch-watching";

/**
 * Lets only those through that a route is for. Every route has to say who that is: one that does not is a bug that shows at the start.
 * Nobody is let in by address: pages on this machine ask for a log-in as well.
 */
export function guardRoutes(app: FastifyInstance, deps: ConsoleDeps): KnownRoutes {
  const known: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];
  app.decorateRequest("viewer", null);
  app.decorateRequest("program", null);
  app.addHook("onRoute", ({ url, method, config }) => {
    if (config?.access === undefined) throw new Error(`the route ${url} does not say who it is for`);
    known.push({ path: pattern(url), methods: [method].flat() });
  });
  app.addHook("onRequest", async (request, reply) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || "open" in access) return;
    await recognise(request, deps);
    if ("scope" in access) return checkScope(request, access.scope);
    return checkRole(request, reply, access.role);
  });
  app.addHook("preHandler", async (request) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || "open" in access || !writes.has(request.method)) return;
    // A token is sent by no browser on its own.
    if (request.program === null) checkOrigin(request);
  });
  return {
    allowed(path) {
      const methods = new Set(known.filter((route) => route.path.test(path)).flatMap((route) => route.methods));
      return methods.size === 0 ? null : [...methods].toSorted().join(", ");
    },
  };
}

/** What there is, for answers to requests for something else. */
export interface KnownRoutes {
  /** Methods that work at a path, e.g. `GET, HEAD`; null when there is nothing. */
  allowed(path: string): string | null;
}

/** A pattern of Fastify's, e.g. `/alerts/:id` or `/l/*`, as a regular expression. */
function pattern(url: string): RegExp {
  const source = url
    .replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll(/:\w+/gu, "[^/]+")
    .replaceAll("*", ".+");
  return new RegExp(`^${source}$`, "u");
}

/** Finds out who sends a request: sets `viewer` or `program`. */
export async function recognise(request: FastifyRequest, { db }: ConsoleDeps): Promise<void> {
  const bearer = bearerIn(request.headers.authorization ?? "");
  if (bearer !== undefined) {
    request.program = await findApiToken(db, bearer);
    return;
  }
  const token = sessionToken(request);
  if (token === null) return;
  request.viewer = isWatching(request) ? await findSession(db, token) : await useSession(db, token);
}

/** Whether an open page asks on its own: nobody did anything, so that the session does not go on because of it. */
function isWatching({ headers, routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.isWatching === true || headers[watchingHeader] !== undefined;
}

function checkScope({ program, viewer, headers }: FastifyRequest, scope: keyof typeof roleOfScope): void {
  if (program !== null) {
    if (program.scopes.includes(scope)) return;
    throw new Problem(403, `the token "${program.name}" has no scope ${scope}; it has ${program.scopes.join(", ")}`);
  }
  if (viewer === null) throw noToken(headers.authorization);
  if (viewer.mustChoosePassword) throw new Problem(403, "choose a password of your own first, under /account/password");
  if (!mayDo(viewer.role, roleOfScope[scope])) throw tooFew(viewer, roleOfScope[scope]);
}

/** Why there is nobody who asks, and what to send. @param header as it came; a token in it is not known, and never said again */
function noToken(header: string | undefined): Problem {
  const how = "send a token as `Authorization: Bearer <token>`; an admin makes them under Settings";
  const [why, code] =
    header === undefined
      ? ["", ""]
      : bearerIn(header) === undefined
        ? ["the Authorization header holds something else than one token: ", ""]
        : ["this token is not known, was revoked or is over: ", ', error="invalid_token"'];
  return new Problem(401, `${why}${how}`, { headers: { "www-authenticate": `Bearer realm="Wirewatch"${code}` } });
}

/** The token of a header as RFC 6750 has it; undefined for any other. */
function bearerIn(header: string): string | undefined {
  return /^Bearer +(\S+) *$/iu.exec(header)?.[1];
}

function checkRole(request: FastifyRequest, reply: FastifyReply, role: Viewer["role"]): FastifyReply | undefined {
  const { viewer, url } = request;
  if (viewer === null) {
    if (!(request.headers.accept ?? "").includes("text/html")) {
      throw new Problem(401, "log in first: your session ended, or there was none");
    }
    const to = pageOf(request);
    return reply.redirect(to === "/" ? "/login" : `/login?to=${encodeURIComponent(to)}`, 303);
  }
  const path = url.split("?")[0];
  if (viewer.mustChoosePassword && path !== choosePath && path !== "/logout")
    return reply.redirect(choosePage(pageOf(request)), 303);
  if (!mayDo(viewer.role, role)) throw tooFew(viewer, role);
  return undefined;
}

/**
 * The page that somebody gets back to after the log-in. What a form was to do is not done then: nobody remembers it by then. But the page
 * that it was on is found again.
 */
function pageOf(request: FastifyRequest): string {
  return request.method === "GET" ? request.url : pageBefore(request);
}

/** The page of ours that a form was sent from, else `/`. */
function pageBefore({ headers }: FastifyRequest): string {
  const from = URL.parse(headers.referer ?? "");
  return from === null || from.host !== headers.host ? "/" : ownPath(`${from.pathname}${from.search}`);
}

function tooFew(viewer: Viewer, needed: Viewer["role"]): Problem {
  return new Problem(
    403,
    `this needs the role ${needed}, and you have the role ${viewer.role}; an admin can change that`,
  );
}

/** Against forms of other sites that make a browser act for the person who is logged in. */
function checkOrigin(request: FastifyRequest): void {
  const { body, headers } = request;
  const header = headers[formTokenHeader];
  const token = typeof header === "string" ? header : body instanceof URLSearchParams ? body.get(formTokenField) : null;
  const isOurs = isFromOurPages(request) && token !== null && isFormToken(sessionToken(request) ?? "", token);
  if (isOurs) return;
  throw new Problem(
    403,
    "this form is not of a page of this console, or it is of an earlier session; reload the page and try again",
  );
}
