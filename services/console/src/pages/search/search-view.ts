import type { SavedSearch } from "@wirewatch/store";
import type { FacetName, SearchAnswer } from "../../archive/archive-search.ts";
import { estimateRange, estimateWords } from "../../archive/estimate.ts";
import { queryProblem } from "../../archive/query-problem.ts";
import type { ReadSearch } from "../../archive/read-search.ts";
import { mayDo } from "../../access/roles.ts";
import { html, none, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { empty, notice, pageHead } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import { queryFix } from "../topics/query-fix.ts";
import { facetsView } from "./facets-view.ts";
import { hitEntry } from "./hit-view.ts";
import { savedList, saveForm } from "./saved-view.ts";
import { chosenFilters, searchForm } from "./search-form.ts";

export interface SearchPage {
  readonly read: ReadSearch;
  /** Address of the search, without what means nothing. */
  readonly params: URLSearchParams;
  /** Null while there is nothing to search for, or the query cannot be read. */
  readonly answer: SearchAnswer | null;
  readonly saved: readonly SavedSearch[];
  /** False: what was archived before there was an index is not found. */
  readonly isIndexComplete: boolean;
  readonly nameOf: (facet: FacetName, key: string) => string;
}

const help = html`<p>
    Write words, <code>"a phrase"</code>, <code>OR</code>, <code>NOT</code>, <code>layoff*</code>,
    <code>a NEAR/5 b</code>, <code>title:word</code>, <code>source:example.org</code>, <code>lang:fr</code>: the
    language of topics. A search finds what a topic with that query would.
  </p>
  <p>
    Strings made for Factiva, Lexis or Lucene can be pasted as they are: choose under “Read as”. A pasted web address is
    explained.
  </p>`;

/** The search of the archive. */
export function searchView(page: SearchPage, context: ViewContext): Html {
  const { read, params, answer, saved, isIndexComplete, nameOf } = page;
  const filterName = (param: string, value: string): string =>
    param === "since" || param === "until"
      ? `${param === "since" ? "from" : "to"} ${value}`
      : nameOf(param === "source" ? "sources" : param === "topic" ? "topics" : "languages", value);
  return html`${pageHead("Search", { lead: leadOf(page), actions: answer === null ? none : actionsOf(page, context) })}
  ${searchForm(read.search, params)} ${chosenFilters(params, filterName)} ${problemOf(page)}
  ${read.warnings.map(({ at, message }) => notice("warn", html`Character ${at + 1}: ${message}`))}
  ${read.ignored.map((words) => notice("warn", html`Left out of the search: ${words}.`))}
  ${isIndexComplete ? none : notice("warn", html`Articles from before the archive could be searched are not found yet. An operator runs <code>wirewatch reindex search</code> once.`)}
  ${answer === null ? (read.problem === null ? html`<div class="panel prose">${help}</div>` : none) : resultsOf(answer, page, context)}
  ${answer === null || saved.length > 0 ? savedList(saved, context) : none}`;
}

function leadOf({ answer, read }: SearchPage): Part {
  if (answer === null || answer.totals === null) return "The archive, with the language of topics";
  const { articles } = answer.totals;
  const range = estimateRange(articles);
  const noun = articles.isExact && articles.value === 1 ? "article" : "articles";
  const words = html`<b>${estimateWords(articles)}</b> ${noun}${read.search.query === "" ? " in the archive" : ""}`;
  return range === null ? words : html`${words} <span class="soft">(${range})</span>`;
}

function actionsOf({ read, params }: SearchPage, context: ViewContext): Html {
  const { query, dialect } = read.search;
  const shared = new URLSearchParams(params);
  shared.delete("after");
  const mayWrite = mayDo(context.viewer.role, "analyst");
  return html`${mayWrite ? saveForm(params, context) : none}
    ${mayWrite && query.trim() !== "" ? html`<a class="button" href="${withQuery("/topics/new", { query, dialect })}">Make a topic of it</a>` : none}
    <a class="button" href="/api/v1/export/articles?${shared.toString()}" download>Export</a>`;
}

function problemOf({ read, params }: SearchPage): Html {
  const { problem, search } = read;
  if (problem === null) return none;
  const fix = queryFix(search.query, problem, search);
  if (fix === null) return queryProblem(search.query, problem);
  const fixed = new URLSearchParams(params);
  fixed.set("q", fix.query);
  return queryProblem(search.query, problem, { ...fix, href: `/search?${fixed.toString()}` });
}

function resultsOf(answer: SearchAnswer, { read, params, nameOf }: SearchPage, context: ViewContext): Html {
  const { hits, next, isListComplete, totals } = answer;
  const older = new URLSearchParams(params);
  if (next !== null) older.set("after", next);
  const link =
    next === null
      ? none
      : html`<p class="more">
          <a class="button" rel="next" href="/search?${older.toString()}">${isListComplete ? "Older" : "Search on"}</a>
        </p>`;
  const stopped = isListComplete
    ? none
    : notice(
        "info",
        "Many articles have these words and few fit: the search stopped after its time. It goes on from there.",
      );
  const found =
    hits.length === 0 && isListComplete
      ? empty(
          "Nothing found",
          read.search.after === null
            ? "No article in the archive fits. Take a filter away, or write fewer or other words: OR finds either, * any ending."
            : "That was all.",
        )
      : html`<section aria-label="Found articles">
          <h2 class="unseen">Found articles</h2>
          ${hits.map((hit) => hitEntry({ ...hit, because: hit.because.map(withoutClause) }, context))}
        </section>`;
  return html`<div class="search-page">
    <div>${found}${stopped}${link}</div>
    ${totals === null ? none : facetsView(totals, { params, nameOf })}
  </div>`;
}

/** A search has one query, which stands above: its place in a topic says nothing. */
function withoutClause(sentence: string): string {
  return sentence.replace(/^any\[0\] `[\s\S]*?`: /u, "Found ");
}
