/**
 * The candidate nearest to what was written, if it is near enough to be what was meant.
 *
 * @returns null when nothing is within a third of the length (at least one, at most three edits)
 */
export function nearest(written: string, candidates: readonly string[]): string | null {
  const wanted = written.slice(0, maxLength).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of candidates.slice(0, maxCandidates)) {
    const distance = editDistance(wanted, candidate.slice(0, maxLength).toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Compared at most, so that long lists cost no time. */
const maxCandidates = 5_000;

/** Longer names are compared by their beginning. */
const maxLength = 64;

/**
 * Number of insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
 *
 * @see Damerau (1964), Levenshtein (1966); the optimal string alignment form, in which no part is edited twice
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
