import type { ChannelClass } from "@wirewatch/alerting";
import type { ChannelConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";

/** One way to reach people or programs. To add one: a file here, its case in `index.ts`, `testChannel` in its test. */
export interface Channel {
  readonly kind: ChannelConfig["kind"];
  /** Which retry ladder applies. */
  readonly channelClass: ChannelClass;
  /**
   * Makes one attempt. Whatever the receiver or the network does becomes a result; an attempt that `signal` ends is a
   * `retry`, because nobody knows whether it arrived.
   *
   * @param replyTo `remoteId` of the first message of the same alert; a channel that has threads answers there
   * @returns within the channel's own time limit, at most 30 s
   */
  readonly send: (message: OutgoingMessage, signal: AbortSignal, replyTo?: string | null) => Promise<SendResult>;
}

/** What is kept of an attempt. Texts are clean, short and free of the channel's secrets. */
interface SendFacts {
  /** HTTP status or SMTP reply code; null when there was none. */
  readonly status: number | null;
  readonly latencyMs: number;
  /** Beginning of what the receiver answered; may be empty. */
  readonly excerpt: string;
}

/**
 * - `sent`: the receiver has it; `remoteId` is its name for the message, if it gave one
 * - `retry`: try again by the ladder, not before `retryAfterMs` when it is given
 * - `permanent`: trying the same again cannot help
 * - `disable`: the receiver wants no further message
 */
export type SendResult = SendFacts &
  (
    | { readonly kind: "sent"; readonly remoteId: string | null }
    | { readonly kind: "retry"; readonly reason: string; readonly retryAfterMs: number | null }
    | { readonly kind: "permanent" | "disable"; readonly reason: string }
  );

/**
 * The text behind a configured value that may hold `${env:NAME}` or `${file:/path}`. Throws or rejects with a message
 * for people, without secrets, when a reference leads nowhere.
 */
export type ResolveSecret = (text: string) => string | Promise<string>;
