import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

type Write = (text: string) => void;

const verbs: Readonly<Record<string, (words: readonly string[], env: Environment, write: Write) => Promise<number>>> = {
  list: async (words, env, write) => (await import("./alerts-list.ts")).listCommand(words, env, write),
  show: async (words, env, write) => (await import("./alerts-show.ts")).showCommand(words, env, write),
  ack: async (words, env, write) => (await import("./alerts-ack.ts")).ackCommand(words, env, write),
  mute: async (words, env, write) => (await import("./alerts-mute.ts")).muteCommand(words, env, write),
};

/** `wirewatch alerts list | show | ack | mute`: see the file of each. @returns exit code */
export async function alerts(words: readonly string[], env: Environment, write: Write): Promise<number> {
  const [verb, ...rest] = words;
  const run = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (run !== undefined) return run(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the alerts${found}; write: wirewatch alerts list, show <id>, ack <id…> or mute <id>`,
  );
}
