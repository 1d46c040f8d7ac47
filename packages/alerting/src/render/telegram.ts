import type { OutgoingMessage } from "@wirewatch/model";
import { bodyParts, fitParts, linkLine, part } from "./flow.ts";
import type { Dialect, Part, Room } from "./flow.ts";
import { headParts, messageView } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { escapeHtml } from "./plain-text.ts";

/** The parts of Telegram's `sendMessage` that come from the message. */
export interface TelegramMessage {
  readonly text: string;
  readonly parse_mode: "HTML";
  readonly link_preview_options: { readonly is_disabled: true };
  /** Without sound: messages of low severity. */
  readonly disable_notification: boolean;
}

/**
 * Letters as they are read (UTF-16 units after the markup is taken out), pieces of markup, and the text as it is sent. The
 * first is Telegram's own limit, further markup than the second is dropped by it; the third stays below the 35,000 bytes
 * above which its servers cut, with addresses that are ASCII.
 *
 * @see Telegram Bot API, `sendMessage` ("1-4096 characters after entities parsing")
 */
const textSizes = [4_096, 100, 24_000] as const;
const linkSizes = [400, 10, 13_000] as const;

const html: Dialect = {
  plain: escapeHtml,
  bold: (text) => `<b>${escapeHtml(text)}</b>`,
  link: (url, text) => (url === null ? escapeHtml(text) : `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`),
  quote: (lines) => `<blockquote>${lines.join("\n")}</blockquote>`,
};

/**
 * The message in Telegram's HTML: only `<b>`, `<a>` and `<blockquote>`, every one closed; outside text is escaped. What
 * has no room is left out piece by piece, so that markup is never cut.
 */
export function renderTelegram(message: OutgoingMessage): TelegramMessage {
  const view = messageView(message);
  const links = linkLine(view, html, roomOf(linkSizes));
  return {
    text: fitParts([...headLines(view), ...bodyParts(view, html)], roomOf(textSizes), links, view.more),
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    disable_notification: view.severity === "low",
  };
}

function headLines(view: MessageView): readonly Part[] {
  const severity = view.severity.toUpperCase();
  const head = headParts(view).map((text) => (text === severity ? html.bold(text) : escapeHtml(text)));
  return [
    ...(view.note === null ? [] : [part(html.bold(view.note))]),
    part(head.join(" · ")),
    part(view.url === null ? html.bold(view.title) : `<b>${html.link(view.url, view.title)}</b>`),
  ];
}

function roomOf(sizes: readonly number[]): Room {
  return { measure: htmlSizes, sizes };
}

function htmlSizes(markup: string): readonly number[] {
  const read = markup.replaceAll(/<[^>]*>/g, "").replaceAll(/&[#\w]+;/g, "&");
  return [read.length, markup.match(/<[a-z]/g)?.length ?? 0, Buffer.byteLength(markup)];
}
