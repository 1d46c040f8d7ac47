import type { OutgoingMessage } from "@wirewatch/model";
import { moreLine, urgency } from "./digest-view.ts";
import type { EntryView, SectionView } from "./digest-view.ts";
import { headParts, messageView, originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";

/** The message as plain text, e.g. the text part of a mail. What matched stands between `*` signs. */
export function renderText(message: OutgoingMessage): string {
  const view = messageView(message);
  const more = moreLine(view.more);
  const paragraphs = [
    view.note === null ? [] : [view.note],
    [headLine(view), view.title, originLine(view)],
    view.url === null ? [] : [view.url],
    view.lines,
    ...view.passages.map(passageLines),
    ...view.sections.flatMap(sectionParagraphs),
    more === null ? [] : [more],
    view.because.map((reason) => `Why: ${reason}`),
    alsoInLines(view),
    view.links.map(({ label, url }) => `${label}: ${url}`),
  ];
  return `${paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headLine(view: MessageView): string {
  const [first = "", ...rest] = headParts(view);
  return [first.toUpperCase(), ...rest].join(" · ");
}

function passageLines({ heading, parts }: MessageView["passages"][number]): readonly string[] {
  return [...(heading === null ? [] : [`${heading}:`]), `> ${starred(parts)}`];
}

function sectionParagraphs({ heading, entries }: SectionView): readonly (readonly string[])[] {
  const own = heading === null ? [] : [[heading, "-".repeat(Math.min(heading.length, 40))]];
  return [...own, ...entries.map(entryLines)];
}

function entryLines({ severity, title, line, url, parts }: EntryView): readonly string[] {
  return [
    `- ${urgency(severity)}${title}`,
    `  ${line}`,
    ...(url === null ? [] : [`  ${url}`]),
    ...(parts.length === 0 ? [] : [`  > ${starred(parts)}`]),
  ];
}

function starred(parts: readonly PassagePart[]): string {
  return parts
    .map((part) => (part.isMarked ? `*${part.text}*` : part.text))
    .join("")
    .trim();
}

function alsoInLines(view: MessageView): readonly string[] {
  if (view.alsoIn.length === 0) return [];
  const lines = view.alsoIn.map(({ source, title, url }) => `- ${source}: ${title}${url === null ? "" : `\n  ${url}`}`);
  const more = view.alsoInMore === 0 ? [] : [`- and ${view.alsoInMore} more`];
  return ["Also in:", ...lines, ...more];
}
