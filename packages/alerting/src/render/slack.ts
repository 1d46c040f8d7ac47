import type { OutgoingMessage } from "@wirewatch/model";
import { messageView, renderSubject, utcTime } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { plainText } from "./plain-text.ts";

interface Mrkdwn {
  readonly type: "mrkdwn";
  readonly text: string;
}

export type SlackBlock =
  | {
      readonly type: "header";
      readonly block_id: string;
      readonly text: { readonly type: "plain_text"; readonly text: string; readonly emoji: false };
    }
  | { readonly type: "section"; readonly text: Mrkdwn }
  | { readonly type: "context"; readonly elements: readonly Mrkdwn[] };

/** What Slack's incoming webhooks and `chat.postMessage` take. `text` is what notifications show. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Slack, Block Kit reference: `header` 150 characters, `section` 3,000, a text object in `context` 3,000. */
const maxHeader = 150;
const maxSection = 3_000;
/** Of an escaped address: leaves room in a section for its label and the line around it. */
const maxLink = 2_100;

/**
 * The message as Slack blocks. The title is `plain_text`, in which Slack reads no markup; elsewhere exactly `&`, `<`
 * and `>` of outside text are escaped, so that `<!channel>` calls nobody. Times are shown in the zone of each reader.
 * The first block carries the delivery's id, by which a message can be told from its repetition.
 *
 * @see Slack, "Formatting text for app surfaces"
 */
export function renderSlack(message: OutgoingMessage): SlackMessage {
  const view = messageView(message);
  const header = {
    type: "plain_text",
    text: plainText(view.title, maxHeader),
    emoji: false,
  } as const;
  return {
    text: escapeMrkdwn(renderSubject(message)),
    blocks: [
      { type: "header", block_id: message.id, text: header },
      context([`${view.isUpdate ? "Update · " : ""}*${view.severity.toUpperCase()}* · ${escapeMrkdwn(view.topic)}`]),
      section([originLine(view)]),
      ...view.passages.map((passage) => section(passageLines(passage))),
      ...(view.because.length === 0 ? [] : [context(view.because.map((reason) => `Why: ${escapeMrkdwn(reason)}`))]),
      ...(view.alsoIn.length === 0 ? [] : [section(alsoInLines(view))]),
      ...(view.links.length === 0 ? [] : [context(view.links.map(({ label, url }) => link(url, label)))]),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function section(lines: readonly string[]): SlackBlock {
  return { type: "section", text: { type: "mrkdwn", text: lines.join("\n") } };
}

function context(texts: readonly string[]): SlackBlock {
  return { type: "context", elements: texts.map((text) => ({ type: "mrkdwn", text })) };
}

function originLine(view: MessageView): string {
  const source = link(view.url, view.source);
  if (view.publishedAt !== null) return `${source} · published ${readersTime(view.publishedAt)}`;
  if (view.firstSeenAt !== null) return `${source} · first seen ${readersTime(view.firstSeenAt)}`;
  return source;
}

/** Slack shows it in the reader's own zone; `UTC` stands in where it cannot. */
function readersTime(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1_000)}^{date_short_pretty} {time} your time|${utcTime(at)}>`;
}

function passageLines({ heading, parts }: MessageView["passages"][number]): readonly string[] {
  let text = "";
  for (const [index, part] of parts.entries()) {
    text += part.isMarked ? bold(part.text, text, parts[index + 1]?.text ?? "") : escapeMrkdwn(part.text);
  }
  return [...(heading === null ? [] : [`*${escapeMrkdwn(heading)}*`]), `>${text.trim()}`];
}

/** Slack reads `*` as bold only when no letter or digit touches it from outside: a zero-width space comes between. */
function bold(text: string, before: string, after: string): string {
  const [, left = "", inner = "", right = ""] = /^( *)(.*?)( *)$/u.exec(text) ?? [];
  if (inner === "") return text;
  const opening = left === "" && /[\p{L}\p{N}]$/u.test(before) ? "\u200B" : "";
  const closing = right === "" && /^[\p{L}\p{N}]/u.test(after) ? "\u200B" : "";
  return `${left}${opening}*${escapeMrkdwn(inner)}*${closing}${right}`;
}

/** Lines that fit into one section; the rest is counted. */
function alsoInLines(view: MessageView): readonly string[] {
  const lines = ["Also in:"];
  let more = view.alsoInMore;
  let length = "Also in:\nand 1000000 more".length;
  for (const { source, title, url } of view.alsoIn) {
    const line = `• ${escapeMrkdwn(source)}: ${link(url, title)}`;
    length += line.length + 1;
    if (length <= maxSection) lines.push(line);
    else more += 1;
  }
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

/**
 * A link where the text has room for it, else its label alone.
 *
 * @param url from `safeLink`: holds no `|` and no `>`
 */
function link(url: string | null, text: string): string {
  const label = escapeMrkdwn(text);
  const target = url?.replaceAll("&", "&amp;") ?? null;
  return target === null || target.length > maxLink ? label : `<${target}|${label}>`;
}

function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
