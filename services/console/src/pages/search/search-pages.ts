import type { FastifyInstance } from "fastify";
import { deleteSavedSearch, findSavedSearch, listSavedSearches, readIndexState, saveSearch } from "@wirewatch/store";
import type { FacetName } from "../../archive/archive-search.ts";
import { readSearch, searchParams } from "../../archive/read-search.ts";
import { searchArchive } from "../../archive/search-archive.ts";
import type { ConsoleDeps } from "../../deps.ts";
import { feedPagePath } from "../../feeds/feed-panel.ts";
import { Problem } from "../../problem.ts";
import { withQuery } from "../../views/html.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageAnswer, PageRequest } from "../page-routes.ts";
import { searchView } from "./search-view.ts";

const maxName = 200;
/** Characters of a search that is kept. */
const maxKept = 20_000;

export async function searchPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/search", "viewer", (page) => searchPage(page));

  pages.post("/search/save", "analyst", async (page) => {
    const name = (page.form.get("name") ?? "").trim().slice(0, maxName);
    const text = page.form.get("search") ?? "";
    if (name === "") throw new Problem(422, "give the search a name");
    if (text.length > maxKept) throw new Problem(422, "the search is too long to be kept");
    const given = new URLSearchParams(text);
    const { search, problem } = readSearch(given, page.timeZone);
    if (problem !== null)
      throw new Problem(422, `the query cannot be read, at character ${problem.at + 1}: ${problem.message}`);
    const filters = searchParams(search, given);
    filters.delete("q");
    const id = await page.db.transaction().execute(async (tx) => {
      const kept = { name, query: search.query, filters: filters.toString(), createdBy: page.viewer.id };
      const saved = await saveSearch(tx, kept);
      if (saved === null) throw new Problem(409, "there are too many saved searches; delete some that nobody reads");
      await page.audit({ action: "search.saved", targetKind: "search", targetId: saved, detail: { name } }, tx);
      return saved;
    });
    return { to: feedPagePath({ kind: "search", ref: id }), note: "Saved. Here it can be read as a feed as well." };
  });

  pages.post("/search/delete", "analyst", async (page) => {
    const id = page.form.get("id") ?? "";
    await page.db.transaction().execute(async (tx) => {
      const name = await deleteSavedSearch(tx, id);
      if (name === null) throw new Problem(404, "there is no such saved search; it may have been deleted already");
      await page.audit({ action: "search.deleted", targetKind: "search", targetId: id, detail: { name } }, tx);
    });
    return { to: "/search", note: "Deleted; its feeds ended." };
  });
}

async function searchPage(page: PageRequest): Promise<PageAnswer> {
  const { db, config, query, timeZone, request } = page;
  const savedId = query.get("saved");
  if (savedId !== null) return toSaved(page, savedId);
  const url = pastedUrl(query.get("q") ?? "");
  if (url !== null) return { to: withQuery("/explain", { url }) };

  const read = readSearch(query, timeZone);
  const params = searchParams(read.search, query);
  const isAsked = params.size > 0 || query.has("q");
  const stop = new AbortController();
  request.raw.once("close", () => stop.abort(new Problem(408, "nobody waits for this search any more")));
  const answer =
    !isAsked || read.problem !== null
      ? null
      : await searchArchive({ db, config }, read.search, { isCounted: true, timeZone, signal: stop.signal });
  const [saved, { isComplete }] = await Promise.all([answer === null ? listSavedSearches(db) : [], readIndexState(db)]);
  const nameOf = (facet: FacetName, key: string): string => {
    if (facet === "topics") return config.topics.find(({ id }) => id === key)?.name ?? key;
    return facet === "languages" ? languageName(key) : key;
  };
  const body = searchView({ read, params, answer, saved, isIndexComplete: isComplete, nameOf }, page);
  const title = read.search.query === "" ? "Search" : `${read.search.query.slice(0, 60)} · Search`;
  return { title, section: "search", body };
}

async function toSaved({ db }: PageRequest, id: string): Promise<PageAnswer> {
  const saved = await findSavedSearch(db, id);
  if (saved === null) throw new Problem(404, "there is no such saved search; it may have been deleted");
  const params = new URLSearchParams(saved.filters);
  params.set("q", saved.query);
  return { to: `/search?${params.toString()}` };
}

/** A web address that was pasted instead of a query. */
function pastedUrl(query: string): string | null {
  const text = query.trim();
  return /^https?:\/\/\S+$/iu.test(text) && URL.canParse(text) ? text : null;
}

const languageNames = new Intl.DisplayNames("en-GB", { type: "language" });

/** @example languageName("fr") // "French" */
function languageName(language: string): string {
  if (language === "none") return "not said";
  return /^[a-z]{2,3}$/u.test(language) ? (languageNames.of(language) ?? language) : language;
}
