/**
 * Waits until a condition holds.
 *
 * @throws {Error} when it does not within the limit
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
  what = "the condition",
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come true within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
