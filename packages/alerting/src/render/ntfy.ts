import type { OutgoingMessage, Severity } from "@wirewatch/model";
import { bodyParts, fitParts, namedLinks, part } from "./flow.ts";
import type { Dialect, Room } from "./flow.ts";
import type { LinkView } from "./link-view.ts";
import { messageView } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import { renderSubject } from "./subject.ts";

interface NtfyAction {
  readonly action: "view";
  readonly label: string;
  readonly url: string;
}

/** The parts of a message published to ntfy as JSON that come from the message. */
export interface NtfyMessage {
  readonly title: string;
  readonly message: string;
  /** Names of emoji, which stand before the title. */
  readonly tags: readonly string[];
  /** 1 (min) to 5 (max). */
  readonly priority: number;
  /** Opened by a tap. */
  readonly click?: string;
  /** Buttons, at most three. */
  readonly actions: readonly NtfyAction[];
}

/** ntfy, "Limitations": 4,096 bytes; what is longer would arrive as an attached file. */
const maxMessageBytes = 4_096;
/** Of the JSON: ntfy reads twice the limit of a message, and the channel adds topic and id. */
const maxJsonBytes = 7_900;
/** What the text keeps when long links would take its room. */
const minMessageBytes = 2_000;
const maxActions = 3;

const priorities: Readonly<Record<Severity, number>> = { low: 2, normal: 3, high: 4, critical: 5 };

const plain: Dialect = {
  plain: (text) => text,
  bold: (text) => `*${text}*`,
  link: (_, text) => text,
  quote: (lines) => lines.map((line) => `> ${line}`).join("\n"),
};

/**
 * The message for a telephone: a title, plain text, what a tap opens, up to three buttons. Buttons are left out from the
 * last when their addresses leave no room for the text.
 *
 * @see ntfy, "Publish as JSON", "Action buttons"
 */
export function renderNtfy(message: OutgoingMessage): NtfyMessage {
  const view = messageView(message);
  const target = view.url ?? view.links.find(({ name }) => name === "open")?.url ?? null;
  const common = {
    title: unencoded(renderSubject(message)),
    tags: [tagOf(message, view)],
    priority: priorities[view.severity],
    ...(target === null ? {} : { click: unencodedUrl(target) }),
  };
  const actions = actionsThatFit(namedLinks(view), maxJsonBytes - minMessageBytes - jsonBytes(common));
  const left = maxJsonBytes - jsonBytes({ ...common, actions });
  return { ...common, message: textOf(view, Math.min(maxMessageBytes, left)), actions };
}

function textOf(view: MessageView, maxBytes: number): string {
  const room: Room = { measure: (text) => [jsonBytes(text)], sizes: [maxBytes] };
  const note = view.note === null ? [] : [part(view.note)];
  return fitParts([...note, ...bodyParts(view, plain)], room, "", view.more);
}

function actionsThatFit(links: readonly LinkView[], maxBytes: number): readonly NtfyAction[] {
  const actions = links
    .slice(0, maxActions)
    .map(({ label, url }) => ({ action: "view", label: unencoded(label), url: unencodedUrl(url) }) as const);
  while (actions.length > 0 && jsonBytes(actions) > maxBytes) actions.pop();
  return actions;
}

function tagOf(message: OutgoingMessage, view: MessageView): string {
  if (message.event === "source.recovered" || message.event === "system.resumed") return "white_check_mark";
  if (view.severity === "critical") return "rotating_light";
  if (view.severity === "high" || view.kind === "notice") return "warning";
  return view.kind === "system" ? "information_source" : "newspaper";
}

/**
 * ntfy turns these fields into headers and then decodes what looks like an encoded word of a mail (RFC 2047), so a
 * title `=?utf-8?b?…?=` could say what nobody cleaned.
 */
function unencoded(text: string): string {
  return text.replaceAll("=?", "=\u200B?");
}

function unencodedUrl(url: string): string {
  return url.replaceAll("=?", "=%3F");
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
