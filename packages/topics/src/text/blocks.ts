import { LOWER_CASE, classOf } from "./characters.ts";
import { exactToken } from "./fold.ts";
import type { Token } from "./tokenise.ts";

/** A division of a text's tokens into consecutive blocks: its paragraphs or its sentences. */
export interface Blocks {
  /** Number of the block of each token, never falling. */
  readonly of: Int32Array;
}

const paragraphBreak = /\n[ \t\r]*\n/g;
const strongEnd = /[!?…。！？؟]/u;
const fullStop = /^[)\]"»”’]*\./u;
const whiteSpace = /\p{White_Space}/u;
const oneLetter = /^\p{L}\p{M}*$/u;

const abbreviations: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt rev hon st jr sr vs etc no inc ltd co corp dept est fig al " +
    "jan feb mar apr jun jul aug sept sep oct nov dec г гг ул им т д п ст стр см тыс млн млрд руб"
  ).split(" "),
);

/**
 * Paragraphs of a text, numbered from 0 at its first character that is not white space: they end at a line break
 * followed by another with only spaces between.
 */
export function findParagraphs(text: string, tokens: readonly Token[]): Blocks {
  const of = new Int32Array(tokens.length);
  const breaks = paragraphBreaks(text);
  let paragraph = 0;
  for (const [index, token] of tokens.entries()) {
    while ((breaks[paragraph] ?? Infinity) < token.start) paragraph++;
    of[index] = paragraph;
  }
  return { of };
}

/** Where paragraphs end, rising offsets; white space at the start of the text ends none. */
export function paragraphBreaks(text: string): readonly number[] {
  if (!text.includes("\n")) return [];
  const contentStart = text.search(/\P{White_Space}/u);
  return [...text.matchAll(paragraphBreak)].map((found) => found.index).filter((at) => at >= contentStart);
}

/**
 * Sentences of a text, inside its paragraphs.
 *
 * @see WQL 1, section 2 "Sentences"
 */
export function findSentences(text: string, tokens: readonly Token[], paragraphs: Blocks): Blocks {
  const of = new Int32Array(tokens.length);
  let sentence = 0;
  for (let index = 1; index < tokens.length; index++) {
    const token = tokens[index];
    const before = tokens[index - 1];
    if (token === undefined || before === undefined) break;
    const isNewParagraph = paragraphs.of[index] !== paragraphs.of[index - 1];
    if (isNewParagraph || endsSentence(before, text.slice(before.tail, token.start), token)) sentence++;
    of[index] = sentence;
  }
  return { of };
}

/** First and last token of the block that holds a token. */
export function blockAround(blocks: Blocks, token: number): { readonly first: number; readonly last: number } {
  const number = blocks.of[token] ?? 0;
  return { first: lowerBound(blocks.of, number), last: lowerBound(blocks.of, number + 1) - 1 };
}

function endsSentence(before: Token, between: string, after: Token): boolean {
  if ((classOf(after.surface.codePointAt(0) ?? 0) & LOWER_CASE) !== 0) return false;
  if (strongEnd.test(between)) return true;
  if (!fullStop.test(between) || !whiteSpace.test(between)) return false;
  return !before.isAcronym && !abbreviations.has(before.folded) && !oneLetter.test(exactToken(before.surface));
}

function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
