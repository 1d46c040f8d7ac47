import { reindexSearch } from "@wirewatch/classifier";
import { reindexSimilarity } from "@wirewatch/deduplicator";
import type { Environment } from "@wirewatch/runtime";
import type { Database, Kysely } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { lengthOfTime } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "reindex similarity | search";

/** What can be made anew from the stored texts, while the system runs. */
type Rebuild = (
  db: Kysely<Database>,
  onProgress: (progress: { readonly done: number; readonly of: number }) => void,
  signal: AbortSignal,
) => Promise<{ readonly done: number; readonly of: number }>;

const rebuilds: ReadonlyMap<string, Rebuild> = new Map<string, Rebuild>([
  ["similarity", reindexSimilarity],
  ["search", reindexSearch],
]);

/**
 * `wirewatch reindex similarity`: makes what copies are recognised by anew; `wirewatch reindex search`: makes every archived article
 * findable.
 *
 * @returns exit code: 0 when all is done, 1 when it was stopped by Ctrl-C; the next call goes on from there
 */
export async function reindex(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names } = readWords(words, {}, usage);
  const [name = ""] = names;
  if (names.length !== 1 || !rebuilds.has(name)) throw new UsageError(`write: wirewatch ${usage}`);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    return await withStore(env, ({ db }) => reindexStore(db, write, stop.signal, name));
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

/** Shortest time between two lines, milliseconds. */
const lineMs = 2_000;

/** Rebuilds, telling how far it has come. @returns exit code */
export async function reindexStore(
  db: Kysely<Database>,
  write: (text: string) => void,
  signal: AbortSignal,
  name = "similarity",
): Promise<number> {
  const startedMs = performance.now();
  let toldMs = startedMs;
  const onProgress = ({ done, of }: { readonly done: number; readonly of: number }): void => {
    if (performance.now() - toldMs < lineMs) return;
    toldMs = performance.now();
    write(`${done} of ${of} articles\n`);
  };
  const { done, of } = await (rebuilds.get(name) ?? reindexSimilarity)(db, onProgress, signal);
  const taken = lengthOfTime(performance.now() - startedMs);
  if (signal.aborted && done < of) {
    write(`Stopped after ${taken} at ${done} of ${of} articles; "wirewatch reindex ${name}" goes on from there.\n`);
    return 1;
  }
  write(
    `Done in ${taken}: ${done} articles. ${name === "search" ? "All of them can be found" : "No verdict was changed"} and nobody was alerted.\n`,
  );
  return 0;
}
