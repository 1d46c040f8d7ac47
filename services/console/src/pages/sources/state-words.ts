import { expectedVolume, readRhythm } from "@wirewatch/polling";
import type { FeedStatus, SourceHealth, SourceState } from "@wirewatch/store";
import type { Tone } from "../../views/parts.ts";
import { duration } from "../../views/time.ts";

/** A source as lists have it. */
export type ListedSource = SourceHealth<FeedStatus>;

/** What each state is called, and its colour. */
export const stateNames: Readonly<Record<SourceState, readonly [name: string, tone: Tone]>> = {
  gone: ["gone", "bad"],
  blocked: ["blocked", "bad"],
  failing: ["failing", "bad"],
  silent: ["silent", "warn"],
  drift: ["reads badly", "warn"],
  slow: ["failed lately", "warn"],
  new: ["new", "info"],
  ok: ["ok", "good"],
  paused: ["paused", "quiet"],
  disabled: ["not polled", "quiet"],
};

/** What is wrong with a document, in a few words; by `ProblemCode` of packages/polling. */
const problemWords: Readonly<Record<string, string>> = {
  dns: "its name is not found (DNS)",
  connect: "the server takes no connection",
  tls: "its certificate cannot be trusted (TLS)",
  timeout: "no answer in time",
  reset: "the connection breaks off",
  protocol: "the answer breaks the rules of HTTP",
  tooLarge: "the document is too large",
  encoding: "the answer cannot be unpacked",
  redirects: "it redirects in circles",
  request: "our request cannot be sent as it is set",
  aborted: "the request was cut off",
  robots: "robots.txt forbids it",
  address: "our own rules forbid the address",
  challenge: "blocked by a bot check",
  unauthorized: "blocked by the site, which wants a login (401)",
  forbidden: "blocked by the site (403)",
  payment: "blocked by the site, which wants to be paid (402)",
  legal: "blocked by the site for legal reasons (451)",
  notFound: "nothing at its address any more (404)",
  gone: "gone for good, says the site (410)",
  rateLimited: "the site wants fewer requests (429)",
  unavailable: "the server is not available (503)",
  serverError: "the server has a fault of its own (5xx)",
  status: "an answer that is no document",
  html: "an HTML page in place of a feed",
  empty: "an empty document",
  notFeed: "a document that is no feed",
  selector: "its selectors find nothing",
  unreadable: "a document that cannot be read",
  secret: "a secret of ours is missing",
  crash: "a document that crashes its reader",
  other: "it could not be read",
};

/** E.g. `blocked by the site (403)`; null for a code that is no problem of reading. */
export function problemName(code: string | null): string | null {
  return code === null ? null : (problemWords[code] ?? null);
}

/** Why a source is as it is. */
export interface Why {
  /** A few words, e.g. `blocked by the site (403)`; empty when all is well. */
  readonly short: string;
  /** The whole of it and what to do, one sentence; null when `short` says it all. */
  readonly long: string | null;
  /** Since when; null when it is well or nobody knows. */
  readonly since: Date | null;
}

/** @param rhythms of its documents, for how often it usually publishes */
export function whyOf(source: ListedSource, rhythms: readonly unknown[], now: Date): Why {
  const { state, reason, drift, pause } = source;
  const feed = worstFeed(source);
  switch (state) {
    case "ok":
      return { short: reason ?? "", long: null, since: null };
    case "new":
      return { short: "not asked yet", long: null, since: null };
    case "paused":
      return {
        short: pause === null ? "paused" : `by ${pause.by}`,
        long: pause?.reason || null,
        since: pause?.at ?? null,
      };
    case "disabled":
      return { short: reason ?? "not polled", long: null, since: null };
    case "drift":
      return { short: "its pages give much less than usual", long: drift?.text ?? reason, since: drift?.since ?? null };
    case "silent":
      return { short: silenceWords(feed, rhythms, now), long: reason, since: feed?.silentSince ?? null };
    case "gone":
    case "blocked":
    case "failing":
    case "slow": {
      const name = problemName(feed?.problem ?? null);
      const since = feed?.failingSince ?? null;
      return name === null
        ? { short: reason ?? "it could not be read", long: null, since }
        : { short: name, long: reason, since };
    }
  }
}

/** E.g. `no new article for 3 days, usually every 2 hours`. */
function silenceWords(feed: FeedStatus | undefined, rhythms: readonly unknown[], now: Date): string {
  const last = feed?.lastItemAt ?? null;
  const perDay = usualPerDay(rhythms, now);
  const pause =
    last === null ? "no new article yet" : `no new article for ${longWords(now.getTime() - last.getTime())}`;
  return perDay === null || perDay <= 0 ? pause : `${pause}, usually every ${longWords(86_400_000 / perDay)}`;
}

/** Items that a source usually brings in a day, as far as the rhythms of its documents are known; null while none is. */
export function usualPerDay(rhythms: readonly unknown[], now: Date): number | null {
  const volumes = rhythms.flatMap((rhythm) => expectedVolume(readRhythm(rhythm), now)?.perDay ?? []);
  return volumes.length === 0 ? null : volumes.reduce((sum, perDay) => sum + perDay, 0);
}

/** The document that makes a source what it is. */
function worstFeed({ feeds, state }: ListedSource): FeedStatus | undefined {
  return feeds.find((feed) => feed.state === state) ?? feeds[0];
}

/** A length of time as people say it, e.g. `3 days`, `an hour`, `20 minutes`. */
export function longWords(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 36) return `${Math.round(hours / 24)} days`;
  if (hours >= 23) return "a day";
  if (hours >= 1.5) return `${Math.round(hours)} hours`;
  if (hours >= 0.9) return "an hour";
  const minutes = Math.round(ms / 60_000);
  if (minutes >= 2) return `${minutes} minutes`;
  return minutes === 1 ? "a minute" : duration(Math.max(0, ms));
}

/** What came in a day and what usually comes, e.g. `3, usually 12`, `1, usually 2 a week`. */
export function volumeWords(lastDay: number, perDay: number | null): string {
  const now = lastDay.toLocaleString("en-GB");
  if (perDay === null) return now;
  if (perDay >= 0.95) return `${now}, usually ${Math.round(perDay).toLocaleString("en-GB")}`;
  const perWeek = Math.round(perDay * 7);
  return `${now}, usually ${perWeek < 1 ? "less than 1" : perWeek} a week`;
}

export function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at > best) ? at : best), null);
}

export function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((best, at) => (at !== null && (best === null || at < best) ? at : best), null);
}
