import type { OutgoingMessage, Severity } from "@wirewatch/model";
import { moreLine, urgency } from "./digest-view.ts";
import type { EntryView, SectionView } from "./digest-view.ts";
import { messageView, originLine } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";
import { wrap } from "./wrap.ts";

/** SGR parameters (ECMA-48 section 8.3.117). */
const severityColors: Readonly<Record<Severity, string>> = {
  low: "37",
  normal: "36",
  high: "1;33",
  critical: "1;97;41",
};
const boldText = "1";
const dimText = "2";
const markedText = "1;33";

const minWidth = 40;

/**
 * The message as lines for a terminal. Outside text cannot move the cursor or start a colour: it holds no control
 * characters by the time it is written.
 *
 * @param options.color writes SGR escapes; without it what matched stands between `*` signs
 * @param options.width columns to wrap at, at least 40; links are never broken
 */
export function renderTerminal(
  message: OutgoingMessage,
  options: { readonly color: boolean; readonly width: number },
): string {
  const view = messageView(message);
  const width = Math.max(minWidth, options.width) - 4;
  const paint = (text: string, sgr: string): string => (options.color ? `\u001B[${sgr}m${text}\u001B[0m` : text);
  const mark = (text: string): string => (options.color ? paint(text, markedText) : `*${text}*`);
  const limits = { width, markColumns: options.color ? 0 : 2 };
  const paragraph = (text: string, sgr: string | null = null): readonly string[] =>
    wrap([{ text, isMarked: false }], limits).map((line) => {
      const joined = line.map((part) => part.text).join("");
      return sgr === null ? joined : paint(joined, sgr);
    });
  const quoted = (parts: readonly PassagePart[]): readonly string[] =>
    wrap(parts, limits).map(
      (line) => `│ ${line.map((part) => (part.isMarked ? mark(part.text) : part.text)).join("")}`,
    );
  const entry = ({ severity, title, line, url, parts }: EntryView): readonly string[] => [
    ...paragraph(`• ${urgency(severity)}${title}`),
    ...paragraph(line, dimText),
    ...quoted(parts),
    ...(url === null ? [] : [url]),
  ];
  const section = ({ heading, entries }: SectionView): readonly string[] => [
    ...(heading === null ? [] : paragraph(heading, boldText)),
    ...entries.flatMap(entry),
  ];

  const severity = view.severity.toUpperCase();
  const badge = options.color ? paint(` ${severity} `, severityColors[view.severity]) : `[${severity}]`;
  const others = view.alsoIn.map(({ source }) => source).join(", ");
  const otherCount = moreLine(view.alsoInMore);
  const more = moreLine(view.more);
  const lines = [
    ...(view.note === null ? [] : paragraph(view.note, boldText)),
    ...paragraph(view.title, boldText),
    ...paragraph(originLine(view), dimText),
    ...view.lines.flatMap((line) => paragraph(line)),
    ...view.passages.flatMap(({ parts }) => quoted(parts)),
    ...view.sections.flatMap(section),
    ...(more === null ? [] : paragraph(more, dimText)),
    ...view.because.flatMap((reason) => paragraph(`why: ${reason}`, dimText)),
    ...(others === "" ? [] : paragraph(`also in: ${others}${otherCount === null ? "" : ` ${otherCount}`}`, dimText)),
    ...(view.url === null ? [] : [view.url]),
    ...view.links.map(({ label, url }) => paint(`${label}: ${url}`, dimText)),
  ];
  const details = [view.topic, view.isBrief ? "brief mention" : null, view.label?.toLowerCase() ?? null];
  const head = `${badge} ${details.filter((detail) => detail !== null).join(" · ")}`;
  return `${[head, ...lines.map((line) => `  ${line}`)].join("\n")}\n\n`;
}
