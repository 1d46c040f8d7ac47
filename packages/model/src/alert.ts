import type { Severity, TextRange } from "./topic.ts";

export type AlertEvent = "alert.opened" | "alert.updated";

/**
 * What is wrong, or right again, with a source: `source.problem` but for `recovered` and `settled`, which are `source.recovered`.
 *
 * `drift`: its pages can be read, but give much less than usual; `settled`: that is taken as usual from now on.
 */
export const noticeKinds = ["failing", "blocked", "gone", "silent", "drift", "recovered", "settled"] as const;
export type NoticeKind = (typeof noticeKinds)[number];
export type NoticeEvent = "source.problem" | "source.recovered";

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

/** Which clause of the topic was true, and where. */
export interface AlertReason {
  readonly clause: string;
  readonly query: string;
  readonly field: string;
  readonly snippet: Snippet;
}

/** Everything a channel needs to write one message. Plain values, no markup. */
export interface AlertMessage {
  /** The delivery's id: hash of receiver, channel, group, kind and revision. Holds no `.`. */
  readonly id: string;
  readonly event: AlertEvent;
  readonly at: string;
  readonly alertId: string;
  readonly revision: number;
  readonly topic: { readonly id: string; readonly name: string };
  readonly severity: Severity;
  readonly story: { readonly id: string; readonly title: string; readonly sources: number };
  readonly article: AlertArticle;
  /** Other articles of the same story that joined before this message left. */
  readonly alsoIn: readonly AlertArticle[];
  readonly why: readonly AlertReason[];
  readonly links: Readonly<Record<string, string>>;
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
  readonly links: Readonly<Record<string, string>>;
}

/** Whatever is handed to a channel. */
export type OutgoingMessage = AlertMessage | NoticeMessage;
