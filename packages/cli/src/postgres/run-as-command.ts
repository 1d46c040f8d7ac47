import { spawnSync } from "node:child_process";
import { environmentVariables } from "@wirewatch/runtime";
import type { RunAs } from "./run-as.ts";

/** Runs a program of PostgreSQL to its end as the user it may run as. @param handOver a file that user must be able to read */
export function command(
  program: string,
  args: readonly string[],
  runAs: RunAs,
  handOver?: string,
): { status: number | null; stdout: string; stderr: string } {
  if (handOver !== undefined && runAs.uid !== undefined) chownFile(handOver, runAs.uid);
  const [first = program, ...rest] = [...runAs.prefix, program, ...args];
  const result = spawnSync(first, rest, { encoding: "utf8", env: cleanEnvironment(), ...owner(runAs) });
  return { status: result.status, stdout: result.stdout ?? "", stderr: result.stderr ?? String(result.error ?? "") };
}

function chownFile(file: string, uid: number): void {
  spawnSync("chown", [String(uid), file]);
}

/** For `spawn`: the user the program runs as, when it is another one. */
export function owner(runAs: RunAs): { uid?: number; gid?: number } {
  return runAs.uid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid ?? runAs.uid };
}

/** PostgreSQL reads PG* variables; none of the user's may reach our server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(environmentVariables()).filter(
    ([name]) => !name.startsWith("PG") && !name.startsWith("LC_") && name !== "LANG",
  );
  return { ...Object.fromEntries(kept), LC_ALL: "C" };
}
