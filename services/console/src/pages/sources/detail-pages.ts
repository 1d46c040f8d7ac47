import { findConsoleObject } from "@wirewatch/store";
import {
  readLearnedBlocks,
  readPolls,
  readRhythms,
  readSourceArticles,
  readSourceFigures,
  readSourceNotices,
  readSourceStates,
  readSourceVolume,
  readSubscriptions,
} from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { refusalOf } from "../../views/refused.ts";
import type { PageAnswer, PageRequest, Pages } from "../page-routes.ts";
import { sourceDetailView } from "./detail-view.ts";
import type { SourceDetail } from "./detail-view.ts";
import { unusedSourceView } from "./edit-view.ts";

/** Days of the volume that are looked at. */
const volumeDays = 31;
const shownArticles = 20;
const shownNotices = 10;
const shownBlocks = 8;
/** Documents of one source whose requests are read; sitemap indexes have many. */
const mostFeeds = 100;

/** `/sources/:id`: one source. */
export function detailPages(pages: Pages, deps: ConsoleDeps): void {
  pages.get("/sources/:id", "viewer", (request) => detailPage(request, deps));
}

async function detailPage(request: PageRequest, { sourceProbe }: ConsoleDeps): Promise<PageAnswer> {
  const detail = await readDetail(request, sourceProbe !== undefined);
  if (detail === null) return unusedPage(request);
  return {
    title: detail.source.name,
    section: "sources",
    body: sourceDetailView(detail, request),
    live: ["source", "notice"],
    everySeconds: 15,
  };
}

/** A source that was made in the console, and is not used or not yet. */
async function unusedPage(request: PageRequest): Promise<PageAnswer> {
  const id = request.params["id"] ?? "";
  const object = isId(id) ? await findConsoleObject(request.db, "source", id) : null;
  if (object === null) throw new Problem(404, "there is no such source");
  const body = unusedSourceView(object, refusalOf(request.config, "source", id), request);
  return { title: id, section: "sources", body, everySeconds: 2 };
}

/** Null for a source that neither the configuration nor the history has. */
async function readDetail({ db, config, params }: PageRequest, canProbe: boolean): Promise<SourceDetail | null> {
  const id = params["id"] ?? "";
  const configured = config.sources.find((source) => source.id === id) ?? null;
  const [source] = isId(id) ? await readSourceStates(db, configured === null ? [] : [configured], id) : [];
  if (source === undefined) return null;
  const feedIds = source.feeds.slice(0, mostFeeds).map((feed) => feed.id);
  const [rhythms, polls, volume, articles, notices, blocks, subscriptions, figures, made] = await Promise.all([
    readRhythms(db, id),
    readPolls(db, feedIds),
    readSourceVolume(db, id, volumeDays),
    readSourceArticles(db, id, shownArticles),
    readSourceNotices(db, id, shownNotices),
    readLearnedBlocks(db, id, shownBlocks),
    readSubscriptions(db, id),
    readSourceFigures(db, [id]),
    findConsoleObject(db, "source", id),
  ]);
  const refused = refusalOf(config, "source", id);
  // A file has the id as well, and the page is that of its source.
  const isOfFile = refused !== null && configured !== null;
  return {
    source,
    config: configured,
    defaults: config.sourceDefaults ?? null,
    madeIn: made === null || isOfFile ? null : { by: made.updatedBy, at: made.updatedAt },
    refused: made === null ? null : refused,
    rhythms,
    polls,
    volume,
    articles,
    notices,
    blocks,
    subscriptions,
    drift: figures.get(id)?.drift ?? null,
    canProbe,
  };
}

/** The store takes no NUL; longer ones are no ids. */
function isId(text: string): boolean {
  return text !== "" && text.length <= 200 && !text.includes("\0");
}
