import type { Snippet, TextRange } from "@wirewatch/model";
import { cleanText } from "./plain-text.ts";

/** A piece of a passage; marked pieces are what the topic matched. */
export interface PassagePart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** More marks than anybody reads; bounds the work on hostile input. */
const maxMarks = 100;

/**
 * A snippet as clean pieces in reading order. A snippet longer than `maxLength` is cut to a window that shows its
 * first mark, with `…` where text was left out.
 *
 * @param maxLength of the text taken from the snippet, in UTF-16 units
 */
export function passageParts(snippet: Snippet, maxLength: number): readonly PassagePart[] {
  const marks = orderedMarks(snippet);
  const [from, to] = visibleRange(snippet.text, marks[0]?.[0] ?? 0, maxLength);
  const parts: PassagePart[] = [];
  const add = (start: number, end: number, isMarked: boolean): void => {
    const text = cleanText(snippet.text.slice(start, end));
    if (text !== "") parts.push({ text, isMarked });
  };
  if (from > 0) parts.push({ text: "… ", isMarked: false });
  let at = from;
  for (const [start, end] of marks) {
    if (end <= at || start >= to) continue;
    add(at, Math.max(start, at), false);
    add(Math.max(start, at), Math.min(end, to), true);
    at = Math.min(end, to);
  }
  add(at, to, false);
  if (to < snippet.text.length) parts.push({ text: " …", isMarked: false });
  return parts;
}

/** Marks inside the text, sorted, overlaps joined. */
function orderedMarks(snippet: Snippet): readonly TextRange[] {
  const inside = snippet.marks
    .slice(0, maxMarks)
    .map(([start, end]): TextRange => [Math.max(0, Math.trunc(start)), Math.min(snippet.text.length, Math.trunc(end))])
    .filter(([start, end]) => start < end)
    .toSorted((a, b) => a[0] - b[0]);
  const joined: TextRange[] = [];
  for (const [start, end] of inside) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) joined.splice(-1, 1, [last[0], Math.max(last[1], end)]);
    else joined.push([start, end]);
  }
  return joined;
}

/** Range of at most `maxLength` with a third of it before the first mark; never begins or ends inside a pair. */
function visibleRange(text: string, markAt: number, maxLength: number): TextRange {
  if (text.length <= maxLength) return [0, text.length];
  const from = Math.max(0, Math.min(markAt - Math.floor(maxLength / 3), text.length - maxLength));
  return [wholeAt(text, from), wholeAt(text, from + maxLength)];
}

/** The same place, or one before it when it is in the middle of a surrogate pair. */
function wholeAt(text: string, at: number): number {
  const isMiddle = /^[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]$/.test(text.charAt(at - 1));
  return isMiddle ? at - 1 : at;
}
