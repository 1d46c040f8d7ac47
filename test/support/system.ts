import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileCache } from "./compile-cache.ts";

const program = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

/** The services of the pipeline, without the console. */
export const pipelineServices = ["fetcher", "stripper", "deduplicator", "classifier", "notifier"] as const;

/** A `wirewatch` process that a test started. */
export interface TestProcess {
  readonly service: string;
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts `wirewatch <words>` as a process of its own, in the folder `cwd` (this process's own when absent). */
export function startProcess(words: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): TestProcess {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...baseEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-200_000)));
  const ended = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  return { service: words.slice(1).join("+"), child, output: () => output, ended };
}

/** Runs `wirewatch <words>` to its end. */
export async function runCommand(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | string; output: string }> {
  const run = startProcess(words, env);
  const code = await run.ended;
  return { code, output: run.output() };
}

/** The variables of the machine without any of Wirewatch's or Vitest's own. */
function baseEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, NODE_COMPILE_CACHE: compileCache };
}

/** Several service processes that a test may kill; a killed one is started again at once. */
export interface TestSystem {
  readonly running: () => readonly TestProcess[];
  /** SIGKILL to one process; another takes its place. */
  kill(index: number): string;
  /** SIGTERM to all. @returns exit codes */
  stop(): Promise<readonly (number | string)[]>;
}

/** Starts one process per entry, e.g. `["fetcher", "stripper", "stripper"]`. */
export function startSystem(services: readonly string[], env: NodeJS.ProcessEnv): TestSystem {
  let stopping = false;
  const processes: TestProcess[] = [];
  const launch = (index: number, service: string): void => {
    const started = startProcess(["run", service], env);
    processes[index] = started;
    // As a supervisor does: what ends by itself (a store was away when it started) is started again.
    void started.ended.then(() => {
      setTimeout(() => {
        if (!stopping && processes[index] === started) launch(index, service);
      }, 300);
    });
  };
  for (const [index, service] of services.entries()) launch(index, service);
  return {
    running: () => processes,
    kill(index) {
      const old = processes[index];
      if (old === undefined) throw new RangeError(`there is no process ${index}`);
      old.child.kill("SIGKILL");
      launch(index, old.service);
      return old.service;
    },
    async stop() {
      stopping = true;
      for (const { child } of processes) child.kill("SIGTERM");
      return Promise.all(processes.map(({ ended }) => ended));
    },
  };
}

/** Writes the three files of a configuration and returns their folder. */
export function writeConfig(
  folder: string,
  files: { readonly sources: string; readonly topics: string; readonly alerts: string },
): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.yaml`), text);
  return folder;
}
