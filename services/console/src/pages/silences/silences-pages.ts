import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { html } from "../../views/html.ts";
import { pageHead } from "../../views/parts.ts";
import { pagesOf } from "../page-routes.ts";

export async function silencesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/silences", "viewer", async () => ({
    title: "Silences",
    section: "silences",
    body: html`${pageHead("Silences")}`,
  }));
}
