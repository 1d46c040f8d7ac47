/**
 * The most processor time that the event loop spends in one turn while something runs, milliseconds: so long others of the process wait for
 * it, on a machine that has nothing else to do. Measured by a loop of turns that do nothing, so the time that `run` takes says nothing.
 */
export async function longestTurnMs(run: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let isDone = false;
  let lastMs = threadMs();
  const turn = (): void => {
    const nowMs = threadMs();
    longest = Math.max(longest, nowMs - lastMs);
    if (isDone) return;
    setImmediate(turn);
    lastMs = threadMs();
  };
  setImmediate(turn);
  await run();
  isDone = true;
  await new Promise((resolve) => setImmediate(resolve));
  return longest;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
