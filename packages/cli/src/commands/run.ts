import { checkRedis } from "@wirewatch/pipeline";
import { onShutdown } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { isMigrated } from "@wirewatch/store";
import { existsSync } from "node:fs";
import { consoleLine } from "../console-line.ts";
import { openContext } from "../context.ts";
import type { ServiceContext } from "../context.ts";
import { runServices } from "../run-services.ts";
import { serviceNames } from "../services.ts";
import { UsageError } from "../usage-error.ts";

/** Longest time running work may take to end after a signal; the rest is returned and done again elsewhere. */
const drainLimitMs = 25_000;

/**
 * Runs one or several services in this process until a signal ends it.
 *
 * @param databaseUrl the store
 * @param options.concurrency runs of each stage at once
 */
export async function run(
  env: Environment,
  databaseUrl: string,
  names: readonly string[],
  options: { readonly concurrency?: number | undefined },
): Promise<void> {
  const unknown = names.filter((name) => !serviceNames.includes(name));
  if (names.length === 0 || unknown.length > 0) {
    const wrong = unknown.length > 0 ? `there is no service "${unknown[0] ?? ""}"` : "name at least one service";
    throw new UsageError(`${wrong}; services are ${serviceNames.join(", ")}`);
  }
  const context = openContext(env, databaseUrl, names.join("+"));
  await readyStores(context);
  const reload = names.includes("fetcher") && existsSync(env.configFolder) ? await reloading(context) : null;
  const starting = runServices(names, context, { concurrency: options.concurrency });
  let timer: NodeJS.Timeout | undefined;
  // Before anyone hears that the services work: whoever does may stop them at once.
  onShutdown(process, {
    limitMs: 30_000,
    exit: (code) => process.exit(code),
    drain: async (reason) => {
      clearInterval(timer);
      context.log.info({ reason }, "draining");
      const ended = await (await starting).stop(drainLimitMs);
      context.log.info({ ended }, "stopped");
    },
  });
  const running = await starting;
  if (reload !== null) {
    const look = (): Promise<void> =>
      reload().catch((error: unknown) => context.log.debug({ err: error }, "the configuration could not be looked at"));
    timer = setInterval(() => void look(), 1000);
  }
  context.log.info({ services: names, queues: context.queues.backend, pid: process.pid }, "started");
  if (process.send !== undefined) process.send({ started: names, url: running.url, firstAccess: running.firstAccess });
  else if (running.url !== null) process.stderr.write(`${consoleLine(running.url, running.firstAccess)}\n`);
}

/** Waits for the schema (another process may be migrating) and refuses queues that would lose entries. */
async function readyStores({ db, env, log }: ServiceContext): Promise<void> {
  if (env.redisUrl !== undefined) {
    const { refused, warnings } = await checkRedis(env.redisUrl);
    if (refused !== null) throw new Error(refused);
    for (const warning of warnings) log.warn(warning);
  }
  for (const until = performance.now() + 30_000; ;) {
    const problem = await isMigrated(db).then(
      (ready) => (ready ? null : 'the database is not set up for this version; run "wirewatch migrate" once'),
      (error: unknown) => `the store cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (problem === null) return;
    if (performance.now() > until) throw new Error(problem);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Loaded on demand: most processes read no files. */
async function reloading(context: ServiceContext): Promise<() => Promise<void>> {
  const { reloadConfig } = await import("../reload-config.ts");
  return reloadConfig(context);
}
