import type { NoticeEvent, NoticeKind, NoticeMessage, Severity, SourceNotice } from "@wirewatch/model";
import { severities } from "@wirewatch/model";
import { plainText } from "./render/plain-text.ts";

/** Topic that routes see for messages about sources; no topic of a configuration can have a dot in its id. */
export const noticeTopic = "wirewatch.source";

/** Shortest time between two messages about sources to one receiver, also when its route does not wait at all. */
const leastPauseMs = 10_000;
const maxNamed = 3;
const maxName = 80;

export function noticeEvent(kind: NoticeKind): NoticeEvent {
  return isGoodNews(kind) ? "source.recovered" : "source.problem";
}

/** Silence and recovery can wait; a source that gives nothing any more is an ordinary matter of the day. */
export function noticeSeverity(kind: NoticeKind): Severity {
  return kind === "silent" || isGoodNews(kind) ? "low" : "normal";
}

/** True for the end of something that people were told. */
function isGoodNews(kind: NoticeKind): boolean {
  return kind === "recovered" || kind === "settled";
}

/**
 * When a notice is told at the earliest. The first one waits `groupWaitMs`, so that sources that fail together make one
 * message. The pause after a message doubles with each one of the last `groupIntervalMs`, up to that time: a source that
 * fails and comes back is two messages at once, a network that goes down source by source is a handful an hour.
 *
 * @param at when the notice was written
 * @param sentAt when the receiver's last messages of the same event were written, newest first; older ones than
 *   `groupIntervalMs` do not count
 */
export function noticeDueAt(
  at: Date,
  sentAt: readonly Date[],
  timers: { readonly groupWaitMs: number; readonly groupIntervalMs: number },
): Date {
  const earliestMs = at.getTime() + timers.groupWaitMs;
  const [last] = sentAt;
  if (last === undefined) return new Date(earliestMs);
  const firstPauseMs = Math.max(timers.groupWaitMs, leastPauseMs);
  const pauseMs = Math.min(firstPauseMs * 2 ** (sentAt.length - 1), Math.max(firstPauseMs, timers.groupIntervalMs));
  return new Date(Math.max(earliestMs, last.getTime() + pauseMs));
}

const singular: Readonly<Record<NoticeKind, string>> = {
  failing: "fails",
  blocked: "is blocked",
  gone: "is gone",
  silent: "has fallen silent",
  drift: "gives less than usual",
  recovered: "works again",
  settled: "is watched by a new measure",
};
const plural: Readonly<Record<NoticeKind, string>> = {
  failing: "sources fail",
  blocked: "sources are blocked",
  gone: "sources are gone",
  silent: "sources have fallen silent",
  drift: "sources give less than usual",
  recovered: "sources work again",
  settled: "sources are watched by a new measure",
};

/** One line that says it all, e.g. `Example Times fails`, `37 sources fail: Example Times, Regional Wire, Gazette and 34 more`. */
export function noticeTitle(notices: readonly Pick<SourceNotice, "sourceName" | "kind">[]): string {
  const names = [...new Set(notices.map(({ sourceName }) => plainText(sourceName, maxName)))];
  const kinds = new Set(notices.map(({ kind }) => kind));
  const [kind] = kinds;
  const [name] = names;
  if (kind === undefined || name === undefined) return "nothing to tell about sources";
  if (names.length === 1) return `${name} ${kinds.size === 1 ? singular[kind] : "has problems"}`;
  const what = kinds.size === 1 ? plural[kind] : "sources have problems";
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : "";
  return `${names.length} ${what}: ${names.slice(0, maxNamed).join(", ")}${more}`;
}

/** The message about some sources, oldest notice first; as severe as the worst of them. */
export function noticeMessage(
  notices: readonly SourceNotice[],
  facts: Pick<NoticeMessage, "id" | "event" | "at" | "links">,
): NoticeMessage {
  const severity = notices
    .map(({ kind }) => noticeSeverity(kind))
    .reduce<Severity>((a, b) => (severities.indexOf(b) > severities.indexOf(a) ? b : a), "low");
  return { ...facts, severity, title: noticeTitle(notices), notices };
}
