import type { LoggedPoll } from "@wirewatch/store";
import { html, none, outLink } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { chip, count, facts, figure, panel, table } from "../../views/parts.ts";
import { ago, clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { stateChip } from "./list-view.ts";
import type { SourceDetail } from "./detail-view.ts";
import { problemName, usualPerDay } from "./state-words.ts";

/** Requests that are shown, and those that are shown at once. */
const shownPolls = 50;
const openPolls = 12;
/** Documents whose particulars are shown. */
const shownFeeds = 20;

type Feed = SourceDetail["source"]["feeds"][number];

/** The documents of a source with their rhythm, and when each is asked next and why then. */
export function feedsPanel({ source, rhythms, config }: SourceDetail, context: ViewContext): Html {
  const { feeds } = source;
  if (feeds.length === 0) return none;
  const isFixed = config !== null && config.poll.minMs === config.poll.maxMs;
  const shown = feeds.slice(0, shownFeeds).map((feed) => feedFacts(feed, rhythms.get(feed.id), isFixed, context));
  const more =
    feeds.length > shownFeeds
      ? html`<p class="soft">And ${count(feeds.length - shownFeeds, "more document")}.</p>`
      : none;
  return panel(
    feeds.length === 1 ? "Document" : "Documents",
    html`<div class="feeds">${shown}</div>
      ${more}`,
    { id: "documents" },
  );
}

function feedFacts(feed: Feed, rhythm: unknown, isFixed: boolean, context: ViewContext): Html {
  const perDay = usualPerDay([rhythm], context.now);
  const isPushed = feed.kind === "push";
  return html`<div id="${`feed-${feed.id}`}">
    <h3>${isPushed ? "Handed in" : outLink(feed.movedTo ?? feed.url, feed.title ?? feed.url)}</h3>
    <p>${stateChip(feed.state)} <span class="soft">${documentWords(feed)}</span></p>
    ${facts([
      isPushed || feed.title === null ? null : ["Address", html`<span class="mono">${feed.url}</span>`],
      feed.movedTo === null ? null : ["Moved to", html`<span class="mono">${feed.movedTo}</span>`],
      feed.reason === null ? null : ["Remark", feed.reason],
      isPushed ? null : ["Asked next", nextWords(feed, isFixed, context)],
      isPushed ? null : ["Rhythm", rhythmWords(feed, perDay)],
      ["Last new item", ago(feed.lastItemAt, context)],
      feed.overflows === 0
        ? null
        : [
            "Only new items",
            `${count(feed.overflows, "time")} everything in it was new: something may have been missed`,
          ],
    ])}
  </div>`;
}

function documentWords({ kind, document, parentId }: Feed): string {
  const what = document ?? (kind === "auto" ? "told by what is in it" : kind);
  return parentId === null ? what : `${what}, found by another document`;
}

function nextWords({ nextTryAt, state, failures, pollEveryMs }: Feed, isFixed: boolean, context: ViewContext): Part {
  if (state === "paused") return "when somebody resumes it";
  if (nextTryAt === null)
    return state === "gone" ? "not any more: the site said twice that it is gone" : "not any more";
  const when =
    nextTryAt <= context.now
      ? html`now, as soon as its host is free`
      : html`${ago(nextTryAt, context)}, at ${clock(nextTryAt, context)}`;
  if (pollEveryMs === null) return html`${when}; it was not asked before`;
  const why =
    failures > 0
      ? `later than usual, after ${count(failures, "failure")} in a row`
      : isFixed
        ? "the interval is fixed in its settings"
        : "by how often it publishes, and when";
  return html`${when}; ${why}`;
}

function rhythmWords({ pollEveryMs, failures }: Feed, perDay: number | null): string {
  const asked = pollEveryMs === null ? "not known yet" : `asked again after ${duration(pollEveryMs)}`;
  const brings = perDay === null ? "its rhythm is not known yet" : `${perDay.toFixed(perDay < 10 ? 1 : 0)} items a day`;
  return failures > 0 ? asked : `${asked}; ${brings}`;
}

/** A request with the document it was for. */
interface ShownPoll {
  readonly poll: LoggedPoll;
  readonly feed: Feed;
}

/** The latest requests for the documents of a source. */
export function pollsPanel({ source, polls }: SourceDetail, context: ViewContext): Html {
  const all: ShownPoll[] = source.feeds.flatMap((feed) => (polls.get(feed.id) ?? []).map((poll) => ({ poll, feed })));
  const shown = all.toSorted((a, b) => b.poll.at.getTime() - a.poll.at.getTime()).slice(0, shownPolls);
  if (shown.length === 0) {
    return panel("Last requests", html`<p class="soft">No request was made yet since requests are noted.</p>`, {
      id: "requests",
    });
  }
  const unchanged = shown.filter(({ poll }) => poll.isUnchanged).length;
  const failed = shown.filter(({ poll }) => poll.problem !== null).length;
  const isOne = source.feeds.length === 1;
  const older = shown.slice(openPolls);
  return panel(
    "Last requests",
    html`<p class="hint">${count(shown.length, "request")}: ${unchanged} found nothing changed, ${failed} failed.</p>
      ${pollTable("The last requests, newest first", shown.slice(0, openPolls), isOne, context)}
      ${
        older.length === 0
          ? none
          : html`<details class="older">
              <summary>${count(older.length, "older request")}</summary>
              ${pollTable("Older requests, newest first", older, isOne, context)}
            </details>`
      }`,
    { id: "requests" },
  );
}

function pollTable(caption: string, polls: readonly ShownPoll[], isOne: boolean, context: ViewContext): Html {
  return table(caption, polls, [
    { head: "When", kind: "time", cell: ({ poll }) => ago(poll.at, context) },
    { head: "Answer", cell: ({ poll }) => answerCell(poll) },
    ...(isOne
      ? []
      : [{ head: "Document", cell: ({ feed }: ShownPoll) => html`<span class="mono small">${feed.url}</span>` }]),
    { head: "Size", kind: "number", cell: ({ poll }) => (poll.bytes === 0 ? none : byteWords(poll.bytes)) },
    { head: "Took", kind: "number", cell: ({ poll }) => (poll.ms === null ? none : `${figure(poll.ms)} ms`) },
    { head: "Items", kind: "number", cell: ({ poll }) => itemsCell(poll) },
  ]);
}

function answerCell({ status, isUnchanged, problem }: LoggedPoll): Html {
  const code = status === null ? "no answer" : String(status);
  if (problem !== null) return html`${chip("bad", code)} ${problemName(problem) ?? problem}`;
  if (status === 304) return html`${chip("quiet", "304")} <span class="soft">not changed</span>`;
  return html`${chip("good", code)} ${isUnchanged ? html`<span class="soft">the same as before</span>` : none}`;
}

function itemsCell({ items, newItems }: LoggedPoll): Html {
  if (items === 0) return none;
  return newItems === 0 ? html`${items}` : html`${items}, <b>${newItems} new</b>`;
}

/** E.g. `640 B`, `35.2 kB`. */
function byteWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
