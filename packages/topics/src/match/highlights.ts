import type { MatchSpans, TextRange } from "@wirewatch/model";
import type { Mark } from "./evaluate.ts";

/** Ranges to highlight per text: from a mark's first token to its last one, overlapping ones merged, sorted. */
export function highlight(marks: Iterable<Mark>): MatchSpans {
  const ranges = new Map<string, TextRange[]>();
  for (const { text, first, last } of marks) {
    const start = text.tokens[first]?.start;
    const end = text.tokens[last]?.end;
    if (start === undefined || end === undefined) continue;
    const known = ranges.get(text.key);
    if (known === undefined) ranges.set(text.key, [[start, end]]);
    else known.push([start, end]);
  }
  return Object.fromEntries([...ranges].map(([key, found]) => [key, mergeRanges(found)]));
}

/** Sorted ranges in which no two overlap; ranges that only touch stay apart. */
function mergeRanges(ranges: readonly TextRange[]): TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ranges.toSorted((left, right) => left[0] - right[0] || left[1] - right[1])) {
    const before = merged.at(-1);
    if (before === undefined || range[0] >= before[1]) merged.push(range);
    else if (range[1] > before[1]) merged[merged.length - 1] = [before[0], range[1]];
  }
  return merged;
}
