import type { FastifyInstance } from "fastify";
import { Problem } from "../../problem.ts";

const kinds = {
  patch: { type: "text/x-diff; charset=utf-8", ending: "patch" },
  yaml: { type: "application/yaml; charset=utf-8", ending: "yaml" },
} as const;

/** `POST /topics/:id/download`: gives a patch that a page showed back as a file; scripts alone could save it otherwise. */
export function downloadRoute(app: FastifyInstance): void {
  app.post<{ Params: { id: string } }>(
    "/topics/:id/download",
    { config: { access: { role: "analyst" } } },
    async (request, reply) => {
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const kind = form.get("kind");
      const { id } = request.params;
      if (kind !== "patch" && kind !== "yaml") throw new Problem(400, "a download is a patch or yaml");
      if (!/^[a-z0-9][a-z0-9_-]{0,63}$/u.test(id)) throw new Problem(404, "there is no such topic");
      const { type, ending } = kinds[kind];
      return reply
        .headers({
          "content-disposition": `attachment; filename="${id}.${ending}"`,
          "x-content-type-options": "nosniff",
        })
        .type(type)
        .send((form.get("text") ?? "").replaceAll("\r\n", "\n"));
    },
  );
}
