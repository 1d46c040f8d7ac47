/** A stretch of two sequences: equal in both, or what replaces what. Ends are exclusive. */
export interface Stretch {
  readonly isSame: boolean;
  readonly before: readonly [start: number, end: number];
  readonly after: readonly [start: number, end: number];
}

/** Edits that are searched for; sequences that differ more count as replaced as a whole. Bounds time and memory (2 MB). */
const maxEdits = 500;

/**
 * The shortest way from one sequence to another, as alternating stretches of equal and different elements.
 *
 * Time grows with length times differences, at most 500 of these.
 *
 * @see Myers (1986), An O(ND) Difference Algorithm and Its Variations, the greedy algorithm
 */
export function diffSequences(before: readonly string[], after: readonly string[]): Stretch[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;

  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const kept = a.length === 0 || b.length === 0 ? [] : keptPairs(a, b);
  const stretches: Stretch[] = [];
  let [x, y] = [0, 0];
  const pairs = [
    ...Array.from({ length: head }, (_, at) => [at, at] as const),
    ...kept.map(([i, j]) => [i + head, j + head] as const),
    ...Array.from({ length: tail }, (_, at) => [before.length - tail + at, after.length - tail + at] as const),
    [before.length, after.length] as const,
  ];
  let sameFrom = -1;
  for (const [i, j] of pairs) {
    if (i === x && j === y && i < before.length && j < after.length) {
      if (sameFrom < 0) sameFrom = i;
    } else {
      if (sameFrom >= 0) stretches.push({ isSame: true, before: [sameFrom, x], after: [y - (x - sameFrom), y] });
      if (i > x || j > y) stretches.push({ isSame: false, before: [x, i], after: [y, j] });
      sameFrom = i < before.length && j < after.length ? i : -1;
    }
    [x, y] = [i + 1, j + 1];
  }
  return stretches;
}

/** Places of a longest common subsequence; none when more than `maxEdits` edits lie between the two. */
function keptPairs(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const limit = Math.min(a.length + b.length, maxEdits);
  const offset = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const history: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    history.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const left = furthest[offset + diagonal - 1] ?? 0;
      const above = furthest[offset + diagonal + 1] ?? 0;
      let x = diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[offset + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(history, a.length, b.length);
    }
  }
  return [];
}

function walkBack(history: readonly Int32Array[], lengthA: number, lengthB: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [x, y] = [lengthA, lengthB];
  for (let edits = history.length - 1; edits >= 0; edits -= 1) {
    const furthest = history[edits];
    const at = (diagonal: number): number => furthest?.[diagonal + edits + 1] ?? 0;
    const diagonal = x - y;
    const isDown = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const from = isDown ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : at(from);
    const startY = edits === 0 ? 0 : startX - from;
    const [snakeX, snakeY] = edits === 0 ? [0, 0] : isDown ? [startX, startY + 1] : [startX + 1, startY];
    while (x > snakeX && y > snakeY) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [startX, startY];
  }
  return pairs.reverse();
}
