import type { MatchSpans, Section, TextRange } from "@wirewatch/model";

/** A part of a text with what was found in it. */
export interface TextBlock {
  readonly kind: "title" | "standfirst" | "heading" | "paragraph";
  readonly text: string;
  /** Ranges in `text`, in order, apart from each other, none empty. */
  readonly marks: readonly TextRange[];
  /** Its section is related matter that topics do not look at. */
  readonly isAside: boolean;
}

/** Longer paragraphs are shown in pieces: pages that lost their paragraphs are one of a million characters. */
const maxBlock = 8_000;

/**
 * A document as blocks to read, with what a topic found in them. Pure.
 *
 * @param document the very one topics were asked about: ranges count from the start of its texts
 * @param standfirst what the text begins with, where the article's standfirst was put before it; empty where it was not
 * @param spans see `MatchSpans`; what is no range of the text is left out
 */
export function textBlocks(
  document: { readonly title: string | null; readonly sections: readonly Section[] },
  standfirst: string,
  spans: MatchSpans,
): TextBlock[] {
  const { title, sections } = document;
  const first = sections.findIndex(({ role }) => role === "main");
  const head = title === null ? [] : blocksOf(title, spans["title"], { kind: "title", isAside: false });
  const body = sections.flatMap(({ heading, text, role }, at): TextBlock[] => {
    const isAside = role === "aside";
    const heads = heading === null ? [] : blocksOf(heading, spans[`h${at}`], { kind: "heading", isAside });
    const lead = at === first && standfirst !== "" && text.startsWith(standfirst) ? standfirst.length : 0;
    const texts = paragraphsOf(text, spans[`s${at}`]).map(({ start, ...block }): TextBlock => ({
      kind: start < lead ? "standfirst" : "paragraph",
      isAside,
      ...block,
    }));
    return [...heads, ...texts];
  });
  return [...head, ...body];
}

/** How much of a text is one page of it, characters. */
const maxPart = 40_000;
/** Marks and blocks of one page: each costs as much as some words. */
const maxMarks = 1_500;
const maxBlocks = 500;

/** The blocks of a long text in parts that are each short enough to be shown; at least one. */
export function partsOf(blocks: readonly TextBlock[]): TextBlock[][] {
  const parts: TextBlock[][] = [[]];
  let [length, marks] = [0, 0];
  for (const block of blocks) {
    const blocksOfPart = parts.at(-1)?.length ?? 0;
    const isTooMuch = length + block.text.length > maxPart || marks + block.marks.length > maxMarks;
    if (blocksOfPart > 0 && (isTooMuch || blocksOfPart >= maxBlocks)) {
      parts.push([]);
      [length, marks] = [0, 0];
    }
    parts.at(-1)?.push(block);
    length += block.text.length;
    marks += block.marks.length;
  }
  return parts;
}

function blocksOf(
  text: string,
  ranges: readonly TextRange[] | undefined,
  rest: Pick<TextBlock, "kind" | "isAside">,
): TextBlock[] {
  return [{ ...rest, text, marks: cleanRanges(text, ranges) }];
}

/** Paragraphs with their place in the text; blank lines between them are no part of any. */
function paragraphsOf(
  text: string,
  ranges: readonly TextRange[] | undefined,
): (Pick<TextBlock, "text" | "marks"> & { readonly start: number })[] {
  const marks = cleanRanges(text, ranges);
  const blocks: (Pick<TextBlock, "text" | "marks"> & { readonly start: number })[] = [];
  let next = 0;
  for (const [start, end] of pieces(text)) {
    while (next < marks.length && (marks[next]?.[1] ?? 0) <= start) next += 1;
    const inside: TextRange[] = [];
    for (let at = next; at < marks.length; at += 1) {
      const [from = 0, to = 0] = marks[at] ?? [];
      if (from >= end) break;
      // What goes on in the next piece is marked there as well.
      inside.push([Math.max(from, start) - start, Math.min(to, end) - start]);
    }
    blocks.push({ start, text: text.slice(start, end), marks: inside });
  }
  return blocks;
}

function* pieces(text: string): Generator<TextRange> {
  let start = 0;
  for (const { 0: gap, index } of text.matchAll(/\n\n+/gu)) {
    yield* cutLong(text, start, index);
    start = index + gap.length;
  }
  yield* cutLong(text, start, text.length);
}

function* cutLong(text: string, start: number, end: number): Generator<TextRange> {
  let from = start;
  while (end - from > maxBlock) {
    const space = text.slice(from, from + maxBlock).lastIndexOf(" ");
    const to = space > maxBlock / 2 ? from + space + 1 : wholeCharacter(text, from + maxBlock);
    yield [from, to];
    from = to;
  }
  if (end > from) yield [from, end];
}

/** Ranges that are in the text, in order; those that overlap or touch are one, and none parts a character. */
export function cleanRanges(text: string, ranges: readonly TextRange[] = []): TextRange[] {
  const valid = ranges
    .filter(
      ([from, to]) => Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to > from && to <= text.length,
    )
    .map(([from, to]): TextRange => [wholeCharacter(text, from), characterEnd(text, to)])
    .toSorted((a, b) => a[0] - b[0]);
  const clean: [number, number][] = [];
  for (const [from, to] of valid) {
    const last = clean.at(-1);
    if (last !== undefined && from < last[1]) last[1] = Math.max(last[1], to);
    else clean.push([from, to]);
  }
  return clean;
}

/** Where the character begins that a place is in the middle of. */
function wholeCharacter(text: string, at: number): number {
  return isInPair(text, at) ? at - 1 : at;
}

/** Signs that are taken to combine with one letter; more are no writing. */
const maxCombining = 16;

/** Where the character ends that a place is in, with what combines with it. */
function characterEnd(text: string, at: number): number {
  let end = isInPair(text, at) ? at + 1 : at;
  for (let signs = 0; signs < maxCombining && end < text.length; signs += 1) {
    const code = text.codePointAt(end) ?? 0;
    if (!/^\p{M}$/u.test(String.fromCodePoint(code))) break;
    end += code > 0xffff ? 2 : 1;
  }
  return end;
}
function isInPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
