import { readFile } from "node:fs/promises";
import type { Config } from "@wirewatch/config";
import { parseStoredConfig, resolveSecrets } from "@wirewatch/config/stored";
import { openQueues } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { createLog, environmentVariables } from "@wirewatch/runtime";
import type { Environment, Log } from "@wirewatch/runtime";
import { createConfigReader, openStore } from "@wirewatch/store";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";

/** What every service process has. */
export interface ServiceContext {
  readonly env: Environment;
  readonly log: Log;
  readonly db: Kysely<Database>;
  readonly queues: StageQueues;
  readonly config: ConfigReader<Config>;
  /** Replaces references such as `${env:NAME}`; what they stand for never appears in a log line afterwards. */
  readonly resolveSecrets: (text: string) => Promise<string>;
  close(): Promise<void>;
}

/** Name sent with every request unless a source has its own. */
export const userAgent = "Wirewatch/0.1";

/**
 * Opens the stores of a service process.
 *
 * @param databaseUrl the embedded server's or `DATABASE_URL`
 */
export function openContext(env: Environment, databaseUrl: string, service: string): ServiceContext {
  const log = createLog({ level: env.logLevel, service });
  log.hide(passwordsOf([databaseUrl, env.redisUrl]));
  const db = openStore({
    url: databaseUrl,
    name: `wirewatch ${service}`,
    connections: 13,
    onError: (error) => log.debug({ err: error }, "a connection to the store ended"),
  });
  const queues = openQueues({ databaseUrl, redisUrl: env.redisUrl, onError: quietly(log) });
  return {
    env,
    log,
    db,
    queues,
    config: createConfigReader(db, parseStoredConfig),
    resolveSecrets: async (text) => {
      const secret = await resolveSecrets(text, { env: environmentVariables(), readFile });
      if (secret !== text) log.hide([secret]);
      return secret;
    },
    async close() {
      await queues.close();
      await db.destroy();
    },
  };
}

/** One line a minute about a queue that is away, instead of one per attempt to reconnect. */
function quietly(log: Log): (error: Error) => void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - saidAtMs < 60_000) return;
    saidAtMs = performance.now();
    log.warn({ err: error }, "the queue is away for a moment; work goes on when it is back");
  };
}

function passwordsOf(urls: readonly (string | undefined)[]): string[] {
  return urls
    .flatMap((url) => (url !== undefined && URL.canParse(url) ? [decodeURIComponent(new URL(url).password)] : []))
    .filter((password) => password !== "");
}
