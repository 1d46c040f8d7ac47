import { readFile } from "node:fs/promises";
import { loadConfig, parseStoredConfig } from "@wirewatch/config";
import type { Config, TopicConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { createConfigReader } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { readWords, wholeNumber } from "../command-words.ts";
import { problemReport } from "../config-loader.ts";
import { readSince } from "../since.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { backtestLines } from "./topics-backtest-report.ts";
import { backtest } from "./topics-backtest-run.ts";

const usage = "topics backtest <id> [--since 30d] [--limit n] [--config folder] [--json]";

/** Shortest time between two lines of progress, milliseconds. */
const lineMs = 2000;
/** Ids that a message names. */
const maxNamed = 20;

/**
 * `wirewatch topics backtest <id>`: what a topic, as it stands in the files, would have found in the archive, and what that changes
 * against the version that runs.
 *
 * @param tell takes lines on how far it has come; standard error, so that `--json` can be read
 * @returns exit code 0
 */
export async function topicsBacktest(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: (text: string) => void = (text) => void process.stderr.write(text),
): Promise<number> {
  const { names, options } = readWords(
    words,
    {
      since: { type: "string" },
      limit: { type: "string" },
      config: { type: "string" },
      json: { type: "boolean" },
    },
    usage,
  );
  const [id, ...more] = names;
  if (id === undefined || more.length > 0) throw new UsageError(`name one topic; write: wirewatch ${usage}`);
  const now = new Date();
  const since = readSince(options.since ?? "30d", now);
  const limit = options.limit === undefined ? null : wholeNumber(options.limit, "--limit", 999_999);
  const config = await readFiles(options.config ?? env.configFolder);
  const topic = topicNamed(config, id);

  let toldMs = performance.now();
  const onProgress = (looked: number, of: number): void => {
    if (performance.now() - toldMs < lineMs) return;
    toldMs = performance.now();
    tell(`${looked.toLocaleString("en")} of ${counted(of, "article")}\n`);
  };
  const result = await withStore(env, async ({ db }) => {
    const running = await runningTopic(db, id);
    return backtest({ db, config, topic, running, since: since.at, now, limit, onProgress });
  });
  write(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : printable(backtestLines(result)));
  return 0;
}

/** The files as they are now; what only alerts need is not asked for. */
async function readFiles(folder: string): Promise<Config> {
  const loaded = await loadConfig(folder, { env: {}, readFile, checkSecrets: false });
  if (!loaded.ok) throw new UsageError(`the configuration cannot be used\n\n${problemReport(loaded.problems)}`);
  return loaded.config;
}

function topicNamed({ topics }: Config, id: string): TopicConfig {
  const topic = topics.find((candidate) => candidate.id === id);
  if (topic !== undefined) return topic;
  const ids = topics.slice(0, maxNamed).map((one) => one.id);
  const more = topics.length - ids.length;
  const known = ids.length === 0 ? "it has none" : `topics are ${ids.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  throw new UsageError(`there is no topic "${id}" in topics.yaml; ${known}`);
}

/** The topic as it runs; null when it does not, or nothing was loaded yet. */
async function runningTopic(db: Kysely<Database>, id: string): Promise<TopicConfig | null> {
  const isLoaded = await db.selectFrom("config").select("version").limit(1).executeTakeFirst();
  if (isLoaded === undefined) return null;
  const { config } = await createConfigReader(db, parseStoredConfig).current();
  return config.topics.find((topic) => topic.id === id) ?? null;
}
