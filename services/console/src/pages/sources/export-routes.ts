import type { FastifyInstance, FastifyReply } from "fastify";
import { sourcesYaml } from "@wirewatch/config";
import { formatOpml, sourceOutlines } from "@wirewatch/feeds";
import type { ConsoleDeps } from "../../deps.ts";

/** `/sources/export.opml` for other readers, `/sources/export.yaml` with everything, for those who may change sources. */
export function exportRoutes(app: FastifyInstance, deps: ConsoleDeps): void {
  app.get("/sources/export.opml", { config: { access: { role: "viewer" } } }, async (_request, reply) => {
    const { config } = await deps.config.current();
    const text = formatOpml("Wirewatch sources", sourceOutlines(config.sources));
    return sendList(reply, "sources.opml", "text/x-opml", text);
  });
  app.get("/sources/export.yaml", { config: { access: { role: "operator" } } }, async (_request, reply) => {
    const { config } = await deps.config.current();
    return sendList(reply, "sources.yaml", "application/yaml", sourcesYaml(config));
  });
}

/** A file to be saved, never to be shown by the browser. */
export function sendList(reply: FastifyReply, name: string, type: string, text: string): FastifyReply {
  return reply
    .headers({
      "content-disposition": `attachment; filename="${name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    })
    .type(`${type}; charset=utf-8`)
    .send(text);
}
