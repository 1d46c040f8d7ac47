import fastify from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accessRoutes } from "./access/access-routes.ts";
import { guardRoutes, recognise } from "./access/guard.ts";
import { apiRoutes } from "./api/api-routes.ts";
import { assetRoutes } from "./assets.ts";
import { packAnswer } from "./compress.ts";
import type { ConsoleDeps } from "./deps.ts";
import { eventRoutes } from "./events/event-stream.ts";
import { feedRoutes } from "./feeds/feed-routes.ts";
import { metricsRoutes } from "./metrics/metrics-routes.ts";
import { isOwnHost } from "./own-host.ts";
import { sendProblemPage } from "./pages/page-routes.ts";
import { allPages } from "./pages/all-pages.ts";
import { NoConfigurationError } from "@wirewatch/store";
import { Problem, sendProblem } from "./problem.ts";
import { healthRoutes } from "./routes/health.ts";
import { ingestRoutes } from "./routes/ingest.ts";
import { linkRoutes } from "./routes/links.ts";
import { webSubRoutes } from "./routes/websub.ts";

/** Proxies in front of us are on this machine or in a private network; what others say about addresses is not believed. */
const trustedProxies = ["loopback", "linklocal", "uniquelocal"];

/** Every part of the service registers its routes; each says who it is for, see access/guard.ts. */
const parts: readonly ((app: FastifyInstance, deps: ConsoleDeps) => Promise<void>)[] = [
  healthRoutes,
  ingestRoutes,
  webSubRoutes,
  linkRoutes,
  assetRoutes,
  accessRoutes,
  eventRoutes,
  apiRoutes,
  feedRoutes,
  metricsRoutes,
  ...allPages,
];

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
  const methods = guardRoutes(app, deps);
  app.addHook("onSend", packAnswer);
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split("?")[0] ?? "/";
    const allow = methods.allowed(path);
    if (allow !== null) return sendProblem(reply, new Problem(405, `only ${allow}`, { headers: { allow } }));
    await recognise(request, deps);
    return refuse(
      request,
      reply,
      new Problem(
        404,
        `there is nothing at ${path.slice(0, 200)}; pages begin at /, the API is described at /api/v1/openapi.json, health is at /health/ready`,
      ),
      deps,
    );
  });
  app.setErrorHandler((error, request, reply) =>
    refuse(request, reply, problemOf(error, request.routeOptions.url, deps), deps),
  );
  for (const part of parts) app.register(part, deps);
  return app;
}

/** A page for somebody who is logged in and looks at pages; `application/problem+json` for all others. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  deps: ConsoleDeps,
): Promise<FastifyReply> {
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  if (!wantsPage || request.viewer === null) return sendProblem(reply, problem);
  return sendProblemPage(request, reply, problem, deps).catch(() => sendProblem(reply, problem));
}

function storesAway(): never {
  throw new Problem(503, "the configuration cannot be read now, so that nobody knows our name; try again in a minute", {
    headers: { "retry-after": "60" },
  });
}

/** What a caller is told about an error: enough to act on, nothing about the inside. */
function problemOf(error: unknown, route: string | undefined, { log }: ConsoleDeps): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NoConfigurationError) {
    return new Problem(
      503,
      "no configuration was loaded yet: a fetcher does that when it starts; try again in a moment",
      {
        headers: { "retry-after": "5" },
      },
    );
  }
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
