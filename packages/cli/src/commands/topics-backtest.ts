import { originWords } from "@wirewatch/config";
import type { Config, TopicConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readWords, wholeNumber } from "../command-words.ts";
import { openConfig } from "../config-files.ts";
import { currentConfig } from "../current-config.ts";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { readSince } from "../since.ts";
import { counted, printable } from "../terminal-text.ts";
import { unknownName } from "../unknown-name.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";
import { backtestLines } from "./topics-backtest-report.ts";
import { backtest } from "./topics-backtest-run.ts";

const usage = "topics backtest <id> [--since 30d] [--limit n] [--config folder] [--json]";

/** Shortest time between two lines of progress, milliseconds. */
const lineMs = 2000;

/**
 * `wirewatch topics backtest <id>`: what a topic, as it stands in the files or the console now, would have found in the archive, and what that changes
 * against the version that runs.
 *
 * @param tell takes lines on how far it has come and what was left out; standard error, so that `--json` can be read
 * @returns exit code 0
 */
export async function topicsBacktest(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: Tell = tellAside,
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

  let toldMs = performance.now();
  const onProgress = (looked: number, of: number): void => {
    if (performance.now() - toldMs < lineMs) return;
    toldMs = performance.now();
    tell(`${looked.toLocaleString("en")} of ${counted(of, "article")}`);
  };
  const result = await withStore(env, async ({ db, url }) => {
    const at = { ...env, databaseUrl: url, configFolder: options.config ?? env.configFolder };
    const { config, origins } = await openConfig(at, tell);
    const topic = topicNamed(config, id);
    const running = (await currentConfig(db))?.topics.find((one) => one.id === id) ?? null;
    const found = await backtest({ db, config, topic, running, since: since.at, now, limit, onProgress });
    return { from: originWords(origins.topics.get(id)), ...found };
  });
  write(options.json === true ? `${JSON.stringify(result, null, 2)}\n` : printable(backtestLines(result, result.from)));
  return 0;
}

function topicNamed({ topics }: Config, id: string): TopicConfig {
  const topic = topics.find((candidate) => candidate.id === id);
  if (topic !== undefined) return topic;
  const known = topics.map((one) => one.id);
  throw unknownName("topic", id, "in topics.yaml or the console", known);
}
