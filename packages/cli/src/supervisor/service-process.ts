import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { FirstAccess } from "@wirewatch/console";

export interface ServiceProcessOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: (service: string, line: string) => void;
  /** Told what the child says each time it has started. */
  readonly onStart?: (message: StartMessage) => void;
  readonly onRestart: (service: string, reason: string, inMs: number) => void;
}

/** Sent by a child over IPC once it works. */
export interface StartMessage {
  /** Where it serves pages, when it does. */
  readonly url?: string | null;
  /** Of the console: what the first of all to log in needs. */
  readonly firstAccess?: FirstAccess | null;
  /** Of the demo. */
  readonly newsroomUrl?: string;
  readonly inboxUrl?: string;
}

/** A child process that is started again when it dies. */
export interface ServiceProcess {
  readonly name: string;
  readonly state: () => "starting" | "running" | "restarting" | "stopped";
  readonly pid: () => number | undefined;
  /** What the child said when it first had started. */
  readonly started: Promise<StartMessage>;
  /** Asks it to drain; kills it when it has not ended within the limit. */
  stop(limitMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A child that ran this long starts its pauses anew. */
const calmMs = 60_000;

/** Starts the program itself as a child with other words, in a session of its own so that Ctrl-C reaches only the supervisor. */
export function startServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  let state: ReturnType<ServiceProcess["state"]> = "starting";
  let child: ChildProcess | undefined;
  let pauseMs = firstPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let markStarted: (message: StartMessage) => void = () => undefined;
  const started = new Promise<StartMessage>((resolve) => {
    markStarted = resolve;
  });

  function launch(): void {
    const startedAtMs = performance.now();
    const process_ = spawn(process.execPath, [main, ...options.args], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
      env: options.env,
    });
    child = process_;
    let lastError = "";
    for (const stream of [process_.stdout, process_.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (stream === process_.stderr && line.trim() !== "") lastError = line;
        options.onLine(options.name, line);
      });
    }
    process_.once("message", (message: StartMessage) => {
      state = "running";
      markStarted(message);
      options.onStart?.(message);
    });
    process_.once("error", (error) => {
      lastError = error.message;
    });
    process_.once("close", (code, signal) => {
      child = undefined;
      if (state === "stopped") return;
      if (performance.now() - startedAtMs > calmMs) pauseMs = firstPauseMs;
      state = "restarting";
      const how = signal === null ? `ended with code ${code ?? "?"}` : `was ended by ${signal}`;
      options.onRestart(options.name, lastError === "" ? how : `${how}: ${lastError}`, pauseMs);
      timer = setTimeout(launch, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  }

  launch();
  return {
    name: options.name,
    state: () => state,
    pid: () => child?.pid,
    started,
    async stop(limitMs) {
      state = "stopped";
      clearTimeout(timer);
      const running = child;
      if (running === undefined) return;
      const closed = new Promise<void>((resolve) => running.once("close", () => resolve()));
      running.kill("SIGTERM");
      const late = setTimeout(() => running.kill("SIGKILL"), limitMs);
      await closed;
      clearTimeout(late);
    },
    kill() {
      state = "stopped";
      clearTimeout(timer);
      child?.kill("SIGKILL");
    },
  };
}
