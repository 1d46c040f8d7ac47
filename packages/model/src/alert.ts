import type { Severity, TextRange } from "./topic.ts";

/**
 * - `alert.opened`: the first message of an alert
 * - `alert.updated`: a later one, on material change
 * - `alert.reminder`: the same again, because nobody has acknowledged it
 * - `alert.escalated`: to somebody else, for the same reason
 */
export type AlertEvent = "alert.opened" | "alert.updated" | "alert.reminder" | "alert.escalated";

/**
 * What is wrong, or right again, with a source: `source.problem` but for `recovered` and `settled`, which are `source.recovered`.
 *
 * `drift`: its pages can be read, but give much less than usual; `settled`: that is taken as usual from now on.
 */
export const noticeKinds = ["failing", "blocked", "gone", "silent", "drift", "recovered", "settled"] as const;
export type NoticeKind = (typeof noticeKinds)[number];
export type NoticeEvent = "source.problem" | "source.recovered";

/**
 * About Wirewatch itself: it runs (`heartbeat`, on a schedule), it stands still, it goes on, somebody tries a receiver
 * out, a channel takes no message any more.
 */
export type SystemEvent = "system.heartbeat" | "system.stalled" | "system.resumed" | "system.test" | "channel.disabled";

/**
 * Why several alerts leave as one message: it is the time for it, quiet hours held them back, the receiver's rate limit
 * was reached, or they could not be delivered in time one by one.
 */
export type DigestWhy = "scheduled" | "held" | "overflow" | "late";

/** A passage with the ranges to highlight, offsets into `text`. */
export interface Snippet {
  readonly text: string;
  readonly marks: readonly TextRange[];
  /** Heading of the section it is from, when it has one. */
  readonly heading: string | null;
}

/** One matched article inside a message. */
export interface AlertArticle {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly language: string | null;
  readonly publishedAt: string | null;
  readonly firstSeenAt: string;
}

/** Part of an article that a passage is from. */
export type ArticlePart = "title" | "heading" | "text";

/** A query of the topic with the words that it found, as they stand in the article. */
export interface QueryFind {
  readonly query: string;
  readonly words: readonly string[];
  /** It found something in the title as well. */
  readonly isInTitle: boolean;
}

/** Which clause of the topic was true, and where: the first three are what programs get. */
export interface AlertReason {
  readonly clause: string;
  readonly query: string;
  readonly field: string;
  readonly snippet: Snippet;
  /** What people are told instead; absent in messages that earlier versions stored. */
  readonly part?: ArticlePart;
  /** Queries that found something in this passage; empty where that was not recorded. */
  readonly finds?: readonly QueryFind[];
}

interface AlertTopic {
  readonly id: string;
  readonly name: string;
}

interface AlertStory {
  readonly id: string;
  readonly title: string;
  readonly sources: number;
}

/**
 * Absolute http(s) addresses by what they are for: `open`, `ack`, `mute`, `why`; `unsubscribe` shows a page,
 * `unsubscribePost` is one that unsubscribes on a POST without asking anything (RFC 8058). Others are shown by their name.
 */
export type MessageLinks = Readonly<Record<string, string>>;

/** Everything a channel needs to write one message. Plain values, no markup. */
export interface AlertMessage {
  /** The delivery's id: hash of receiver, channel, group, kind and revision. Holds no `.`. */
  readonly id: string;
  readonly event: AlertEvent;
  readonly at: string;
  readonly alertId: string;
  readonly revision: number;
  readonly topic: AlertTopic;
  readonly severity: Severity;
  readonly story: AlertStory;
  readonly article: AlertArticle;
  /** Other articles of the same story that joined before this message left. */
  readonly alsoIn: readonly AlertArticle[];
  readonly why: readonly AlertReason[];
  /** One sentence that stands above the rest, e.g. `Reminder 2 of 3: nobody has acknowledged this alert.` */
  readonly note?: string;
  /** IANA name of the zone in which times are written; UTC when it is missing. */
  readonly timeZone?: string;
  /** The article only mentions the topic in passing. */
  readonly isBrief?: boolean;
  readonly links: MessageLinks;
}

/** What became of one source. */
export interface SourceNotice {
  /** Number of the stored notice. */
  readonly id: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly kind: NoticeKind;
  /** One sentence for people, what to do included. */
  readonly text: string;
  readonly at: string;
}

/** What a channel needs to write a message about sources. Plain values, no markup. */
export interface NoticeMessage {
  /** The delivery's id, as that of an alert. */
  readonly id: string;
  readonly event: NoticeEvent;
  readonly at: string;
  readonly severity: Severity;
  /** E.g. `Example Times fails` or `37 sources have problems`. */
  readonly title: string;
  /** At least one, oldest first; several when sources failed together. */
  readonly notices: readonly SourceNotice[];
  /** As that of an alert. */
  readonly timeZone?: string;
  readonly links: MessageLinks;
}

/** One story in a digest. */
export interface DigestEntry {
  readonly alertId: string;
  readonly topic: AlertTopic;
  readonly severity: Severity;
  readonly story: AlertStory;
  /** The one that stands for the story. */
  readonly article: AlertArticle;
  readonly snippet: Snippet | null;
  /** Articles of the story that matched, this one included. */
  readonly articles: number;
}

export interface DigestSection {
  /** Null when the digest has no sections. */
  readonly heading: string | null;
  readonly entries: readonly DigestEntry[];
}

/** Several alerts as one message. Plain values, no markup. */
export interface DigestMessage {
  /** The delivery's id, as that of an alert. */
  readonly id: string;
  readonly event: "alert.digest";
  readonly at: string;
  readonly why: DigestWhy;
  /** E.g. `12 stories`, `Nothing new`. */
  readonly title: string;
  /** The highest of its entries. */
  readonly severity: Severity;
  /** IANA name. */
  readonly timeZone: string;
  /** In the order in which they are shown; empty when there is nothing to tell. */
  readonly sections: readonly DigestSection[];
  /** Stories beyond those that are listed. */
  readonly more: number;
  readonly links: MessageLinks;
}

/** A message about Wirewatch itself. Plain values, no markup. */
export interface SystemMessage {
  /** The delivery's id, as that of an alert. */
  readonly id: string;
  readonly event: SystemEvent;
  readonly at: string;
  readonly severity: Severity;
  readonly title: string;
  /** Sentences or figures, one a line. */
  readonly lines: readonly string[];
  /** IANA name. */
  readonly timeZone: string;
  readonly links: MessageLinks;
}

/** Whatever is handed to a channel. */
export type OutgoingMessage = AlertMessage | NoticeMessage | DigestMessage | SystemMessage;
