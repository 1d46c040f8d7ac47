import { readFile } from "node:fs/promises";
import { resolveSecrets } from "@wirewatch/config";
import { createDocumentReader } from "@wirewatch/fetcher";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { createExtractPool } from "@wirewatch/stripper";
import { readWords } from "../command-words.ts";
import { userAgent } from "../context.ts";
import type { Check, SourceTest } from "../source-test/check.ts";
import { findSource } from "../source-test/find-source.ts";
import { runChecks } from "../source-test/run-checks.ts";
import { tellAside } from "../say-aside.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "sources test <id or url>";

/**
 * `wirewatch sources test <id or url>`: takes a source's documents and newest items through every stage and writes nothing.
 *
 * @param tell takes one line about what was left out
 * @returns exit code: 0 when every stage worked, 1 when one failed
 */
export async function testCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell = tellAside,
): Promise<number> {
  const { names } = readWords(words, {}, usage);
  const [idOrUrl, ...more] = names;
  if (idOrUrl === undefined || more.length > 0)
    throw new UsageError(`name one source or address; write: wirewatch ${usage}`);
  const { source, config, publicUrl, from } = await findSource(idOrUrl, env, tell);
  const http = createHttpClient({ userAgent });
  const documents = createDocumentReader();
  const pool = createExtractPool({ threads: 1 });
  const secrets = { env: environmentVariables(), readFile };
  const test: SourceTest = {
    source,
    config,
    http,
    documents,
    userAgent,
    extract: pool.extract,
    resolveSecrets: (text) => resolveSecrets(text, secrets),
  };
  const consoleAddress = publicUrl ?? `http://${env.host}:${env.port}`;
  try {
    const settings =
      from === null
        ? "an address that is not in the configuration, with default settings"
        : `${source.id} from ${from}${source.enabled ? "" : " (disabled)"}`;
    write(printable([`Testing ${settings}; nothing is stored.`, ""]));
    const checks: Check[] = [];
    for await (const check of runChecks(test, consoleAddress)) {
      checks.push(check);
      write(printable(checkLines(check)));
    }
    write(printable(summary(checks)));
    return checks.every((check) => check.isOk) ? 0 : 1;
  } finally {
    await documents.close();
    await pool.close();
    await http.close();
  }
}

function checkLines({ name, isOk, facts, advice }: Check): string[] {
  return [
    `${isOk ? "ok    " : "FAILED"} ${name}`,
    ...facts.map((fact) => `         ${fact}`),
    ...(advice === null ? [] : [`         What to do: ${advice}`]),
  ];
}

function summary(checks: readonly Check[]): string[] {
  const failures = checks.filter((check) => !check.isOk).length;
  return [
    "",
    failures === 0
      ? `All ${counted(checks.length, "check")} passed.`
      : `${failures} of ${counted(checks.length, "check")} failed.`,
  ];
}
