import type { FeedHealth, FeedState, SourceHealth } from "@wirewatch/store";
import { counted, columns, fromNow, oneLine, whenDue } from "./terminal-text.ts";

/** What a state means to the person who reads it; `ok` and `new` explain themselves. */
const stateWords: Readonly<Record<FeedState, string>> = {
  gone: "gone",
  blocked: "blocked",
  failing: "failing",
  slow: "failed lately",
  new: "new",
  ok: "ok",
  disabled: "not polled",
};

/**
 * One line per source: state, id, items, last success, next try, plain reason; and one per feed where it has several.
 *
 * @param now the database's clock
 */
export function sourceLines(sources: readonly SourceHealth[], now: Date): string[] {
  const rows = sources.flatMap((source) => [
    sourceRow(source, now),
    ...(source.feeds.length > 1 ? source.feeds.map((feed) => feedRow(feed, now)) : []),
  ]);
  return columns(rows, [2]);
}

/** A source in one sentence, for a place where it stands alone. */
export function sourceSentence(source: SourceHealth, now: Date): string {
  const [state = "", , items = "", success = "", next = "", why = ""] = sourceRow(source, now);
  const how = why === "" || why.startsWith(state) ? why || state : `${state} (${why})`;
  return [how, items, success, next].filter((part) => part !== "").join(", ");
}

function sourceRow({ id, state, reason, feeds }: SourceHealth, now: Date): string[] {
  const failures = Math.max(0, ...feeds.map((feed) => feed.failures));
  return [
    stateWords[state] ?? state,
    id,
    counted(
      feeds.reduce((sum, feed) => sum + feed.items, 0),
      "item",
    ),
    lastSuccess(latest(feeds.map((feed) => feed.lastSuccessAt)), now),
    nextTry(earliest(feeds.map((feed) => feed.nextTryAt)), now),
    why(reason, failures),
  ];
}

function feedRow(feed: FeedHealth, now: Date): string[] {
  return [
    stateWords[feed.state] ?? feed.state,
    `  ${feed.url}`,
    counted(feed.items, "item"),
    lastSuccess(feed.lastSuccessAt, now),
    nextTry(feed.nextTryAt, now),
    why(feed.reason, feed.failures),
  ];
}

function why(reason: string | null, failures: number): string {
  const times = failures > 1 ? `${failures} times in a row: ` : "";
  return reason === null ? "" : `${times}${oneLine(reason)}`;
}

function lastSuccess(at: Date | null, now: Date): string {
  return at === null ? "never read" : `read ${fromNow(at, now)}`;
}

function nextTry(at: Date | null, now: Date): string {
  return at === null ? "" : `next ${whenDue(at, now)}`;
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null);
}

function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at < best) ? at : best), null);
}
