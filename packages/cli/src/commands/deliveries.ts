import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

/** `wirewatch deliveries list | replay`: what was sent, is retried or has failed, and sending it again. @returns exit code */
export async function deliveries(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === "list") return (await import("./deliveries-list.ts")).listCommand(rest, env, write);
  if (verb === "replay") return (await import("./deliveries-replay.ts")).replayCommand(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the deliveries${found}; write: wirewatch deliveries list, or wirewatch deliveries replay`,
  );
}
