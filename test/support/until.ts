/**
 * Waits until a condition holds.
 *
 * @param everyMs pause between two looks; longer where a look costs something
 * @throws {Error} when it does not within the limit
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
  what = "the condition",
  everyMs = 25,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come true within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
