/** Processor time this thread has used, milliseconds: what a limit on work is held against, for a busy machine takes its time. */
export function workMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
