import type { ArticleView } from "./article-view.ts";
import { moreLine, urgency } from "./digest-view.ts";
import type { EntryView } from "./digest-view.ts";
import type { LinkView } from "./link-view.ts";
import { originLine } from "./message-view.ts";
import type { MessageView } from "./message-view.ts";
import type { PassagePart } from "./passage.ts";

/** How a receiver writes things; every function takes outside text and returns markup in which that text has no effect. */
export interface Dialect {
  readonly plain: (text: string) => string;
  readonly bold: (text: string) => string;
  /** The text alone where there is no address, or no room for it. */
  readonly link: (url: string | null, text: string) => string;
  /** Takes markup, line by line. */
  readonly quote: (lines: readonly string[]) => string;
}

/** A piece of markup, of one line or several, that is shown whole or not at all. */
export interface Part {
  readonly text: string;
  /** Stories of a digest that it tells of. */
  readonly stories: number;
}

/** Sizes that a receiver limits, e.g. letters and links, each with what it allows. */
export interface Room {
  readonly measure: (markup: string) => readonly number[];
  readonly sizes: readonly number[];
}

/** A piece that tells of no story. */
export function part(text: string): Part {
  return { text, stories: 0 };
}

/**
 * What stands below the title, in the order in which it is worth its room: origin, lines, passages, stories, reasons,
 * other articles. An empty line comes before each group.
 */
export function bodyParts(view: MessageView, dialect: Dialect): readonly Part[] {
  const { plain } = dialect;
  return [
    part(plain(originLine(view) || "Wirewatch")),
    ...group(view.lines.filter((line) => line !== "").map((line) => part(plain(line)))),
    ...view.passages.flatMap((passage) => group([part(quoted(passage, dialect))])),
    ...view.sections.flatMap(({ heading, entries }) => [
      ...group(heading === null ? [] : [part(dialect.bold(heading))]),
      ...entries.map((entry) => ({ text: entryText(entry, dialect), stories: 1 })),
    ]),
    ...group(view.because.map((reason) => part(plain(`Why: ${reason}`)))),
    ...group(alsoIn(view, dialect)),
  ];
}

/** The links that have a name: receivers refuse buttons without one. */
export function namedLinks(view: MessageView): readonly LinkView[] {
  return view.links.filter(({ label }) => label !== "");
}

/** The links, as many as fit. */
export function linkLine(view: MessageView, dialect: Dialect, room: Room, separator = " · "): string {
  let line = "";
  for (const { label, url } of namedLinks(view)) {
    const longer = `${line}${line === "" ? "" : separator}${dialect.link(url, label)}`;
    if (fits(room.measure(longer), room.sizes)) line = longer;
  }
  return line;
}

/**
 * As many parts as fit, one below the other. What is left out is told: `and 7 more` stories, or `…`.
 *
 * @param ending stands at the end whatever is left out; empty for none
 * @param more stories that were left out before
 * @returns within the room, provided that `ending` and some 20 letters are
 */
export function fitParts(parts: readonly Part[], room: Room, ending = "", more = 0): string {
  const end = ending === "" ? "" : `\n\n${ending}`;
  let left = minus(room.sizes, room.measure(`\n${moreLine(999_999_999) ?? ""}${end}`));
  const count = parts.findIndex(({ text }) => {
    left = minus(left, room.measure(`${text}\n`));
    return left.some((size) => size < 0);
  });
  const shown = count === -1 ? parts : parts.slice(0, count);
  const untold = parts.slice(shown.length).reduce((sum, { stories }) => sum + stories, more);
  const last = moreLine(untold) ?? (count === -1 ? "" : "…");
  const text = [...shown.map((part) => part.text), last].filter((line) => line !== "").join("\n");
  return `${text}${end}`.trim();
}

/** An empty line before the first. */
function group(parts: readonly Part[]): readonly Part[] {
  return parts.map((each, index) => (index === 0 ? { ...each, text: `\n${each.text}` } : each));
}

function quoted({ heading, parts }: MessageView["passages"][number], dialect: Dialect): string {
  return dialect.quote([...(heading === null ? [] : [dialect.bold(heading)]), marked(parts, dialect)]);
}

/** A marked piece that touches another one stays apart from it, since `**a****b**` is not two bold words. */
function marked(parts: readonly PassagePart[], { plain, bold }: Dialect): string {
  let text = "";
  for (const [index, { text: piece, isMarked }] of parts.entries()) {
    const [, before = "", inner = "", after = ""] = /^( *)(.*?)( *)$/su.exec(piece) ?? [];
    const joint = isMarked && before === "" && parts[index - 1]?.isMarked === true ? "\u200B" : "";
    text += isMarked && inner !== "" ? `${joint}${before}${bold(inner)}${after}` : plain(piece);
  }
  return text.trim();
}

function entryText({ severity, title, url, line, parts }: EntryView, dialect: Dialect): string {
  const quotes = parts.length === 0 ? [] : [dialect.quote([marked(parts, dialect)])];
  const head = `• ${dialect.plain(urgency(severity))}${dialect.link(url, title)}`;
  return [head, ...(line === "" ? [] : [dialect.plain(line)]), ...quotes].join("\n");
}

function alsoIn(view: MessageView, dialect: Dialect): readonly Part[] {
  if (view.alsoIn.length === 0) return [];
  const line = ({ source, title, url }: ArticleView): string =>
    `• ${dialect.plain(`${source}: `)}${dialect.link(url, title)}`;
  const more = moreLine(view.alsoInMore);
  return [part("Also in:"), ...view.alsoIn.map((other) => part(line(other))), ...(more === null ? [] : [part(more)])];
}

function fits(sizes: readonly number[], room: readonly number[]): boolean {
  return minus(room, sizes).every((size) => size >= 0);
}

function minus(room: readonly number[], sizes: readonly number[]): readonly number[] {
  return room.map((size, index) => size - (sizes[index] ?? 0));
}
