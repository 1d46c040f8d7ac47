import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { html } from "../../views/html.ts";
import { pageHead } from "../../views/parts.ts";
import { pagesOf } from "../page-routes.ts";

export async function deliveriesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/deliveries", "viewer", async () => ({
    title: "Deliveries",
    section: "deliveries",
    body: html`${pageHead("Deliveries")}`,
  }));
}
