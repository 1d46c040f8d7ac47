import { constants, setPriority } from "node:os";
import { rematchTopics } from "@wirewatch/classifier";
import type { Rematched } from "@wirewatch/classifier";
import { parseStoredConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { createConfigReader } from "@wirewatch/store";
import type { ConfigVersion, Database, Kysely } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { readSince } from "../since.ts";
import type { Since } from "../since.ts";
import { counted, lengthOfTime } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "topics rematch <id…|--all> [--since 30d]";

/** Shortest time between two lines of progress, milliseconds. */
const lineMs = 2000;

/**
 * `wirewatch topics rematch`: finds running topics in articles that were archived before they were added or changed. Nobody is told.
 *
 * @returns exit code: 0 when all is done, 1 when it was stopped by Ctrl-C; the next call goes on from there
 */
export async function rematch(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { all: { type: "boolean" }, since: { type: "string" } }, usage);
  if (names.length > 0 === (options.all === true))
    throw new UsageError(`name topics, or all of them with --all; write: wirewatch ${usage}`);
  const since = readSince(options.since ?? "30d", new Date());
  // The services go first; the operating system keeps that also where they share one processor.
  setPriority(constants.priority.PRIORITY_LOW);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    return await withStore(env, ({ db }) => rematchStore(db, { names, since, write, signal: stop.signal }));
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

/** Rematches topics of the running configuration; none named are all. @returns exit code */
export async function rematchStore(
  db: Kysely<Database>,
  {
    names,
    since,
    write,
    signal,
  }: {
    readonly names: readonly string[];
    readonly since: Since;
    readonly write: (text: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const current = await createConfigReader(db, parseStoredConfig).current();
  const topicIds = knownTopics(current, names);
  const startedMs = performance.now();
  let toldMs = startedMs;
  const onProgress = ({ done, of, written }: Rematched): void => {
    if (performance.now() - toldMs < lineMs) return;
    toldMs = performance.now();
    write(`${done} of ${counted(of, "article")}, ${matches(written)} written\n`);
  };
  const span = { since: since.at, span: since.text };
  const { done, of, written, isFinished } = await rematchTopics({ db, current, topicIds, ...span, onProgress, signal });
  const taken = lengthOfTime(performance.now() - startedMs);
  if (!isFinished) {
    write(`Stopped after ${taken} at ${done} of ${counted(of, "article")}; the same command goes on from there.\n`);
    return 1;
  }
  write(
    `Done in ${taken}: ${counted(topicIds.length, "topic")} in ${counted(done, "article")}, ${matches(written)} written. Nobody was told.\n`,
  );
  return 0;
}

function matches(written: number): string {
  return `${written.toLocaleString("en")} ${written === 1 ? "match" : "matches"}`;
}

function knownTopics({ version, config }: ConfigVersion<Config>, names: readonly string[]): readonly string[] {
  const running = new Set(config.topics.map((topic) => topic.id));
  const unknown = names.find((name) => !running.has(name));
  if (unknown !== undefined)
    throw new UsageError(
      `there is no topic "${unknown}" in the running configuration ${version}; what is only in the files can be tried with "wirewatch topics backtest"`,
    );
  return names.length === 0 ? [...running] : [...new Set(names)];
}
