import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./postgres/server.ts";

/** What a running supervisor leaves for other commands. */
export interface HomeState {
  readonly pid: number;
  /** Start of the process in clock ticks since boot, where the system tells: ids are used again. */
  readonly startedTicks: string | null;
  readonly databaseUrl: string;
}

/** Only one supervisor works in a home directory; other commands find its stores through this file. */
export interface HomeLock {
  release(): void;
}

/**
 * Takes the home directory for this process.
 *
 * @throws {Error} in plain words when another supervisor works there
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true });
  const running = readHome(home);
  if (running !== null) {
    throw new Error(
      `Wirewatch already runs here (process ${running.pid}); stop it first, or set WIREWATCH_HOME to another folder`,
    );
  }
  return { release: () => rmSync(fileIn(home), { force: true }) };
}

/** Lets other commands of this machine find the stores. */
export function publishHome(home: string, databaseUrl: string): void {
  const state: HomeState = { pid: process.pid, startedTicks: startTicks(process.pid), databaseUrl };
  writeFileSync(fileIn(home), JSON.stringify(state), { mode: 0o600 });
}

/** The supervisor that runs in a home directory, or null. */
export function readHome(home: string): HomeState | null {
  const file = fileIn(home);
  if (!existsSync(file)) return null;
  try {
    const state = JSON.parse(readFileSync(file, "utf8")) as HomeState;
    return isAlive(state.pid) && startTicks(state.pid) === state.startedTicks ? state : null;
  } catch {
    return null;
  }
}

function fileIn(home: string): string {
  return join(home, "supervisor.json");
}

/** Field 22 of /proc/<pid>/stat; null where there is no /proc. */
function startTicks(pid: number): string | null {
  try {
    return (
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")[19] ?? null
    );
  } catch {
    return null;
  }
}
