import type { AlertEvent, AlertMessage, OutgoingMessage, Severity } from "@wirewatch/model";
import { isAlert, isDigest, isNotice } from "../message-kind.ts";
import { articleView, instant } from "./article-view.ts";
import type { ArticleView } from "./article-view.ts";
import { digestView } from "./digest-view.ts";
import type { SectionView } from "./digest-view.ts";
import { linkViews } from "./link-view.ts";
import type { LinkView } from "./link-view.ts";
import { noticePassages } from "./notice-view.ts";
import { passageParts } from "./passage.ts";
import type { PassagePart } from "./passage.ts";
import { plainText } from "./plain-text.ts";
import { reasonLines } from "./reason-lines.ts";
import { zonedTime } from "./zoned-time.ts";

/**
 * A message of any kind as short clean pieces, each one line long: what every written form of it is made of. What a
 * kind has nothing for is empty or null, so a form that writes all of them writes every kind.
 */
export interface MessageView {
  readonly kind: "alert" | "notice" | "digest" | "system";
  /** `Update`, `Reminder` or `Escalated`; null for the first message of an alert and for other kinds. */
  readonly label: string | null;
  /** One sentence above the rest. */
  readonly note: string | null;
  readonly severity: Severity;
  /** Name of the topic; for other kinds what they are about. */
  readonly topic: string;
  /** The article only mentions the topic in passing. */
  readonly isBrief: boolean;
  readonly title: string;
  readonly url: string | null;
  /** Empty for kinds that are not about one article. */
  readonly source: string;
  readonly publishedAt: Date | null;
  readonly firstSeenAt: Date | null;
  /** When the message was written, for kinds that are not about one article. */
  readonly at: Date | null;
  /** IANA name of the zone for its times. */
  readonly timeZone: string;
  /** Matched passages, the same one once; for messages about sources what each says. */
  readonly passages: readonly { readonly heading: string | null; readonly parts: readonly PassagePart[] }[];
  /** What the topic's queries found and where, e.g. `"heaters" in the text, found by heat*`. */
  readonly because: readonly string[];
  readonly alsoIn: readonly ArticleView[];
  /** Articles of the story that `alsoIn` has no room for. */
  readonly alsoInMore: number;
  /** Sentences or figures of a message about Wirewatch itself. */
  readonly lines: readonly string[];
  /** Stories of a digest. */
  readonly sections: readonly SectionView[];
  /** Stories that the digest has no room for. */
  readonly more: number;
  readonly links: readonly LinkView[];
}

const maxTitle = 300;
const maxNote = 300;
const maxName = 80;
const maxPassages = 3;
const maxPassage = 400;
const maxAlsoIn = 5;
const maxLines = 50;
const maxLine = 300;

const labels: Readonly<Record<AlertEvent, string | null>> = {
  "alert.opened": null,
  "alert.updated": "Update",
  "alert.reminder": "Reminder",
  "alert.escalated": "Escalated",
};

/** The message with outside text cleaned and cut, links checked and lists capped. */
export function messageView(message: OutgoingMessage): MessageView {
  if (isAlert(message)) return alertView(message);
  const common = {
    ...nothing,
    severity: message.severity,
    title: plainText(message.title, maxTitle) || "(no title)",
    at: instant(message.at),
    timeZone: message.timeZone ?? "UTC",
    links: linkViews(message.links, "Open Wirewatch"),
  };
  if (isNotice(message))
    return { ...common, kind: "notice", topic: "Source health", passages: noticePassages(message) };
  if (isDigest(message)) return { ...common, kind: "digest", topic: "Digest", ...digestView(message) };
  const lines = message.lines.slice(0, maxLines).map((line) => plainText(line, maxLine));
  return { ...common, kind: "system", topic: "Wirewatch", lines: lines.filter((line) => line !== "") };
}

const nothing = {
  label: null,
  note: null,
  isBrief: false,
  url: null,
  source: "",
  publishedAt: null,
  firstSeenAt: null,
  at: null,
  passages: [],
  because: [],
  alsoIn: [],
  alsoInMore: 0,
  lines: [],
  sections: [],
  more: 0,
} as const;

function alertView(message: AlertMessage): MessageView {
  const { article, note } = message;
  return {
    ...nothing,
    kind: "alert",
    label: labels[message.event],
    note: note === undefined ? null : plainText(note, maxNote) || null,
    severity: message.severity,
    topic: plainText(message.topic.name, maxName) || plainText(message.topic.id, maxName),
    isBrief: message.isBrief ?? false,
    ...articleView(article),
    publishedAt: article.publishedAt === null ? null : instant(article.publishedAt),
    firstSeenAt: instant(article.firstSeenAt),
    timeZone: message.timeZone ?? "UTC",
    passages: passagesOf(message),
    because: reasonLines(message.why),
    alsoIn: message.alsoIn.slice(0, maxAlsoIn).map(articleView),
    alsoInMore: Math.max(0, message.alsoIn.length - maxAlsoIn),
    links: linkViews(message.links, "Open the alert"),
  };
}

/** What stands above the title, e.g. `Update · CRITICAL · Acme Corporation · brief mention`. */
export function headParts(view: MessageView): readonly string[] {
  const parts = [view.label, view.severity.toUpperCase(), view.topic, view.isBrief ? "brief mention" : null];
  return parts.filter((part) => part !== null);
}

/** `Example Times · published 2026-03-02 09:10 GMT (Europe/London)`; when it was first seen if no date is known. */
export function originLine(view: MessageView): string {
  return [view.source, originTime(view)].filter((part) => part !== null && part !== "").join(" · ");
}

/** The second part of `originLine`; null when no time is known. */
export function originTime({ publishedAt, firstSeenAt, at, timeZone }: MessageView): string | null {
  if (publishedAt !== null) return `published ${zonedTime(publishedAt, timeZone)}`;
  if (firstSeenAt !== null) return `first seen ${zonedTime(firstSeenAt, timeZone)}`;
  return at === null ? null : zonedTime(at, timeZone);
}

function passagesOf({ why }: AlertMessage): MessageView["passages"] {
  const distinct = new Map(
    why.filter(({ snippet }) => snippet.text !== "").map(({ snippet }) => [snippet.text, snippet]),
  );
  return [...distinct.values()].slice(0, maxPassages).map((snippet) => ({
    heading: snippet.heading === null ? null : plainText(snippet.heading, maxName) || null,
    parts: passageParts(snippet, maxPassage),
  }));
}
