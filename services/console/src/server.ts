import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "./deps.ts";
import { isOwnHost } from "./own-host.ts";
import { Problem, sendProblem } from "./problem.ts";
import { healthRoutes } from "./routes/health.ts";
import { ingestRoutes } from "./routes/ingest.ts";
import { linkRoutes } from "./routes/links.ts";
import { webSubRoutes } from "./routes/websub.ts";

/** What there is, with the methods that work; for answers to requests for something else. */
const routes: readonly { readonly path: RegExp; readonly allow: string }[] = [
  { path: /^\/health\/(?:live|ready)$/, allow: "GET, HEAD" },
  { path: /^\/ingest$/, allow: "POST" },
  { path: /^\/websub\/[^/]+$/, allow: "GET, POST" },
  { path: /^\/(?:l|links)\/./, allow: "GET, HEAD, POST" },
];

/** Proxies in front of us are on this machine or in a private network; what others say about addresses is not believed. */
const trustedProxies = ["loopback", "linklocal", "uniquelocal"];

/** The HTTP server with all routes; nobody is listening yet. */
export function createServer(deps: ConsoleDeps): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 1_000,
    requestTimeout: 20_000,
    connectionTimeout: 30_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: true,
    trustProxy: trustedProxies,
    http: { headersTimeout: 10_000, maxHeaderSize: 16_384 },
    frameworkErrors: (_error, _request, reply) =>
      void sendProblem(reply, new Problem(400, "the address of the request cannot be read")),
  });
  app.removeAllContentTypeParsers();
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    const { host } = request.headers;
    if (await isOwnHost(host, deps.config).catch(storesAway)) return;
    throw new Problem(421, "this server is not known by that name; name it in public_url of alerts.yaml");
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0] ?? "/";
    const allow = routes.find((route) => route.path.test(path))?.allow;
    if (allow !== undefined) return sendProblem(reply, new Problem(405, `only ${allow}`, { headers: { allow } }));
    const there = "/health/live, /health/ready, POST /ingest, /websub/<token> and /l/<token>";
    return sendProblem(reply, new Problem(404, `there is nothing here; there are ${there}`));
  });
  app.setErrorHandler((error, request, reply) => sendProblem(reply, problemOf(error, request.routeOptions.url, deps)));
  app.register(healthRoutes, deps);
  app.register(ingestRoutes, deps);
  app.register(webSubRoutes, deps);
  app.register(linkRoutes, deps);
  return app;
}

function storesAway(): never {
  throw new Problem(503, "the configuration cannot be read now, so that nobody knows our name; try again in a minute", {
    headers: { "retry-after": "60" },
  });
}

/** What a caller is told about an error: enough to act on, nothing about the inside. */
function problemOf(error: unknown, route: string | undefined, { log }: ConsoleDeps): Problem {
  if (error instanceof Problem) return error;
  const { statusCode = 500, code = "" } = error as { readonly statusCode?: number; readonly code?: string };
  if (statusCode === 413) return new Problem(413, "the body is too large: an article may have 1 MB, a push 8 MB");
  if (statusCode === 415) return new Problem(415, "send JSON, with the header content-type: application/json");
  if (statusCode >= 400 && statusCode < 500) return new Problem(statusCode, "the request cannot be read");
  log.error({ err: error, route, code }, "a request failed");
  return new Problem(
    500,
    "something went wrong here, the log of the console says what; nothing was stored, so try again",
    {
      cause: error,
    },
  );
}
