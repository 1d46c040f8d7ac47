import { cutReasonWords, orderedCut } from "@wirewatch/explain";
import type { CutBlock } from "@wirewatch/model";
import { counted, oneLine } from "../terminal-text.ts";

/** Blocks of a revision that are listed. */
const maxListed = 12;

/** What was left out of an article's text, and why: the first twelve blocks. */
export function cutLines(cut: readonly CutBlock[]): string[] {
  if (cut.length === 0) return [];
  const listed = orderedCut(cut);
  const more = listed.length - maxListed;
  return [
    `  Left out of the text: ${counted(cut.length, "block")}`,
    ...listed
      .slice(0, maxListed)
      .map(({ text, reason }) => `    ${cutReasonWords[reason].padEnd(20)}  “${oneLine(text, 80)}”`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
