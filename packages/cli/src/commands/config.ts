import type { Environment } from "@wirewatch/runtime";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { UsageError } from "../usage-error.ts";

/** `wirewatch config export`. @param tell takes what is said aside. @returns the exit code */
export async function configCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: Tell = tellAside,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb !== "export") {
    const found = verb === undefined ? "nothing" : `"${verb.slice(0, 80)}"`;
    throw new UsageError(`config takes export, found ${found}; write: wirewatch config export [--output folder]`);
  }
  return (await import("./config-export.ts")).exportConfig(rest, env, write, tell);
}
