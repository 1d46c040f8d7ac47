import type { Environment } from "@wirewatch/runtime";
import { UsageError } from "../usage-error.ts";

/** `wirewatch receivers list | test`: who can be told, and whether it works. @returns exit code */
export async function receivers(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === "list") return (await import("./receivers-list.ts")).listReceivers(rest, env, write);
  if (verb === "test") return (await import("./receivers-test.ts")).testReceiver(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the receivers${found}; write: wirewatch receivers list, or wirewatch receivers test <name>`,
  );
}
