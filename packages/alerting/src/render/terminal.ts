import type { OutgoingMessage, Severity } from "@wirewatch/model";
import { messageView, originLine } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";

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
  const paragraph = (text: string, sgr: string): readonly string[] =>
    wrap([{ text, isMarked: false }], limits).map((line) => paint(line.map((part) => part.text).join(""), sgr));

  const severity = view.severity.toUpperCase();
  const badge = options.color ? paint(` ${severity} `, severityColors[view.severity]) : `[${severity}]`;
  const passages = view.passages.flatMap(({ parts }) =>
    wrap(parts, limits).map(
      (line) => `│ ${line.map((part) => (part.isMarked ? mark(part.text) : part.text)).join("")}`,
    ),
  );
  const others = view.alsoIn.map(({ source }) => source).join(", ");
  const more = view.alsoInMore === 0 ? "" : ` and ${view.alsoInMore} more`;
  const lines = [
    ...paragraph(view.title, boldText),
    ...paragraph(originLine(view), dimText),
    ...passages,
    ...view.because.flatMap((reason) => paragraph(`why: ${reason}`, dimText)),
    ...(others === "" ? [] : paragraph(`also in: ${others}${more}`, dimText)),
    ...(view.url === null ? [] : [view.url]),
    ...view.links.map(({ label, url }) => paint(`${label}: ${url}`, dimText)),
  ];
  const head = `${badge} ${view.topic}${view.isUpdate ? " · update" : ""}`;
  return `${[head, ...lines.map((line) => `  ${line}`)].join("\n")}\n\n`;
}

/** A word may hold several parts: in `Acme's` perhaps only `Acme` is marked. */
type Word = readonly PassagePart[];

/** Lines of at most `width` columns, signs around each marked word counted; a word that is longer stands alone. */
function wrap(
  parts: readonly PassagePart[],
  limits: { readonly width: number; readonly markColumns: number },
): readonly (readonly PassagePart[])[] {
  const lines: PassagePart[][] = [];
  let columns = 0;
  for (const word of words(parts)) {
    const line = lines.at(-1);
    const marks = word.filter((part) => part.isMarked).length;
    const length = columnsOf(word.map((part) => part.text).join("")) + marks * limits.markColumns;
    if (line === undefined || columns + 1 + length > limits.width) {
      lines.push([...word]);
      columns = length;
    } else {
      const isMarked = line.at(-1)?.isMarked === true && word[0]?.isMarked === true;
      line.push({ text: " ", isMarked }, ...word);
      columns += 1 + length;
    }
  }
  return lines.map(joinAlike);
}

function words(parts: readonly PassagePart[]): readonly Word[] {
  const found: PassagePart[][] = [[]];
  for (const { text, isMarked } of parts) {
    for (const [index, piece] of text.split(" ").entries()) {
      if (index > 0) found.push([]);
      if (piece !== "") found.at(-1)?.push({ text: piece, isMarked });
    }
  }
  return found.filter((word) => word.length > 0);
}

/** Neighbours that are both marked, or both not, as one part. */
function joinAlike(line: readonly PassagePart[]): readonly PassagePart[] {
  const joined: PassagePart[] = [];
  for (const part of line) {
    const last = joined.at(-1);
    if (last?.isMarked === part.isMarked)
      joined.splice(-1, 1, { text: last.text + part.text, isMarked: part.isMarked });
    else joined.push(part);
  }
  return joined;
}

const anySign = /./gsu;
const wideSigns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/gu;
const unseenSigns = /[\p{Mn}\p{Cf}]/gu;

/** Width on screen: two columns for East Asian letters and emoji, none for marks that sit on another letter. */
function columnsOf(text: string): number {
  return countOf(anySign, text) + countOf(wideSigns, text) - countOf(unseenSigns, text);
}

function countOf(sign: RegExp, text: string): number {
  return text.match(sign)?.length ?? 0;
}
