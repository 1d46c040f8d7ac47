import type { FastifyInstance } from "fastify";
import { listStories, readStoryPage } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { html } from "../../views/html.ts";
import { pageHead } from "../../views/parts.ts";
import type { PageView } from "../../views/view.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { storiesView, storyFilters } from "./stories-view.ts";
import { storyChoice, storyFilter } from "./story-filter.ts";
import { storyView } from "./story-view.ts";

/** Stories of one page of the list. */
const perPage = 30;

export async function storiesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/stories", "viewer", (page) => listPage(page));
  pages.get("/stories/:id", "viewer", (page) => storyPage(page));
}

async function listPage(page: PageRequest): Promise<PageView> {
  const { db, query, config, timeZone } = page;
  const filter = storyFilter(query);
  const choice = { ...storyChoice(filter, timeZone), after: query.get("after"), limit: perPage + 1 };
  const found = await listStories(db, choice);
  const stories = found.slice(0, perPage);
  const older = found.length > perPage ? (stories.at(-1)?.cursor ?? null) : null;
  const lead = "Articles on the same event, the one with the latest text first.";
  return {
    title: "Stories",
    section: "stories",
    body: html`${pageHead("Stories", { lead })} ${storyFilters(filter, config)}
      <h2 class="unseen">List</h2>
      <div id="stories">${storiesView(stories, filter, older, page)}</div>`,
    live: ["alert"],
    everySeconds: 30,
  };
}

async function storyPage(page: PageRequest): Promise<PageView> {
  const id = /^(?:st_)?(\d{1,18})$/u.exec(page.params["id"] ?? "")?.[1];
  const found = id === undefined ? null : await readStoryPage(page.db, id, page.query.get("after"));
  if (found === null)
    throw new Problem(404, "there is no story with that number; stories are forgotten when their articles are");
  return {
    title: found.story.title ?? `Story ${found.story.id}`,
    section: "stories",
    body: storyView(found, page),
    live: ["alert", "delivery"],
    everySeconds: 30,
  };
}
