import { fold } from "./characters.ts";
import type { UnitText } from "./document.ts";
import type { Distance, Node, Pattern } from "./syntax.ts";

/** A stemmer: null for a language it does not know. */
export type Stem = (language: string, word: string) => string | null;

/** An occurrence of a text operand: a run of tokens of one text and the ranges to highlight for it. */
export interface Span {
  readonly text: UnitText;
  readonly first: number;
  readonly last: number;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Which texts a query part sees, which of their tokens, and how words are stemmed. */
export interface View {
  readonly texts: readonly UnitText[];
  readonly isVisible: (text: UnitText, position: number) => boolean;
  /** The document's primary language subtag. */
  readonly language: string | undefined;
  readonly stem: Stem;
}

/** All occurrences of a text operand. @see WQL 1, sections 3 and 5 */
export function spansOf(node: Node, view: View): readonly Span[] {
  switch (node.kind) {
    case "term":
      return view.texts.flatMap((text) =>
        node.slop === 0 ? phraseSpans(node.patterns, text, view) : slopSpans(node.patterns, node.slop, text, view),
      );
    case "or":
      return united(node.parts.flatMap((part) => spansOf(part, view)));
    case "near":
      return united(nearSpans(node, view));
    default:
      throw new Error(`${node.kind} has no spans`);
  }
}

/** Spans of the same run are one: operators see the run only, and all their ranges are highlighted together. */
function united(spans: readonly Span[]): readonly Span[] {
  const byRun = Map.groupBy(spans, ({ text, first, last }) => `${text.key} ${first} ${last}`);
  return [...byRun.values()].flatMap(([one, ...others]) =>
    one === undefined ? [] : [{ ...one, ranges: [one, ...others].flatMap(({ ranges }) => ranges) }],
  );
}

function stands(pattern: Pattern, text: UnitText, position: number, view: View): boolean {
  const token = text.tokens[position];
  if (token === undefined || !view.isVisible(text, position)) return false;
  switch (pattern.kind) {
    case "any":
      return true;
    case "exact":
      return token.exact === pattern.text;
    case "folded":
      return token.folded === pattern.text;
    case "wild":
      return new RegExp(pattern.source, "u").test(token.folded);
    case "stem":
      return stemOf(token.lower, view) === stemOf(pattern.text, view);
  }
}

function stemOf(word: string, { language, stem }: View): string {
  return fold((language === undefined ? null : stem(language, word)) ?? word);
}

function phraseSpans(patterns: readonly Pattern[], text: UnitText, view: View): readonly Span[] {
  return text.tokens.flatMap((token, first) => {
    const last = first + patterns.length - 1;
    const end = text.tokens[last];
    const isThere = patterns.every((pattern, index) => stands(pattern, text, first + index, view));
    if (!isThere || end?.paragraph !== token.paragraph) return [];
    return [{ text, first, last, ranges: [[token.from, end.to] as const] }];
  });
}

/** Every way to put the tokens of the phrase on different positions of one paragraph, near enough to their order. */
function slopSpans(patterns: readonly Pattern[], slop: number, text: UnitText, view: View): readonly Span[] {
  const candidates = patterns.map((pattern) =>
    text.tokens.flatMap((_, at) => (stands(pattern, text, at, view) ? [at] : [])),
  );
  let placings: readonly (readonly number[])[] = [[]];
  for (const positions of candidates) {
    const longer = placings.flatMap((placing) => positions.map((position) => [...placing, position]));
    placings = longer.filter((placing) => isWithinSlop(placing, slop, text));
  }
  return placings.map((placing) => ({
    text,
    first: Math.min(...placing),
    last: Math.max(...placing),
    ranges: placing.flatMap((at) => text.tokens.slice(at, at + 1).map(({ from, to }) => [from, to] as const)),
  }));
}

function isWithinSlop(placing: readonly number[], slop: number, text: UnitText): boolean {
  const moves = placing.map((position, index) => position - index);
  const paragraphs = new Set(placing.map((position) => text.tokens[position]?.paragraph));
  const areDifferent = new Set(placing).size === placing.length;
  return areDifferent && paragraphs.size === 1 && Math.max(...moves) - Math.min(...moves) <= slop;
}

function nearSpans(node: Extract<Node, { kind: "near" }>, view: View): readonly Span[] {
  const [lefts, rights] = [spansOf(node.left, view), spansOf(node.right, view)];
  if (node.isNegated) {
    return lefts.filter((x) => !rights.some((y) => overlap(x, y) || areNear(x, y, node.distance)));
  }
  return lefts.flatMap((x) => rights.filter((y) => areNear(x, y, node.distance)).map((y) => pair(x, y)));
}

function pair(x: Span, y: Span): Span {
  const [first, last] = [Math.min(x.first, y.first), Math.max(x.last, y.last)];
  return { text: x.text, first, last, ranges: [...x.ranges, ...y.ranges] };
}

function overlap(x: Span, y: Span): boolean {
  return x.text.key === y.text.key && x.first <= y.last && y.first <= x.last;
}

function areNear(x: Span, y: Span, distance: Distance): boolean {
  if (x.text.key !== y.text.key || overlap(x, y)) return false;
  const [before, after] = x.first < y.first ? [x, y] : [y, x];
  if (distance === "sentence" || distance === "paragraph") {
    return before.text.tokens[before.first]?.[distance] === after.text.tokens[after.last]?.[distance];
  }
  return after.first - before.last - 1 <= distance.words && (!distance.ordered || before === x);
}
