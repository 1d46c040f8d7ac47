/**
 * Blocks of a watched page that were not there before. A block that only moved is not new; one that is there more often
 * than before is, as often.
 *
 * @returns in the order of the page
 */
export function newBlocks(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Map<string, number>();
  for (const block of before) known.set(block, (known.get(block) ?? 0) + 1);
  return after.filter((block) => {
    const left = known.get(block) ?? 0;
    if (left > 0) known.set(block, left - 1);
    return left === 0;
  });
}
