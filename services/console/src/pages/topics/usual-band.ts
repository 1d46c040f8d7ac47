/** Days of which the usual number is learned. */
const learnedDays = 28;
/** With fewer days before it nothing is usual yet. */
const leastDays = 7;

/**
 * What is usual on each day: between the tenth and the ninetieth hundredth of the four weeks before it, with room for the chance that small
 * numbers are subject to (their square root). Undefined for the first days.
 *
 * @param counts one for each day, the oldest first
 */
export function usualBand(counts: readonly number[]): readonly (readonly [from: number, to: number] | undefined)[] {
  return counts.map((_count, at) => {
    const before = counts.slice(Math.max(0, at - learnedDays), at).toSorted((a, b) => a - b);
    if (before.length < leastDays || before.every((one) => one === 0)) return undefined;
    const [low, high] = [quantile(before, 0.1), quantile(before, 0.9)];
    const spread = Math.sqrt(before.reduce((sum, one) => sum + one, 0) / before.length);
    return [Math.max(0, Math.floor(low - spread)), Math.ceil(high + spread)];
  });
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
