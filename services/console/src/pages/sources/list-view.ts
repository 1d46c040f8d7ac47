import type { RefusedConfig, SourceConfig } from "@wirewatch/config";
import { sourceStates } from "@wirewatch/store";
import type { SourceFigures } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { formTokenField } from "../../access/same-site.ts";
import { html, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { chip, count, empty, filterForm, input, pageHead, select, table, tabs } from "../../views/parts.ts";
import { refusalList } from "../../views/refused.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { readingScore } from "./reading-score.ts";
import { choicesOf, filterQuery } from "./source-list.ts";
import type { SourceFilter, SourcePage } from "./source-list.ts";
import { earliest, latest, stateNames, usualPerDay, volumeWords, whyOf } from "./state-words.ts";
import type { ListedSource } from "./state-words.ts";

/** What the list is made of. */
export interface SourceListData {
  readonly filter: SourceFilter;
  readonly page: SourcePage;
  /** Of the rows of the page. */
  readonly figures: ReadonlyMap<string, SourceFigures>;
  readonly sources: readonly SourceConfig[];
  /** Made in the console, and not in use. */
  readonly refused: readonly RefusedConfig[];
  /** Whether sources can be tried and imported here. */
  readonly canProbe: boolean;
}

export function sourceListView(data: SourceListData, context: ViewContext): Html {
  const { filter, page, sources, canProbe } = data;
  const mayChange = mayDo(context.viewer.role, "operator");
  const imports = mayChange && canProbe ? html`<a class="button primary" href="/sources/import">Add sources</a>` : none;
  const head = pageHead("Sources", {
    lead: "What is asked for news, the worst first. A source that fails is asked again by itself, less and less often.",
    actions: html`<a class="button" href="/sources/export.opml" download>Export OPML</a>
      ${mayChange ? html`<a class="button" href="/sources/export.yaml" download>YAML</a>` : none}${imports}`,
  });
  const notInUse = refusalList(data.refused, "source of the console", 5);
  if (sources.length === 0 && page.total === 0 && filter.text === "") {
    return html`${head}${notInUse}${empty(
      "No sources yet",
      "A source is the address of a web site, a feed or a sitemap. Paste addresses or a list from another reader, or write the first into sources.yaml.",
      imports,
    )}`;
  }
  return html`${head} ${notInUse} ${filters(data)} ${stateTabs(data)} ${rows(data, context)} ${nextLink(data)}
  ${mayChange && page.rows.length > 0 ? bulkForm(data, context) : none}`;
}

function filters({ filter, sources }: SourceListData): Html {
  const { kinds, tags, languages } = choicesOf(sources);
  const choice = (label: string, name: string, chosen: string, values: readonly string[]): Html =>
    values.length < 2 && chosen === ""
      ? none
      : select(label, name, chosen, [["", "any"], ...values.map((value) => [value, value] as const)]);
  const state = filter.state === null ? none : html`<input type="hidden" name="state" value="${filter.state}" />`;
  return filterForm(
    "/sources",
    html`${input("Search", "q", filter.text, { type: "search", placeholder: "name, address or reason" })}
    ${choice("Kind", "kind", filter.kind, kinds)} ${choice("Tag", "tag", filter.tag, tags)}
    ${choice("Language", "language", filter.language, languages)} ${state}`,
    "Sources",
  );
}

function stateTabs({ filter, page }: SourceListData): Html {
  const query = filterQuery(filter);
  const states = sourceStates.filter((state) => (page.counts.get(state) ?? 0) > 0 || state === filter.state);
  return tabs("States of sources", [
    {
      name: "All",
      href: withQuery("/sources", { ...query, state: null }),
      isHere: filter.state === null,
      count: page.total,
    },
    ...states.map((state) => ({
      name: capital(stateNames[state][0]),
      href: withQuery("/sources", { ...query, state }),
      isHere: filter.state === state,
      count: page.counts.get(state) ?? 0,
    })),
  ]);
}

function rows({ page, figures, sources, filter }: SourceListData, context: ViewContext): Html {
  if (page.rows.length === 0) {
    return empty(
      "No source is like this",
      "Take away a part of the search or of the filters.",
      html`<a class="button" href="/sources">Show all sources</a>`,
    );
  }
  const configured = new Map(sources.map((source) => [source.id, source]));
  const mayChange = mayDo(context.viewer.role, "operator");
  const rhythmsOf = ({ id }: ListedSource): readonly unknown[] => figures.get(id)?.rhythms ?? [];
  const caption = `Sources, the worst first${filter.state === null ? "" : `: ${stateNames[filter.state][0]}`}`;
  const rows = table(
    caption,
    page.rows,
    [
      ...(mayChange ? [{ head: pickHead, cell: pickBox }] : []),
      { head: "State", cell: ({ state }: ListedSource) => stateChip(state) },
      {
        head: "Source",
        kind: "main" as const,
        cell: (source: ListedSource) => source.name,
      },
      { head: "Why", cell: (source: ListedSource) => whyCell(source, rhythmsOf(source), context) },
      {
        head: "Last success",
        kind: "time" as const,
        cell: ({ feeds }: ListedSource) => ago(latest(feeds.map((feed) => feed.lastSuccessAt)), context),
      },
      { head: "Next try", kind: "time" as const, cell: (source: ListedSource) => nextTry(source, context) },
      {
        head: "In 24 hours",
        kind: "number" as const,
        cell: (source: ListedSource) =>
          volumeWords(figures.get(source.id)?.itemsLastDay ?? 0, usualPerDay(rhythmsOf(source), context.now)),
      },
      { head: "Read well", kind: "number" as const, cell: ({ id }: ListedSource) => scoreCell(figures.get(id)?.drift) },
      { head: "Kind and tags", cell: ({ id }: ListedSource) => tagsCell(configured.get(id)) },
    ],
    { href: ({ id }) => path`/sources/${id}`, id: ({ id }) => `source-${id}` },
  );
  return html`<div class="sources-table">${rows}</div>
    <p class="hint">
      Read well: of its last pages, how many gave a text, a title and a date, taken together. In 24 hours: new articles,
      and how many are usual.
    </p>`;
}

const pickHead = html`<span class="unseen">Choose</span>`;

function pickBox({ id, name }: ListedSource): Html {
  return html`<input
    type="checkbox"
    id="${`pick-${id}`}"
    name="id"
    value="${id}"
    form="bulk"
    aria-label="${`Choose ${name}`}"
    data-key="v"
    data-keep
  />`;
}

/** The state of a source as a chip. */
export function stateChip(state: ListedSource["state"]): Html {
  const [name, tone] = stateNames[state];
  return chip(tone, name);
}

function whyCell(source: ListedSource, rhythms: readonly unknown[], context: ViewContext): Html {
  const { short, long, since } = whyOf(source, rhythms, context.now);
  if (short === "") return html`<span class="soft">all is well</span>`;
  const when = since === null ? none : html`<br /><span class="soft small">since ${clock(since, context)}</span>`;
  return long === null ? html`${short}${when}` : html`<span title="${long}">${short}</span>${when}`;
}

function nextTry({ feeds, state }: ListedSource, context: ViewContext): Html {
  const next = earliest(feeds.map((feed) => feed.nextTryAt));
  if (next === null) {
    const isHandedIn = feeds.some((feed) => feed.kind === "push");
    return html`<span class="soft">${state === "paused" ? "when resumed" : isHandedIn ? "handed in" : "none"}</span>`;
  }
  return next <= context.now ? html`now` : ago(next, context);
}

function scoreCell(drift: unknown): Html {
  const score = readingScore(drift);
  if (score === null) return html`<span class="soft" title="no page was read yet">none</span>`;
  return html`<span
    title="${`of the last ${count(score.pages, "page")}: text ${percent(score.withText)}, title ${percent(score.withTitle)}, date ${percent(score.withDate)}`}"
    >${score.score} %</span
  >`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function tagsCell(source: SourceConfig | undefined): Html {
  if (source === undefined) return none;
  const links = source.tags
    .slice(0, 4)
    .map((tag) => html` <a class="chip" href="${withQuery("/sources", { tag })}">${tag}</a>`);
  const more =
    source.tags.length > 4 ? html` <span class="soft small">and ${source.tags.length - 4} more</span>` : none;
  const language = source.language === null ? "" : `, ${source.language}`;
  return html`<span class="soft">${source.kind}${language}</span>${links}${more}`;
}

function nextLink({ page, filter }: SourceListData): Html {
  if (page.next === null && filter.after === null) return none;
  const query = filterQuery(filter);
  const start =
    filter.after === null
      ? none
      : html`<a class="button" href="${withQuery("/sources", query)}">Back to the beginning</a>`;
  const next =
    page.next === null
      ? none
      : html`<a class="button" rel="next" href="${withQuery("/sources", { ...query, after: page.next })}"
          >Further sources</a
        >`;
  return html`<p class="more">
    ${start} ${next} <span class="soft">${count(page.matching, "source")} in this list</span>
  </p>`;
}

function bulkForm({ canProbe, sources }: SourceListData, { formToken }: ViewContext): Html {
  const { tags } = choicesOf(sources);
  const test = canProbe ? html`<button class="button" name="do" value="test">Test now</button>` : none;
  return html`<form id="bulk" method="post" action="/sources/bulk" class="panel bulk" data-inline>
    <input type="hidden" name="${formTokenField}" value="${formToken}" />
    <h2>With the chosen sources</h2>
    <div class="bulk-row">
      <label class="field"
        ><span>Why they pause</span
        ><input name="reason" maxlength="300" placeholder="shown to everybody" autocomplete="off"
      /></label>
      <button class="button" name="do" value="pause">Pause</button>
      <button class="button" name="do" value="resume">Resume</button>
      ${test}
    </div>
    <div class="bulk-row">
      <label class="field"
        ><span>Tag</span><input name="tag" maxlength="100" list="known-tags" autocomplete="off" data-focus-key="b"
      /></label>
      <datalist id="known-tags">${tags.slice(0, 200).map((tag) => html`<option value="${tag}"></option>`)}</datalist>
      <button class="button" name="do" value="tag">Add tag</button>
      <button class="button" name="do" value="untag">Remove tag</button>
    </div>
    <p class="hint">
      A paused source is not asked until somebody resumes it, whatever the files say; programs that hand articles in are
      told to come again later. Tags are changed of sources that were imported in the console; those of files stand
      there.
    </p>
  </form>`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
