import type { Environment } from "@wirewatch/runtime";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const verbs: Readonly<
  Record<string, (words: readonly string[], env: Environment, write: Write, tell: Tell) => Promise<number>>
> = {
  list: async (words, env, write, tell) => (await import("./topics-list.ts")).listTopics(words, env, write, tell),
  test: async (words, env, write, tell) => (await import("./topics-test.ts")).testTopics(words, env, write, tell),
  lint: async (words, env, write, tell) => (await import("./topics-lint.ts")).lintTopics(words, env, write, { tell }),
  backtest: async (words, env, write, tell) =>
    (await import("./topics-backtest.ts")).topicsBacktest(words, env, write, tell),
  rematch: async (words, env, write) => (await import("./topics-rematch.ts")).rematch(words, env, write),
  usage: async (words, env, write) => (await import("./topics-usage.ts")).topicsUsage(words, env, write),
};

/** `wirewatch topics list | test | lint | backtest | rematch | usage`: see the file of each. @param tell takes what is said aside. @returns exit code */
export async function topics(
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
    `say what to do with the topics${found}; write: wirewatch topics list, test [id…], lint [id…], backtest <id>, rematch <id…> or usage`,
  );
}
