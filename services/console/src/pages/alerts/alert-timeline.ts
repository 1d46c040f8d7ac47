import type { AlertedMatch, AlertMessageLine, AlertPage } from "@wirewatch/store";
import { count } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";

/** Something that happened to an alert. */
export interface AlertEventLine {
  readonly at: Date;
  readonly tone: Tone;
  readonly title: string;
  /** More about it; empty for nothing. */
  readonly text: string;
}

/** Matches that come within this time are one line. */
const togetherMs = 60_000;

/** Everything that happened to an alert, the oldest first; pure. */
export function alertTimeline({
  card,
  matches,
  messages,
}: Pick<AlertPage, "card" | "matches" | "messages">): AlertEventLine[] {
  const groups = card.groups.flatMap((group): AlertEventLine[] => [
    { at: group.openedAt, tone: "info", title: `Grouped for ${group.receiver}`, text: `by the route ${group.route}` },
    ...(group.acknowledgedAt === null
      ? []
      : [
          {
            at: group.acknowledgedAt,
            tone: "good" as const,
            title: `Acknowledged by ${group.acknowledgedBy ?? "somebody"}`,
            text: group.state === "open" ? "news after that opened it again" : `for ${group.receiver}`,
          },
        ]),
    ...(group.state === "closed"
      ? [
          {
            at: group.closesAt,
            tone: "quiet" as const,
            title: `Closed for ${group.receiver}`,
            text: "there was no news any more",
          },
        ]
      : []),
  ]);
  const all = [...matchLines(matches), ...groups, ...heldLines(matches, card), ...messages.flatMap(messageLines)];
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function matchLines(matches: readonly AlertedMatch[]): AlertEventLine[] {
  const lines: AlertEventLine[] = [];
  let together: AlertedMatch[] = [];
  const end = (): void => {
    const [first] = together;
    if (first === undefined) return;
    // A changed version of an article is a match of its own.
    const articles = new Set(together.map(({ articleId }) => articleId)).size;
    const title =
      articles === 1 ? `Matched in an article of ${first.sourceId}` : `Matched in ${count(articles, "article")}`;
    const text = articles === 1 ? first.title : [...new Set(together.map(({ sourceId }) => sourceId))].join(", ");
    lines.push({ at: first.matchedAt, tone: "info", title, text });
    together = [];
  };
  for (const match of matches.toSorted((a, b) => a.matchedAt.getTime() - b.matchedAt.getTime())) {
    const [first] = together;
    if (first !== undefined && match.matchedAt.getTime() - first.matchedAt.getTime() > togetherMs) end();
    together.push(match);
  }
  end();
  return lines;
}

function heldLines(matches: readonly AlertedMatch[], card: AlertPage["card"]): AlertEventLine[] {
  return card.groups.flatMap((group): AlertEventLine[] => {
    const held = matches.flatMap(({ states }) =>
      states.filter(({ alertId, state }) => alertId === group.alertId && state === "held"),
    );
    const [first] = held;
    if (first === undefined) return [];
    const text = `${count(held.length, "match", "matches")} waiting for the end of quiet hours or a digest`;
    return [{ at: new Date(first.at), tone: "warn", title: `Held for ${group.receiver}`, text }];
  });
}

const eventWords: Readonly<Record<string, string>> = {
  "alert.opened": "First message",
  "alert.updated": "News",
  "alert.reminder": "Reminder",
  "alert.escalated": "Escalation",
  "alert.digest": "Digest",
};

/** What kind of message it was. */
export function eventName(event: string): string {
  return Object.hasOwn(eventWords, event) ? (eventWords[event] ?? event) : event;
}

function messageLines({
  event,
  receiver,
  channel,
  createdAt,
  sentAt,
  state,
  reason,
}: AlertMessageLine): AlertEventLine[] {
  const what = `${eventName(event)} to ${receiver}`;
  const by = `by ${channel}`;
  if (state === "sent") return [{ at: sentAt ?? createdAt, tone: "good", title: `${what} sent`, text: by }];
  if (state === "failed")
    return [{ at: createdAt, tone: "bad", title: `${what} failed`, text: reason === null ? by : `${by}: ${reason}` }];
  if (state === "unknown")
    return [{ at: createdAt, tone: "bad", title: `${what}: not known whether it arrived`, text: by }];
  return [
    {
      at: createdAt,
      tone: "warn",
      title: `${what} on its way`,
      text: reason === null ? by : `${by}; so far: ${reason}`,
    },
  ];
}
