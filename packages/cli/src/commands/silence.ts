import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const verbs: Readonly<Record<string, (words: readonly string[], env: Environment, write: Write) => Promise<number>>> = {
  add: async (words, env, write) => (await import("./silence-add.ts")).addCommand(words, env, write),
  list: async (words, env, write) => (await import("./silence-list.ts")).listCommand(words, env, write),
  expire: async (words, env, write) => (await import("./silence-expire.ts")).expireCommand(words, env, write),
};

/** `wirewatch silence add | list | expire`: what nobody wants to be told for a while. @returns exit code */
export async function silence(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const [verb, ...rest] = words;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run !== undefined) return run(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the silences${found}; write: wirewatch silence add <matcher…> --comment "…", list or expire <id>`,
  );
}
