import type {
  AlertArticle,
  AlertMessage,
  AlertReason,
  NoticeMessage,
  OutgoingMessage,
  Severity,
} from "@wirewatch/model";
import { isNotice } from "../notice.ts";
import { noticeHeading, noticePassages } from "./notice-view.ts";
import { passageParts } from "./passage.ts";
import type { PassagePart } from "./passage.ts";
import { plainText, safeLink } from "./plain-text.ts";

/** A message as short clean pieces, each one line long: what every written form of it is made of. */
export interface MessageView {
  readonly isUpdate: boolean;
  readonly severity: Severity;
  readonly topic: string;
  readonly title: string;
  readonly url: string | null;
  readonly source: string;
  readonly publishedAt: Date | null;
  readonly firstSeenAt: Date | null;
  /** Sources that carry the story. */
  readonly sources: number;
  /** Matched passages, the same one once. */
  readonly passages: readonly {
    readonly heading: string | null;
    readonly parts: readonly PassagePart[];
  }[];
  /** Clauses of the topic that were true, e.g. `any[0] in title: "Acme Corp"`. */
  readonly because: readonly string[];
  readonly alsoIn: readonly {
    readonly source: string;
    readonly title: string;
    readonly url: string | null;
  }[];
  /** Articles of the story that `alsoIn` has no room for. */
  readonly alsoInMore: number;
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

const maxTitle = 300;
const maxName = 80;
const maxPassages = 3;
const maxPassage = 400;
const maxReasons = 5;
const maxReason = 200;
const maxAlsoIn = 5;
const maxLinks = 5;

const linkLabels: Readonly<Record<string, string>> = {
  open: "Open the alert",
  why: "Why this alert",
  unsubscribe: "Unsubscribe",
};

/** The message with outside text cleaned and cut, links checked and lists capped. */
export function messageView(message: OutgoingMessage): MessageView {
  return isNotice(message) ? noticeView(message) : alertView(message);
}

function alertView(message: AlertMessage): MessageView {
  const { article } = message;
  return {
    isUpdate: message.event === "alert.updated",
    severity: message.severity,
    topic: plainText(message.topic.name || message.topic.id, maxName),
    title: titleOf(article),
    url: safeLink(article.url),
    source: sourceOf(article),
    publishedAt: article.publishedAt === null ? null : instant(article.publishedAt),
    firstSeenAt: instant(article.firstSeenAt),
    sources: message.story.sources,
    passages: passagesOf(message.why),
    because: [...new Set(message.why.map(reasonLine))].slice(0, maxReasons),
    alsoIn: message.alsoIn.slice(0, maxAlsoIn).map((other) => ({
      source: sourceOf(other),
      title: titleOf(other),
      url: safeLink(other.url),
    })),
    alsoInMore: Math.max(0, message.alsoIn.length - maxAlsoIn),
    links: linksOf(message.links),
  };
}

/** About sources rather than an article: what happened stands where the title does, the time where the origin does. */
function noticeView(message: NoticeMessage): MessageView {
  const at = instant(message.at);
  return {
    isUpdate: false,
    severity: message.severity,
    topic: noticeHeading,
    title: plainText(message.title, maxTitle),
    url: null,
    source: at === null ? "Wirewatch" : utcTime(at),
    publishedAt: null,
    firstSeenAt: null,
    sources: message.notices.length,
    passages: noticePassages(message),
    because: [],
    alsoIn: [],
    alsoInMore: 0,
    links: linksOf(message.links),
  };
}

/**
 * One line for the head of a mail or a notification, e.g. `[CRITICAL] Acme Corporation: Acme Corp recalls heaters`.
 * Updates carry `Re:`, by which mail programs keep a thread together.
 */
export function renderSubject(message: OutgoingMessage): string {
  const { isUpdate, severity, topic, title } = messageView(message);
  const urgency = severity === "high" || severity === "critical" ? `[${severity.toUpperCase()}] ` : "";
  return plainText(`${isUpdate ? "Re: " : ""}${urgency}${topic}: ${title}`, 200);
}

/** An instant with its zone beside it, e.g. `2026-03-02 09:10 UTC`. */
export function utcTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `Example Times · published 2026-03-02 09:10 UTC`, or when it was first seen if no date is known. */
export function originLine(view: MessageView): string {
  if (view.publishedAt !== null) return `${view.source} · published ${utcTime(view.publishedAt)}`;
  if (view.firstSeenAt !== null) return `${view.source} · first seen ${utcTime(view.firstSeenAt)}`;
  return view.source;
}

function titleOf(article: AlertArticle): string {
  return plainText(article.title, maxTitle) || "(no title)";
}

function sourceOf(article: AlertArticle): string {
  return plainText(article.sourceName || article.sourceId, maxName);
}

/** Null for what is no date, or one no calendar shows. */
function instant(text: string): Date | null {
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at : null;
}

function passagesOf(why: readonly AlertReason[]): MessageView["passages"] {
  const distinct = new Map(
    why.filter(({ snippet }) => snippet.text !== "").map(({ snippet }) => [snippet.text, snippet]),
  );
  return [...distinct.values()].slice(0, maxPassages).map((snippet) => ({
    heading: snippet.heading === null ? null : plainText(snippet.heading, maxName) || null,
    parts: passageParts(snippet, maxPassage),
  }));
}

function reasonLine(reason: AlertReason): string {
  return plainText(`${reason.clause} in ${reason.field}: ${reason.query}`, maxReason);
}

function linksOf(links: Readonly<Record<string, string>>): MessageView["links"] {
  return Object.entries(links)
    .map(([name, link]) => ({
      label: linkLabels[name] ?? plainText(name, maxName),
      url: safeLink(link),
    }))
    .filter((link): link is { label: string; url: string } => link.url !== null)
    .slice(0, maxLinks);
}
