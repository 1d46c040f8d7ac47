import { readSourceFigures, readSourceStates } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { refusedOf } from "../../views/refused.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { sourceListView } from "./list-view.ts";
import { choosePage, readFilter } from "./source-list.ts";

/** `/sources`: all of them, the worst first. */
export function listPages(pages: Pages, deps: ConsoleDeps): void {
  pages.get("/sources", "viewer", (request) => listPage(request, deps));
}

async function listPage(request: PageRequest, deps: ConsoleDeps): Promise<PageAnswer> {
  const { db, config, query } = request;
  const filter = readFilter(query);
  const states = await readSourceStates(db, config.sources);
  const page = choosePage(states, new Map(config.sources.map((source) => [source.id, source])), filter);
  const figures = await readSourceFigures(
    db,
    page.rows.map(({ id }) => id),
  );
  const refused = refusedOf(config, "source");
  const canProbe = deps.sourceProbe !== undefined;
  return {
    title: "Sources",
    section: "sources",
    body: sourceListView({ filter, page, figures, sources: config.sources, refused, canProbe }, request),
    live: ["source"],
    everySeconds: 30,
  };
}
