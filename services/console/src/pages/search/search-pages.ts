import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { html } from "../../views/html.ts";
import { pageHead } from "../../views/parts.ts";
import { pagesOf } from "../page-routes.ts";

export async function searchPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/search", "viewer", async () => ({
    title: "Search",
    section: "search",
    body: html`${pageHead("Search")}`,
  }));
}
