import { randomUUID } from "node:crypto";
import type { Bell, RunnerDeps } from "@wirewatch/pipeline";
import type { Database, Kysely } from "@wirewatch/store";

/** What a stage runs with in a test, and what it did through it. */
export interface TestRunner {
  readonly deps: RunnerDeps;
  /** Bells in the order they were rung. */
  readonly bells: Bell[];
  /** Messages of the log with their levels. */
  readonly logged: { readonly level: "info" | "warn" | "error"; readonly message: string; readonly fields: object }[];
  /** Hosts that were said to be free, and in how many milliseconds. */
  readonly gaps: { readonly gates: readonly string[]; readonly gapMs: number }[];
}

/** A runner that keeps bells instead of queueing them. */
export function testRunner(db: Kysely<Database>, given: Partial<RunnerDeps> = {}): TestRunner {
  const bells: TestRunner["bells"] = [];
  const logged: TestRunner["logged"] = [];
  const gaps: TestRunner["gaps"] = [];
  const log = (level: "info" | "warn" | "error") => (fields: object, message: string) =>
    void logged.push({ level, message, fields });
  const deps: RunnerDeps = {
    db,
    log: { info: log("info"), warn: log("warn"), error: log("error") },
    workerId: "tester",
    token: randomUUID,
    monotonicMs: () => performance.now(),
    ring: (bell) => Promise.resolve(bells.push(bell) > 0),
    afterGap: (gates, gapMs) => void gaps.push({ gates, gapMs }),
    inFlight: new Map(),
    fault: () => undefined,
    ...given,
  };
  return { deps, bells, logged, gaps };
}
