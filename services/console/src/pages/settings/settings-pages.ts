import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../../deps.ts";
import { pagesOf } from "../page-routes.ts";
import { aboutPage } from "./about-page.ts";
import { auditPage } from "./audit-page.ts";
import { configurationPages } from "./configuration-pages.ts";
import { peoplePages } from "./people-pages.ts";
import { receiverPages } from "./receiver-pages.ts";
import { tokenPages } from "./token-pages.ts";

export async function settingsPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  receiverPages(pages, deps);
  configurationPages(pages);
  peoplePages(pages);
  tokenPages(pages);
  auditPage(pages);
  aboutPage(pages, deps);
}
