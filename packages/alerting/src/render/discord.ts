import type { OutgoingMessage, Severity } from "@wirewatch/model";
import { bodyParts, fitParts, linkLine, part } from "./flow.ts";
import type { Dialect, Part, Room } from "./flow.ts";
import { headParts, messageView } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { plainText } from "./plain-text.ts";

interface DiscordEmbed {
  readonly title: string;
  readonly url?: string;
  readonly description: string;
  /** RGB as one number. */
  readonly color: number;
}

/** What Discord's Execute Webhook takes. `content` is what notifications show; nobody is mentioned, whatever it says. */
export interface DiscordMessage {
  readonly content: string;
  readonly embeds: readonly DiscordEmbed[];
  readonly allowed_mentions: { readonly parse: readonly [] };
}

/** Discord, "Embed Limits". Title and description together stay below the 6,000 of a message. */
const maxTitle = 256;
const maxDescription = 4_096;
const maxContent = 2_000;
/** Of the description, for the links at its end. */
const maxLinks = 2_000;
/** An address that is longer would take the room of several stories. */
const maxUrl = 600;

const colors: Readonly<Record<Severity, number>> = {
  low: 0x8a8f98,
  normal: 0x2f6fde,
  high: 0xe8830c,
  critical: 0xd92d20,
};

const markdown: Dialect = {
  plain: escapeMarkdown,
  bold: (text) => `**${escapeMarkdown(text)}**`,
  link: maskedLink,
  quote: (lines) => lines.map((line) => `> ${line}`).join("\n"),
};

/**
 * The message as one line of text and an embed. Outside text is escaped, so that it calls nobody, hides no address and
 * changes no layout.
 *
 * @see Discord, "Execute Webhook", "Allowed Mentions Object", "Embed Limits"
 */
export function renderDiscord(message: OutgoingMessage): DiscordMessage {
  const view = messageView(message);
  const links = linkLine(view, { ...markdown, link: bareLink }, letters(maxLinks));
  return {
    content: fitParts(contentLines(view), letters(maxContent)),
    embeds: [
      {
        title: fittingTitle(view.title || "Wirewatch"),
        ...(view.url === null ? {} : { url: view.url }),
        description: fitParts(bodyParts(view, markdown), letters(maxDescription), links, view.more),
        color: colors[view.severity],
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

function contentLines(view: MessageView): readonly Part[] {
  const severity = view.severity.toUpperCase();
  const head = headParts(view).map((text) => (text === severity ? markdown.bold(text) : escapeMarkdown(text)));
  return [part(head.join(" · ")), ...(view.note === null ? [] : [part(escapeMarkdown(view.note))])];
}

function letters(max: number): Room {
  return { measure: (text) => [text.length], sizes: [max] };
}

/** Cut until its escaped form fits. */
function fittingTitle(title: string): string {
  for (let room = maxTitle; ; room -= 8) {
    const escaped = escapeMarkdown(plainText(title, room));
    if (escaped.length <= maxTitle) return escaped;
  }
}

function maskedLink(url: string | null, text: string): string {
  return url === null || url.length > maxUrl ? escapeMarkdown(text) : bareLink(url, text);
}

/** @param url from `safeLink`: holds no white space, no `<` and no `>` */
function bareLink(url: string | null, text: string): string {
  if (url === null) return escapeMarkdown(text);
  return `[${escapeMarkdown(text)}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

/** Everything in which Discord reads markup: emphasis, code, quotes, headings, lists, links, mentions, emoji, times. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\*_~`|<>[\]@#]/g, String.raw`\$&`)
    .replaceAll(/:(?=\/\/|[^\s:]+:)/g, String.raw`\:`)
    .replaceAll(/^(\s*)([-+])/g, String.raw`$1\$2`)
    .replaceAll(/^(\s*\d+)\./g, String.raw`$1\.`);
}
