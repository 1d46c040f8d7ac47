import type { OutgoingMessage } from "@wirewatch/model";
import { messageView, originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";

/** The message as plain text, e.g. the text part of a mail. What matched stands between `*` signs. */
export function renderText(message: OutgoingMessage): string {
  const view = messageView(message);
  const paragraphs = [
    [`${view.isUpdate ? "UPDATE · " : ""}${view.severity.toUpperCase()} · ${view.topic}`, view.title, originLine(view)],
    view.url === null ? [] : [view.url],
    ...view.passages.map(passageLines),
    view.because.map((reason) => `Why: ${reason}`),
    alsoInLines(view),
    view.links.map(({ label, url }) => `${label}: ${url}`),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function passageLines({ heading, parts }: MessageView["passages"][number]): readonly string[] {
  const text = parts.map((part) => (part.isMarked ? `*${part.text}*` : part.text)).join("");
  return [...(heading === null ? [] : [`${heading}:`]), `> ${text.trim()}`];
}

function alsoInLines(view: MessageView): readonly string[] {
  if (view.alsoIn.length === 0) return [];
  const lines = view.alsoIn.map(({ source, title, url }) => `- ${source}: ${title}${url === null ? "" : `\n  ${url}`}`);
  const more = view.alsoInMore === 0 ? [] : [`- and ${view.alsoInMore} more`];
  return ["Also in:", ...lines, ...more];
}
