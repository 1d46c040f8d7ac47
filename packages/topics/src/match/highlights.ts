import type { MatchSpans, TextRange } from "@wirewatch/model";
import type { ReadText, Reading } from "./reading.ts";

/** Sorts runs of positions (first, last, first, last …) from an index on and merges those that share one. */
export function mergeRuns(marks: number[], from: number): void {
  if (!isMerged(marks, from)) sortRuns(marks, from);
  let kept = from;
  for (let index = from; index < marks.length; index += 2) {
    const first = marks[index] ?? 0;
    const last = marks[index + 1] ?? 0;
    if (kept > from && first <= (marks[kept - 1] ?? 0)) {
      if (last > (marks[kept - 1] ?? 0)) marks[kept - 1] = last;
    } else {
      marks[kept++] = first;
      marks[kept++] = last;
    }
  }
  marks.length = kept;
}

/** Ranges of single words that were made for a document, by position: they are shared between answers. */
export type WordRanges = (TextRange | undefined)[];

/** Character ranges of merged runs, per text. Ranges that only touch stay apart. */
export function highlight(runs: readonly number[], reading: Reading, words: WordRanges): MatchSpans {
  const spans: Record<string, TextRange[]> = {};
  let number = 0;
  let text: ReadText | undefined;
  let ranges: TextRange[] = [];
  for (let index = 0; index < runs.length; index += 2) {
    const first = runs[index] ?? 0;
    const last = runs[index + 1] ?? 0;
    if (text === undefined || first >= text.to) {
      number = textAt(reading.texts, first, number);
      text = reading.texts[number];
      if (text === undefined) break;
      ranges = [];
      spans[text.key] = ranges;
    }
    ranges.push(first === last && first < maxShared ? wordRange(first, reading, words) : rangeOf(first, last, reading));
  }
  return spans;
}

/** Positions whose ranges are shared; only in very long documents there are others. */
const maxShared = 100_000;

/** Number of the text that holds a position; it is `from` or a later one. */
function textAt(texts: readonly ReadText[], position: number, from: number): number {
  let low = from;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle]?.to ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangeOf(first: number, last: number, { starts, ends }: Reading): TextRange {
  return [starts[first] ?? 0, ends[last] ?? 0];
}

function wordRange(position: number, reading: Reading, words: WordRanges): TextRange {
  while (words.length <= position) words.push(undefined);
  return (words[position] ??= rangeOf(position, position, reading));
}

function isMerged(marks: readonly number[], from: number): boolean {
  for (let index = from + 2; index < marks.length; index += 2) {
    if ((marks[index] ?? 0) <= (marks[index - 1] ?? 0)) return false;
  }
  return true;
}

/** Few runs are sorted in place; many as numbers, which typed arrays sort fastest. */
function sortRuns(marks: number[], from: number): void {
  if (marks.length - from > 64) {
    const keys = new Float64Array((marks.length - from) >> 1);
    for (let index = 0; index < keys.length; index++) {
      keys[index] = (marks[from + 2 * index] ?? 0) * 2 ** 26 + (marks[from + 2 * index + 1] ?? 0);
    }
    keys.sort();
    for (const [index, key] of keys.entries()) {
      const first = Math.floor(key / 2 ** 26);
      marks[from + 2 * index] = first;
      marks[from + 2 * index + 1] = key - first * 2 ** 26;
    }
    return;
  }
  for (let index = from + 2; index < marks.length; index += 2) {
    const first = marks[index] ?? 0;
    const last = marks[index + 1] ?? 0;
    let at = index;
    for (; at > from && (marks[at - 2] ?? 0) > first; at -= 2) {
      marks[at] = marks[at - 2] ?? 0;
      marks[at + 1] = marks[at - 1] ?? 0;
    }
    marks[at] = first;
    marks[at + 1] = last;
  }
}
