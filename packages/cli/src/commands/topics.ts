import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const verbs: Readonly<Record<string, (words: readonly string[], env: Environment, write: Write) => Promise<number>>> = {
  list: async (words, env, write) => (await import("./topics-list.ts")).listTopics(words, env, write),
  test: async (words, env, write) => (await import("./topics-test.ts")).testTopics(words, env, write),
  lint: async (words, env, write) => (await import("./topics-lint.ts")).lintTopics(words, env, write),
  backtest: async (words, env, write) => (await import("./topics-backtest.ts")).topicsBacktest(words, env, write),
  rematch: async (words, env, write) => (await import("./topics-rematch.ts")).rematch(words, env, write),
  usage: async (words, env, write) => (await import("./topics-usage.ts")).topicsUsage(words, env, write),
};

/** `wirewatch topics list | test | lint | backtest | rematch | usage`: see the file of each. @returns exit code */
export async function topics(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const [verb, ...rest] = words;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run !== undefined) return run(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the topics${found}; write: wirewatch topics list, test [id…], lint [id…], backtest <id>, rematch <id…> or usage`,
  );
}
