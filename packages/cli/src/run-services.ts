import { spawn } from "node:child_process";
import { defaultKeep } from "@wirewatch/config/stored";
import { faultsFrom, startPipeline } from "@wirewatch/pipeline";
import type { AnyMessage, Pipeline, StageName } from "@wirewatch/pipeline";
import { createHousekeeping } from "@wirewatch/store";
import type { FirstAccess } from "@wirewatch/console";
import type { ServiceContext } from "./context.ts";
import { buildService } from "./services.ts";
import type { BuiltService } from "./services.ts";

/** Services that run in this process. */
export interface RunningServices {
  readonly pipeline: Pipeline;
  /** Where the console is served, when it is one of them. */
  readonly url: string | null;
  /** What the first of all to log in needs; null when somebody has, or the console is none of them. */
  readonly firstAccess: FirstAccess | null;
  /** Lets running work finish within the limit, then closes everything. @returns false when work had to be returned */
  stop(limitMs: number): Promise<boolean>;
}

/**
 * Builds and starts services in this process.
 *
 * @param concurrency runs of each stage at once; each stage's own number when absent
 * @param duties extra work for the leader of all processes
 */
export async function runServices(
  names: readonly string[],
  context: ServiceContext,
  options: { readonly concurrency?: number | undefined; readonly duties?: readonly (() => Promise<void>)[] } = {},
): Promise<RunningServices> {
  const built: BuiltService[] = [];
  for (const name of names) built.push(await buildService(name, context));
  const pipeline = await startPipeline({
    db: context.db,
    queues: context.queues,
    log: context.log,
    service: names.join("+"),
    stages: built.flatMap((service) => service.stages),
    concurrency: options.concurrency,
    // Whichever process leads, so that it is done also when services are spread over machines.
    duties: [createHousekeeping(context.db, () => performance.now(), defaultKeep), ...(options.duties ?? [])],
    runAlone,
    ...(context.env.faults === undefined ? {} : { fault: faultsFrom(context.env.faults, killThisProcess) }),
  });
  return {
    pipeline,
    url: built.find((service) => service.url !== undefined)?.url ?? null,
    firstAccess: built.find((service) => service.firstAccess !== undefined)?.firstAccess ?? null,
    async stop(limitMs) {
      const ended = await pipeline.drain(limitMs);
      await Promise.allSettled(built.map((service) => service.close()));
      await context.close();
      return ended;
    },
  };
}

/** Exit code of a process that could not work on its row at all (EX_TEMPFAIL of sysexits.h), e.g. without a store. */
export const notTheRowsFault = 75;

export function killThisProcess(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Runs one claimed row in a process of its own; a crash there is the row's fault. */
function runAlone(stage: StageName, message: AnyMessage, token: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const main = new URL("main.ts", import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      [decodeURIComponent(main), "run-alone", stage, JSON.stringify(message), token],
      {
        // Its input is a pipe from this process: it ends when this process does.
        stdio: ["pipe", "ignore", "inherit"],
      },
    );
    const stop = (): void => void child.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    child.once("error", () => resolve(true));
    child.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      resolve(code === 0 || code === notTheRowsFault);
    });
  });
}
