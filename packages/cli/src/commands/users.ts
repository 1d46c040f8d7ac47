import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const verbs: Readonly<Record<string, (words: readonly string[], env: Environment, write: Write) => Promise<number>>> = {
  list: async (words, env, write) => (await import("./users-list.ts")).listCommand(words, env, write),
  add: async (words, env, write) => (await import("./users-add.ts")).addCommand(words, env, write),
  password: async (words, env, write) => (await import("./users-password.ts")).passwordCommand(words, env, write),
  role: async (words, env, write) => (await import("./users-change.ts")).roleCommand(words, env, write),
  disable: async (words, env, write) => (await import("./users-change.ts")).disableCommand(words, env, write),
  enable: async (words, env, write) => (await import("./users-change.ts")).enableCommand(words, env, write),
};

/** `wirewatch users list | add | password | role | disable | enable`: who may use the console. @returns exit code */
export async function users(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const [verb, ...rest] = words;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run !== undefined) return run(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the users${found}; write: wirewatch users list, add <login> --role <role> --name "…", password <login>, role <login> <role>, disable <login> or enable <login>`,
  );
}
