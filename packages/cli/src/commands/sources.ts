import type { Environment } from "@wirewatch/runtime";
import { readSourceHealth, readSystemState } from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { sourceLines } from "../source-lines.ts";
import { printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { UsageError } from "../usage-error.ts";

const listUsage = "sources list [--json]";

/** `wirewatch sources list | test`: the health of the sources, and a test of one. @returns exit code */
export async function sources(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const [verb, ...rest] = words;
  if (verb === "list") return list(rest, env, write);
  if (verb === "test") return (await import("./sources-test.ts")).testCommand(rest, env, write);
  const found = verb === undefined ? "" : `, found "${verb}"`;
  throw new UsageError(
    `say what to do with the sources${found}; write: wirewatch sources list, or wirewatch sources test <id or url>`,
  );
}

async function list(words: readonly string[], env: Environment, write: (text: string) => void): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, listUsage);
  if (names.length > 0)
    throw new UsageError(`"sources list" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${listUsage}`);
  const { asOf, found } = await withStore(env, async ({ db }) => ({
    asOf: (await readSystemState(db)).asOf,
    found: await readSourceHealth(db),
  }));
  if (options.json === true) write(`${JSON.stringify({ asOf, sources: found }, null, 2)}\n`);
  else
    write(
      printable(
        found.length === 0 ? ["There are no sources yet; they are listed in sources.yaml."] : sourceLines(found, asOf),
      ),
    );
  return 0;
}
