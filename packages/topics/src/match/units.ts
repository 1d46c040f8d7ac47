import type { TextField } from "../query/syntax.ts";
import type { Reading, ReadSection } from "./reading.ts";

/** Where all parts of a query must be true together: one section with the title, or the whole document. */
export type Scope = "section" | "document";

/** Stretches of positions: from, to (excluded), from, to … rising. */
export type Ranges = readonly number[];

/** What a query is decided in: the title and a part of the body, as positions of a {@link Reading}. */
export interface Unit {
  /** Number of the section; null for the unit of scope `document` and for the title alone. */
  readonly name: number | null;
  /** The title has the positions before. */
  readonly titleTo: number;
  /** Headings and texts in reading order, by number. */
  readonly firstText: number;
  readonly lastText: number;
  readonly bodyFrom: number;
  readonly bodyTo: number;
  readonly all: Ranges;
  /** First paragraph of the document's first main section with text, when it is in this unit. */
  readonly lede: Ranges;
  /** First paragraph of the unit's first text that has words. */
  readonly opening: Ranges;
  /** Number of words. */
  readonly length: number;
}

const nothing: Ranges = [];

/** A unit per main section; without one the title alone. @see WQL 1, section 6 */
export function unitsBySection(reading: Reading): readonly Unit[] {
  if (reading.sections.length === 0) return [wholeUnit(reading)];
  const ledeText = findLedeText(reading);
  return reading.sections.map((section) => unitOf(reading, section.number, [section], ledeText));
}

/** Everything in one unit. */
export function wholeUnit(reading: Reading): Unit {
  return unitOf(reading, null, reading.sections, findLedeText(reading));
}

/** What a field looks at inside a unit; null means everything. */
export function rangesOf(unit: Unit, field: TextField | null, reading: Reading): Ranges {
  switch (field) {
    case null:
      return unit.all;
    case "title":
      return rangeUnlessEmpty(0, unit.titleTo);
    case "lede":
      return unit.lede;
    case "top":
      return [...rangeUnlessEmpty(0, unit.titleTo), ...unit.lede];
    case "heading":
      return reading.texts
        .slice(unit.firstText, unit.lastText + 1)
        .flatMap(({ kind, from, to }) => (kind === "heading" ? [from, to] : []));
    case "body":
      return rangeUnlessEmpty(unit.bodyFrom, unit.bodyTo);
  }
}

/** The part of the ranges that lies in the first `count` words of the unit's body. */
export function firstOf(ranges: Ranges, count: number, unit: Unit, reading: Reading): Ranges {
  let left = count;
  let limit = unit.bodyFrom;
  for (let number = unit.firstText; number <= unit.lastText && left > 0; number++) {
    const text = reading.texts[number];
    if (text === undefined) break;
    limit = Math.min(text.to, text.from + left);
    left -= text.to - text.from;
  }
  return intersect(ranges, unit.bodyFrom, limit);
}

function intersect(ranges: Ranges, low: number, high: number): Ranges {
  const kept: number[] = [];
  for (let index = 0; index < ranges.length; index += 2) {
    const from = Math.max(low, ranges[index] ?? 0);
    const to = Math.min(high, ranges[index + 1] ?? 0);
    if (from < to) kept.push(from, to);
  }
  return kept;
}

function unitOf(
  reading: Reading,
  name: number | null,
  sections: readonly ReadSection[],
  ledeText: number | undefined,
): Unit {
  const { texts, hasTitle } = reading;
  const titleTo = hasTitle ? (texts[0]?.to ?? 0) : 0;
  const first = sections[0];
  const firstText = first === undefined ? texts.length : (first.heading ?? first.text);
  const lastText = sections.at(-1)?.text ?? -1;
  const bodyFrom = texts[firstText]?.from ?? titleTo;
  const bodyTo = texts[lastText]?.to ?? titleTo;
  const isNextToTitle = firstText === Number(hasTitle);
  const all = isNextToTitle
    ? rangeUnlessEmpty(0, bodyTo)
    : [...rangeUnlessEmpty(0, titleTo), ...rangeUnlessEmpty(bodyFrom, bodyTo)];
  const opening = sections.find(({ text }) => (texts[text]?.to ?? 0) > (texts[text]?.from ?? 0));
  const length = texts.slice(firstText, lastText + 1).reduce((sum, { from, to }) => sum + to - from, titleTo);
  return {
    name,
    titleTo,
    firstText,
    lastText,
    bodyFrom,
    bodyTo,
    all,
    lede: sections.some(({ text }) => text === ledeText) ? ledeOf(reading, ledeText) : nothing,
    opening: opening === undefined ? nothing : firstParagraph(reading, opening.text),
    length,
  };
}

function findLedeText({ sections, texts }: Reading): number | undefined {
  return sections.find(({ text }) => texts[text]?.source.trim() !== "")?.text;
}

/** Empty when the first paragraph has no words, as of `* * *`. */
function ledeOf(reading: Reading, text: number | undefined): Ranges {
  const { source, from, to } = reading.texts[text ?? -1] ?? { source: "", from: 0, to: 0 };
  if (from === to) return nothing;
  const between = source.slice(0, reading.starts[from]).replace(/^\p{White_Space}+/u, "");
  return /\n[ \t\r]*\n/.test(between) ? nothing : firstParagraph(reading, text ?? -1);
}

function firstParagraph({ texts, paragraphLast }: Reading, text: number): Ranges {
  const from = texts[text]?.from ?? 0;
  return rangeUnlessEmpty(from, (paragraphLast[from] ?? -1) + 1);
}

function rangeUnlessEmpty(from: number, to: number): Ranges {
  return from < to ? [from, to] : nothing;
}
