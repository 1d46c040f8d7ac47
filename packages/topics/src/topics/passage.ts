import type { TextRange } from "@wirewatch/model";
import { blockAround, findParagraphs, findSentences } from "../text/blocks.ts";
import type { Blocks } from "../text/blocks.ts";
import { tokenise } from "../text/tokenise.ts";
import type { Token } from "../text/tokenise.ts";

const ellipsis = "…";

/** A cut-out of a text with the marks that fall inside it, as offsets into the cut-out. */
export interface Passage {
  readonly text: string;
  readonly marks: readonly TextRange[];
  /** What was cut out, as offsets into the text it is from. */
  readonly range: TextRange;
}

/**
 * Cuts out what stands around a place: its sentences, with one after and one before if they fit; of a sentence
 * that is too long the words around the place. White space becomes single spaces of the same count.
 *
 * @param place range the passage is about; of a longer one the beginning is shown
 * @param marks sorted ranges, offsets into `text`
 * @param maxChars longest result in UTF-16 units, over 2
 */
export function cutPassage(text: string, place: TextRange, marks: readonly TextRange[], maxChars: number): Passage {
  // More than this cannot be shown, so a long text costs no more than a short one.
  const placeEnd = Math.min(place[1], place[0] + maxChars);
  const offset = betweenCharacters(text, Math.max(0, place[0] - 2 * maxChars));
  const around = readAround(text.slice(offset, betweenCharacters(text, placeEnd + 2 * maxChars)));
  const { tokens } = around;
  const first = Math.max(
    0,
    tokens.findLastIndex((token) => offset + token.start <= place[0]),
  );
  const ending = tokens.findIndex((token) => offset + token.end >= placeEnd);
  const last = Math.max(first, ending === -1 ? tokens.length - 1 : ending);
  const from = blockAround(around.sentences, first).first;
  const to = blockAround(around.sentences, last).last;
  const sentences = widenBySentences(around, from, to, maxChars);
  const run = sentences ?? widenByWords(around, { from, to }, { first, last }, maxChars - 2 * ellipsis.length);
  const isCutBefore = sentences === null && (run.first > from || (from === 0 && offset > 0));
  const isCutAfter = sentences === null && (run.last < to || run.end < rightEdge(around, run.last));
  const start = offset + run.start;
  const end = offset + run.end;
  const prefix = isCutBefore ? ellipsis : "";
  const shift = prefix.length - start;
  return {
    text: prefix + text.slice(start, end).replace(/\s/gu, " ") + (isCutAfter ? ellipsis : ""),
    marks: marksWithin(marks, [start, end]).map((mark) => [mark[0] + shift, mark[1] + shift]),
    range: [start, end],
  };
}

/** The offset, or the one before it when it stands inside a surrogate pair. */
function betweenCharacters(text: string, at: number): number {
  const isInside = (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  return isInside ? at - 1 : at;
}

/** The marks that are shown whole; only when there is none, the visible part of one. */
function marksWithin(marks: readonly TextRange[], [start, end]: TextRange): readonly TextRange[] {
  const visible = marks.filter((mark) => mark[0] < end && mark[1] > start);
  const whole = visible.filter((mark) => mark[0] >= start && mark[1] <= end);
  if (whole.length > 0) return whole;
  return visible.map((mark) => [Math.max(mark[0], start), Math.min(mark[1], end)]);
}

interface Around {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly paragraphs: Blocks;
  readonly sentences: Blocks;
}

/** Tokens by number and the characters they cover. */
interface Run {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

function readAround(text: string): Around {
  const tokens = tokenise(text);
  const paragraphs = findParagraphs(text, tokens);
  return { text, tokens, paragraphs, sentences: findSentences(text, tokens, paragraphs) };
}

function widenBySentences(around: Around, first: number, last: number, maxChars: number): Run | null {
  if (lengthOf(around, first, last) > maxChars) return null;
  let run = runOf(around, first, last);
  const paragraph = blockAround(around.paragraphs, first);
  if (run.last < paragraph.last) {
    const after = blockAround(around.sentences, run.last + 1).last;
    if (lengthOf(around, run.first, after) <= maxChars) run = runOf(around, run.first, after);
  }
  if (run.first > paragraph.first) {
    const before = blockAround(around.sentences, run.first - 1).first;
    if (lengthOf(around, before, run.last) <= maxChars) run = runOf(around, before, run.last);
  }
  return run;
}

/** Takes words on both sides in turn, inside the sentences, while they fit. */
function widenByWords(
  around: Around,
  sentences: { readonly from: number; readonly to: number },
  place: { readonly first: number; readonly last: number },
  maxChars: number,
): Run {
  let { first, last } = place;
  while (last > first && lengthOf(around, first, last) > maxChars) last--;
  if (lengthOf(around, first, last) > maxChars) return cutToken(around, first, maxChars);
  for (;;) {
    const canRight = last < sentences.to && lengthOf(around, first, last + 1) <= maxChars;
    if (canRight) last++;
    const canLeft = first > sentences.from && lengthOf(around, first - 1, last) <= maxChars;
    if (canLeft) first--;
    if (!canRight && !canLeft) return runOf(around, first, last);
  }
}

/** For a single word longer than the whole passage; never inside a surrogate pair. */
function cutToken(around: Around, token: number, maxChars: number): Run {
  const start = around.tokens[token]?.start ?? 0;
  const isPairCut = (around.text.charCodeAt(start + maxChars - 1) & 0xfc00) === 0xd800;
  return { first: token, last: token, start, end: start + maxChars - Number(isPairCut) };
}

function runOf(around: Around, first: number, last: number): Run {
  return { first, last, start: leftEdge(around, first), end: rightEdge(around, last) };
}

function lengthOf(around: Around, first: number, last: number): number {
  return rightEdge(around, last) - leftEdge(around, first);
}

/** Start of a token with what is written against it, such as an opening quotation mark. */
function leftEdge({ text, tokens }: Around, token: number): number {
  const start = tokens[token]?.start ?? 0;
  const between = text.slice(tokens[token - 1]?.tail ?? 0, start);
  const [opening] = /\S*$/u.exec(between) ?? [""];
  return opening === between && token > 0 ? start : start - opening.length;
}

/** End of a token with what is written against it, such as a full stop. */
function rightEdge({ text, tokens }: Around, token: number): number {
  const end = tokens[token]?.tail ?? 0;
  const [closing] = /^\S*/u.exec(text.slice(end, tokens[token + 1]?.start)) ?? [""];
  return end + closing.length;
}
