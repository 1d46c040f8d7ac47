import { folded } from "../page/words.ts";

const shingleLength = 4;

/**
 * How far two texts of one article agree: Dice coefficient of their sets of 4-word shingles, 0 to 1.
 *
 * @returns null when one of them is too short to tell
 */
export function agreementOf(text: string, other: string): number | null {
  // Most pages have no second witness; the shingles of the first would be for nothing.
  if (other === "") return null;
  const [a, b] = [shinglesOf(text), shinglesOf(other)];
  if (a.size < 10 || b.size < 10) return null;
  return Math.round((2_000 * a.intersection(b).size) / (a.size + b.size)) / 1_000;
}

function shinglesOf(text: string): Set<string> {
  const words = folded(text);
  const shingles = new Set<string>();
  /** Where the last words began, and the space behind the last one is. */
  const starts: number[] = [];
  for (let start = 0; start <= words.length;) {
    const space = words.indexOf(" ", start);
    const end = space === -1 ? words.length : space;
    starts.push(start);
    const first = starts.at(-shingleLength);
    if (first !== undefined) shingles.add(words.slice(first, end));
    start = end + 1;
  }
  return shingles;
}
