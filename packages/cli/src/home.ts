import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./is-alive.ts";

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

/** The file of one that has not opened its stores yet has no address of them. */
type Claim = Omit<HomeState, "databaseUrl"> & { readonly databaseUrl: string | null };

/**
 * Takes the home directory for this process.
 *
 * @throws {Error} in plain words when another supervisor works there, or starts there at this moment
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true });
  const running = readClaim(home);
  if (running !== null) {
    throw new Error(
      `Wirewatch already runs here (process ${running.pid}); stop it first, or set WIREWATCH_HOME to another folder`,
    );
  }
  rmSync(fileIn(home), { force: true });
  writeClaim(home, null, "wx");
  return { release: () => rmSync(fileIn(home), { force: true }) };
}

/** Lets other commands of this machine find the stores. */
export function publishHome(home: string, databaseUrl: string): void {
  writeClaim(home, databaseUrl, "w");
}

/** The supervisor that runs in a home directory, or null. */
export function readHome(home: string): HomeState | null {
  const claim = readClaim(home);
  return claim === null || claim.databaseUrl === null ? null : { ...claim, databaseUrl: claim.databaseUrl };
}

function writeClaim(home: string, databaseUrl: string | null, flag: "w" | "wx"): void {
  const claim: Claim = { pid: process.pid, startedTicks: startTicks(process.pid), databaseUrl };
  writeFileSync(fileIn(home), JSON.stringify(claim), { mode: 0o600, flag });
}

function readClaim(home: string): Claim | null {
  const file = fileIn(home);
  if (!existsSync(file)) return null;
  try {
    const claim = JSON.parse(readFileSync(file, "utf8")) as Claim;
    return isAlive(claim.pid) && startTicks(claim.pid) === claim.startedTicks ? claim : null;
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
