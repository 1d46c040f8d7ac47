const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Days before that are looked at. */
const days = 7;
/** Fewer say nothing about what is usual. */
const fewest = 3;

/**
 * What is usual in an hour: the same hour of the seven days before, without the lowest and the highest where there are at least five.
 *
 * @param counts by the beginning of the hour, milliseconds since 1970
 * @returns null while there are too few days
 */
export function usualBand(
  counts: ReadonlyMap<number, number>,
  hour: number,
): readonly [from: number, to: number] | null {
  const before = Array.from({ length: days }, (_, at) => counts.get(hour - (at + 1) * dayMs))
    .filter((n) => n !== undefined)
    .toSorted((a, b) => a - b);
  if (before.length < fewest) return null;
  const kept = before.length >= 5 ? before.slice(1, -1) : before;
  const [from, to] = [kept[0], kept.at(-1)];
  return from === undefined || to === undefined ? null : [from, to];
}
