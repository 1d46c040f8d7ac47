import { isAlert, isNotice, renderHtml, renderMailSubject, renderText, safeLink } from "@wirewatch/alerting";
import type { OutgoingMessage } from "@wirewatch/model";
import type { SendMailOptions } from "nodemailer";

/** A line of a mail may have 998 octets, and an address inside angle brackets cannot be folded (RFC 5322 section 2.1.1). */
const maxHeaderLink = 900;

/**
 * The message as a mail with a text and an HTML part. `Message-ID` comes from the delivery's id and the date from the
 * message, so every attempt is the same mail and mail programs show a repetition once. What belongs together forms a
 * thread: all messages of an alert refer to an id that stands for the alert, and later ones to the first of them.
 *
 * @param envelope.replyTo `Message-ID` of the first message of the same alert to this receiver
 * @see RFC 5322 section 3.6.4 (identification fields), RFC 3834 (`Auto-Submitted`), RFC 2369 (`List-Unsubscribe`),
 * RFC 8058 (`List-Unsubscribe-Post`)
 */
export function mailOf(
  message: OutgoingMessage,
  { to, from, replyTo }: { readonly to: string; readonly from: string; readonly replyTo: string | null },
): SendMailOptions {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const first = isMessageId(replyTo) ? replyTo : null;
  const { name, isReply, hasRe } = threadOf(message, first !== null);
  const thread = `<${name}@${domain}>`;
  const at = new Date(message.at);
  const { unsubscribe, isByPost } = unsubscribeLink(message);
  return {
    from: { name: "Wirewatch", address: from },
    to: { name: "", address: to },
    subject: literalSubject(renderMailSubject(message, hasRe)),
    text: renderText(message),
    html: renderHtml(message),
    messageId: `<${message.id}@${domain}>`,
    references: first === null ? [thread] : [thread, first],
    ...(isReply ? { inReplyTo: first ?? thread } : {}),
    ...(Number.isNaN(at.getTime()) ? {} : { date: at }),
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(isByPost ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
    },
    ...(unsubscribe === null ? {} : { list: { unsubscribe } }),
  };
}

/**
 * Nodemailer sends ASCII as it is, also `=?utf-8?Q?...?=`, which mail programs would decode (RFC 2047). With a zero-width
 * space inside it is what it looks like.
 */
function literalSubject(subject: string): string {
  return subject.replaceAll("=?", "=\u200B?");
}

/** Only what could be one of ours: it goes into a header. */
function isMessageId(text: string | null): text is string {
  return text !== null && /^<[\w.+-]{1,128}@[\w.-]{1,255}>$/.test(text);
}

interface Thread {
  /** Left part of the id that stands for the thread. */
  readonly name: string;
  readonly isReply: boolean;
  /** The subject is that of the first mail, with `Re:`; some mail programs take nothing else into a thread. */
  readonly hasRe: boolean;
}

/** What mail programs keep together: the messages of an alert, and those about one source. */
function threadOf(message: OutgoingMessage, hasFirst: boolean): Thread {
  if (isAlert(message)) {
    // To whom it escalates it is the first one.
    const isReply = hasFirst || message.event === "alert.updated" || message.event === "alert.reminder";
    return { name: message.alertId, isReply, hasRe: isReply };
  }
  if (!isNotice(message)) return { name: message.id, isReply: false, hasRe: false };
  const sources = new Set(message.notices.map(({ sourceId }) => sourceId));
  const [source] = sources;
  const isAboutOne = sources.size === 1 && source !== undefined && /^[\w-]{1,100}$/.test(source);
  const isReply = message.event === "source.recovered";
  return { name: isAboutOne ? `source-${source}` : message.id, isReply, hasRe: false };
}

/** One click may only unsubscribe where the link promises to do so on a POST alone, and over TLS. */
function unsubscribeLink({ links }: OutgoingMessage): {
  readonly unsubscribe: string | null;
  readonly isByPost: boolean;
} {
  const byPost = headerLink(links["unsubscribePost"]);
  if (byPost?.startsWith("https:") === true) return { unsubscribe: byPost, isByPost: true };
  return { unsubscribe: headerLink(links["unsubscribe"]), isByPost: false };
}

function headerLink(link: string | undefined): string | null {
  const safe = safeLink(link ?? "");
  return safe === null || safe.length > maxHeaderLink ? null : safe;
}
