import type { Environment } from "@wirewatch/runtime";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { UsageError } from "../usage-error.ts";

/** `wirewatch routes show | test`: who is told about what, and when. @param tell takes what is said aside. @returns exit code */
export async function routes(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: Tell = tellAside,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === "show") return (await import("./routes-show.ts")).showRoutes(rest, env, write, tell);
  if (verb === "test") return (await import("./routes-test.ts")).testRoutes(rest, env, write, undefined, tell);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the routes${found}; write: wirewatch routes show, or wirewatch routes test --topic <id>`,
  );
}
