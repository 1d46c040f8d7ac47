/**
 * The age at which a page is looked at again for corrections.
 *
 * @param steps ages in milliseconds since the page was first seen, e.g. 1 h, 6 h, 24 h; empty: never
 * @param step how many looks there were already
 * @returns null when there is none left
 */
export function nextRecheckMs(steps: readonly number[], step: number): number | null {
  return steps[step] ?? null;
}
