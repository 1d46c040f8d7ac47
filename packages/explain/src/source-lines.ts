import { expectedVolume, readRhythm } from "@wirewatch/polling";
import type { FeedHealth, Freshness, SourceHealth, SourceState } from "@wirewatch/store";
import { columns, counted, fromNow, lengthOfTime, oneLine, whenDue } from "./plain-words.ts";

/** What a state means to the person who reads it; `ok` and `new` explain themselves. */
const stateWords: Readonly<Record<SourceState, string>> = {
  gone: "gone",
  blocked: "blocked",
  failing: "failing",
  silent: "silent",
  drift: "drift",
  slow: "failed lately",
  new: "new",
  ok: "ok",
  paused: "paused",
  disabled: "not polled",
};

/** How fresh the news of sources are, by source. */
export type FreshnessBySource = ReadonlyMap<string, Freshness>;

/**
 * One line per source: state, id, items, how many of them in a day and how many usually, last success, next try, how
 * late items are seen, plain reason and since when; and one per document where it has several.
 *
 * @param now the database's clock
 * @param fromOf where a source stands, shown behind its id
 */
export function sourceLines(
  sources: readonly SourceHealth[],
  now: Date,
  freshness: FreshnessBySource = new Map(),
  fromOf: ((source: SourceHealth) => string) | null = null,
): string[] {
  const rows = sources.flatMap((source) => [
    withFrom(sourceRow(source, now, freshness.get(source.id)), fromOf === null ? null : fromOf(source)),
    ...(source.feeds.length > 1
      ? source.feeds.map((feed) => withFrom(feedRow(feed, now), fromOf === null ? null : ""))
      : []),
  ]);
  return columns(rows, [fromOf === null ? 2 : 3]);
}

/** The row with where the source stands behind its id; as it is without a place. */
function withFrom([state = "", id = "", ...rest]: readonly string[], from: string | null): string[] {
  return from === null ? [state, id, ...rest] : [state, id, from, ...rest];
}

/** A source in one sentence, for a place where it stands alone. */
export function sourceSentence(source: SourceHealth, now: Date): string {
  const [state = "", , items = "", , success = "", next = "", , why = ""] = sourceRow(source, now, undefined);
  const how = why === "" || why.startsWith(state) ? why || state : `${state} (${why})`;
  return [how, items, success, next].filter((part) => part !== "").join(", ");
}

/** Items a source usually brings in a day, as far as its documents' rhythms are known; null while none is. */
export function usualPerDay(feeds: readonly Pick<FeedHealth, "rhythm">[], now: Date): number | null {
  const volumes = feeds.flatMap(({ rhythm }) => {
    const known = readRhythm(rhythm);
    const volume = known === null ? null : expectedVolume(known, now);
    return volume === null ? [] : [volume.perDay];
  });
  return volumes.length === 0 ? null : volumes.reduce((sum, perDay) => sum + perDay, 0);
}

function sourceRow(source: SourceHealth, now: Date, freshness: Freshness | undefined): string[] {
  const { id, state, reason, drift, feeds } = source;
  const worst = feeds.find((feed) => feed.state === state) ?? feeds[0];
  return [
    stateWords[state] ?? state,
    id,
    counted(total(feeds, "items"), "item"),
    state === "disabled" || !feeds.some(isRead) ? "" : volume(total(feeds, "itemsLastDay"), usualPerDay(feeds, now)),
    feeds.every((feed) => feed.kind === "push")
      ? handedIn(latest(feeds.map((feed) => feed.lastItemAt)), now)
      : lastSuccess(latest(feeds.map((feed) => feed.lastSuccessAt)), now),
    nextTry(earliest(feeds.map((feed) => feed.nextTryAt)), now),
    freshness?.seenLag == null ? "" : `seen after ${lengthOfTime(freshness.seenLag.p50Ms)}`,
    state === "drift" && drift !== null
      ? `for ${sinceWords(drift.since, now)}: ${oneLine(drift.text, 300)}`
      : why(reason, worst, now),
  ];
}

function feedRow(feed: FeedHealth, now: Date): string[] {
  return [
    stateWords[feed.state] ?? feed.state,
    `  ${feed.url}`,
    counted(feed.items, "item"),
    feed.state === "disabled" || !isRead(feed) ? "" : volume(feed.itemsLastDay, usualPerDay([feed], now)),
    lastSuccess(feed.lastSuccessAt, now),
    nextTry(feed.nextTryAt, now),
    "",
    why(feed.reason, feed, now),
  ];
}

function total(feeds: readonly FeedHealth[], figure: "items" | "itemsLastDay"): number {
  return feeds.reduce((sum, feed) => sum + feed[figure], 0);
}

/** True when its volume says something: it was read, or something was handed in. */
function isRead({ lastSuccessAt, items }: FeedHealth): boolean {
  return lastSuccessAt !== null || items > 0;
}

/** E.g. `3 in 24 h, usually 12`. */
function volume(lastDay: number, perDay: number | null): string {
  const now = `${lastDay.toLocaleString("en")} in 24 h`;
  if (perDay === null) return now;
  if (perDay >= 0.95) return `${now}, usually ${Math.round(perDay).toLocaleString("en")}`;
  const perWeek = Math.round(perDay * 7);
  return `${now}, usually ${perWeek < 1 ? "less than 1" : perWeek} a week`;
}

/** Reason, with how often and since when the source has been like this. */
function why(reason: string | null, feed: FeedHealth | undefined, now: Date): string {
  if (reason === null) return "";
  const failures = feed?.failures ?? 0;
  const since = feed?.failingSince ?? null;
  const times = failures > 1 ? `${failures} times in a row` : "";
  const long = since === null || failures < 2 ? "" : `for ${sinceWords(since, now)}`;
  const how = [times, long].filter((part) => part !== "").join(", ");
  return `${how === "" ? "" : `${how}: `}${oneLine(reason, 300)}`;
}

function sinceWords(since: Date, now: Date): string {
  return lengthOfTime(Math.max(0, now.getTime() - since.getTime()));
}

function lastSuccess(at: Date | null, now: Date): string {
  return at === null ? "never read" : `read ${fromNow(at, now)}`;
}

function handedIn(at: Date | null, now: Date): string {
  return at === null ? "nothing handed in yet" : `handed in ${fromNow(at, now)}`;
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
