import { readFile } from "node:fs/promises";
import { resolveSecrets } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { createExtractPool } from "@wirewatch/stripper";
import { compileTopics } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { userAgent } from "../context.ts";
import type { Check, SourceTest } from "../source-test/check.ts";
import { checkFeed } from "../source-test/check-feed.ts";
import { checkItem } from "../source-test/check-page.ts";
import { findSource } from "../source-test/find-source.ts";
import { createRobots } from "../source-test/robots.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "sources test <id or url>";
/** Newest items whose pages are tried. */
const maxItems = 2;
/** As the fetcher rests between two pages of one host, milliseconds. */
const pageGapMs = 2000;

/**
 * `wirewatch sources test <id or url>`: takes a source's feeds and newest items through every stage and writes nothing.
 *
 * @returns exit code: 0 when every stage worked, 1 when one failed
 */
export async function testCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names } = readWords(words, {}, usage);
  const [idOrUrl, ...more] = names;
  if (idOrUrl === undefined || more.length > 0)
    throw new UsageError(`name one source or address; write: wirewatch ${usage}`);
  const { source, config, isConfigured } = await findSource(idOrUrl, env);
  const http = createHttpClient({ userAgent });
  const pool = createExtractPool({ threads: 1 });
  const secrets = { env: environmentVariables(), readFile };
  const test: SourceTest = {
    source,
    config,
    http,
    userAgent,
    extract: pool.extract,
    resolveSecrets: (text) => resolveSecrets(text, secrets),
  };
  try {
    const settings = isConfigured
      ? `${source.id}${source.enabled ? "" : " (disabled)"}`
      : "an address that is not in the configuration, with default settings";
    write(printable([`Testing ${settings}; nothing is stored.`, ...patternNote(test), ""]));
    const checks: Check[] = [];
    for await (const check of runChecks(test)) {
      checks.push(check);
      write(printable(checkLines(check)));
    }
    write(printable(summary(checks)));
    return checks.every((check) => check.isOk) ? 0 : 1;
  } finally {
    await pool.close();
    await http.close();
  }
}

/** Every check as it is done: the feeds, then the pages of the newest items. */
async function* runChecks(test: SourceTest): AsyncGenerator<Check> {
  const askRobots = createRobots(test.http, test.source.userAgent ?? test.userAgent);
  const topics = compileTopics(test.config.topics);
  const items: SourceItem[] = [];
  for (const url of test.source.feeds) {
    const read = await checkFeed(url, test, askRobots);
    items.push(...read.items);
    yield read.check;
  }
  for (const [index, item] of newest(items).entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, test.source.perHost.minIntervalMs ?? pageGapMs));
    yield* await checkItem(item, test, askRobots, topics);
  }
}

/** The newest items that have a page; without dates, the first in the order of the feed. */
function newest(items: readonly SourceItem[]): (SourceItem & { readonly url: string })[] {
  const ageRank = (item: SourceItem): number =>
    item.publishedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(item.publishedAt);
  return items
    .flatMap((item) => (item.url === null ? [] : [{ ...item, url: item.url }]))
    .toSorted((a, b) => (ageRank(a) === ageRank(b) ? 0 : ageRank(b) - ageRank(a)))
    .slice(0, maxItems);
}

function patternNote({ source }: SourceTest): string[] {
  const patterns = source.include.length + source.exclude.length;
  return patterns === 0
    ? []
    : ["Its include and exclude patterns are not applied here: the newest items are tried in any case."];
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
