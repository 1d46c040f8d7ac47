import { originWords } from "@wirewatch/config";
import type { Origins } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readFreshness, readSourceHealth, readSystemState } from "@wirewatch/store";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { openConfig, originsInForce } from "../config-files.ts";
import { lookAtConsole } from "../console-look.ts";
import { readWords } from "../command-words.ts";
import { freshnessSpanMs } from "./status-report.ts";
import { sourceLines, usualPerDay } from "@wirewatch/explain";
import { printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const listUsage = "sources list [--json]";

const verbs: Readonly<
  Record<string, (words: readonly string[], env: Environment, write: Write, tell: Tell) => Promise<number>>
> = {
  list,
  test: async (words, env, write, tell) => (await import("./sources-test.ts")).testCommand(words, env, write, tell),
  import: async (words, env, write) => (await import("./sources-import.ts")).importCommand(words, env, write),
  export: async (words, env, write, tell) =>
    (await import("./sources-export.ts")).exportCommand(words, env, write, tell),
};

/** `wirewatch sources list | test | import | export`: the health of the sources, a test of one, lists in and out. @returns exit code */
export async function sources(
  words: readonly string[],
  env: Environment,
  write: Write,
  tell: Tell = tellAside,
): Promise<number> {
  const [verb, ...rest] = words;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run !== undefined) return run(rest, env, write, tell);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the sources${found}; write: wirewatch sources list, test <id or url>, import <file> or export`,
  );
}

/** Where sources stand; files that are elsewhere, or cannot be used at the moment, have no lines. */
async function sourceOrigins(env: Environment): Promise<Origins["sources"]> {
  try {
    return (await openConfig(env, () => undefined)).origins.sources;
  } catch {
    return originsInForce(await lookAtConsole(env)).sources;
  }
}

async function list(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, listUsage);
  if (names.length > 0)
    throw new UsageError(`"sources list" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${listUsage}`);
  const { asOf, found, fresh, origins } = await withStore(env, async ({ db, url }) => ({
    origins: await sourceOrigins({ ...env, databaseUrl: url }),
    asOf: (await readSystemState(db)).asOf,
    found: await readSourceHealth(db),
    fresh: new Map((await readFreshness(db, freshnessSpanMs)).map((freshness) => [freshness.sourceId, freshness])),
  }));
  if (options.json === true) {
    const listed = found.map((source) => ({
      ...source,
      origin: originWords(origins.get(source.id)),
      usualPerDay: usualPerDay(source.feeds, asOf),
      freshness: fresh.get(source.id) ?? null,
    }));
    write(`${JSON.stringify({ asOf, sources: listed }, null, 2)}\n`);
  } else if (found.length === 0)
    write("There are no sources yet; they stand in sources.yaml or are imported in the console.\n");
  else write(printable(sourceLines(found, asOf, fresh, ({ id }) => originWords(origins.get(id)))));
  return 0;
}
