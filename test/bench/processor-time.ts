import { readFileSync } from "node:fs";

/** A process whose processor time is told. */
export interface TimedProcess {
  readonly name: string;
  readonly pid: number;
  /** Its children count as well: a server with a process for each connection. */
  readonly withChildren?: boolean;
}

/** Reads the clocks of some processes; what each used since then, by name, milliseconds. */
export function startProcessorTimes(processes: readonly TimedProcess[]): () => ReadonlyMap<string, number> {
  const now = (): number[] => processes.map(usedMs);
  const before = now();
  return () => {
    const after = now();
    return new Map(processes.map(({ name }, index) => [name, (after[index] ?? 0) - (before[index] ?? 0)]));
  };
}

/** E.g. `notifier 2.10, PostgreSQL 1.90; together 4.00 ms`. @param per what the times are divided by */
export function processorTimesText(times: ReadonlyMap<string, number>, per: number): string {
  const each = [...times].map(([name, ms]) => `${name} ${(ms / per).toFixed(2)}`);
  const sum = times.values().reduce((total, ms) => total + ms, 0);
  return `${each.join(", ")}; together ${(sum / per).toFixed(2)} ms`;
}

/** User and system time of a process until now, which Linux tells in hundredths of a second; not a number elsewhere. */
function usedMs({ pid, withChildren = false }: TimedProcess): number {
  try {
    const own = clockOf(pid);
    if (!withChildren) return own.ownMs;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
    return own.ownMs + own.endedMs + children.reduce((sum, child) => sum + clockOf(Number(child)).ownMs, 0);
  } catch {
    return Number.NaN;
  }
}

/** @see proc_pid_stat(5) */
function clockOf(pid: number): { readonly ownMs: number; readonly endedMs: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /su, "")
    .split(" ")
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { ownMs: 10 * (user + system), endedMs: 10 * (endedUser + endedSystem) };
}
