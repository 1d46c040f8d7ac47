import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";
import { limitFailedTokens } from "./failed-tokens.ts";
import { openApiDocument } from "./openapi.ts";
import { operations } from "./operations/all-operations.ts";
import { runOperation } from "./run-operation.ts";

/** Where every operation's path begins. */
const apiBase = "/api/v1";

/** Requests to the API may hold as much, bytes: a topic with all its tests. */
const maxBodyBytes = 512_000;

/** The REST API: every operation of `operations`, and the document that describes them. */
export async function apiRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  limitFailedTokens(app);
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: `${apiBase}${operation.path.replaceAll(/\{(\w+)\}/gu, ":$1")}`,
      config: { access: { scope: operation.scope } },
      bodyLimit: maxBodyBytes,
      // What is streamed is not counted up for nothing.
      exposeHeadRoute: !operation.isStream,
      handler: (request, reply) => runOperation(operation, request, reply, deps),
    });
  }
  const document = `${JSON.stringify(openApiDocument(operations), null, 2)}\n`;
  // It holds nothing that is not in the documentation.
  app.get(`${apiBase}/openapi.json`, { config: { access: { open: true } } }, async (_request, reply) =>
    reply.type("application/openapi+json; charset=utf-8").send(document),
  );
}
