import { readFile } from "node:fs/promises";
import { resolveSecrets } from "@wirewatch/config";
import { createDocumentReader } from "@wirewatch/fetcher";
import { exclusion } from "@wirewatch/intake";
import type { SourceItem } from "@wirewatch/model";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { createExtractPool } from "@wirewatch/stripper";
import { compileTopics } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { userAgent } from "../context.ts";
import type { ReadAs } from "../source-test/ask-document.ts";
import type { Check, SourceTest } from "../source-test/check.ts";
import { passed } from "../source-test/check.ts";
import { checkDocument } from "../source-test/check-document.ts";
import { checkItem } from "../source-test/check-page.ts";
import { checkPush } from "../source-test/check-push.ts";
import { findSource } from "../source-test/find-source.ts";
import { createRobots } from "../source-test/robots.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "sources test <id or url>";
/** Newest items whose pages are tried. */
const maxItems = 2;
/** Documents that are read, those that others lead to included. */
const maxDocuments = 8;
/** As the fetcher rests between two documents and two pages of one host, milliseconds. */
const documentGapMs = 1000;
const pageGapMs = 2000;

/**
 * `wirewatch sources test <id or url>`: takes a source's documents and newest items through every stage and writes nothing.
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
  const { source, config, publicUrl, isConfigured } = await findSource(idOrUrl, env);
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
    const settings = isConfigured
      ? `${source.id}${source.enabled ? "" : " (disabled)"}`
      : "an address that is not in the configuration, with default settings";
    write(printable([`Testing ${settings}; nothing is stored.`, ""]));
    const checks: Check[] = [];
    for await (const check of source.kind === "push" ? pushChecks(consoleAddress, test) : runChecks(test)) {
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

async function* pushChecks(address: string, test: SourceTest): AsyncGenerator<Check> {
  yield await checkPush(address.replace(/\/$/, ""), test);
}

/** Every check as it is done: the documents and what they lead to, then the pages of the newest items. */
async function* runChecks(test: SourceTest): AsyncGenerator<Check> {
  const { source } = test;
  const robots = createRobots(test.http, source.userAgent ?? test.userAgent);
  const items: SourceItem[] = [];
  const waiting: { readonly url: string; readonly as: ReadAs }[] = source.feeds.map((url) => ({
    url,
    as: source.kind === "push" ? "auto" : source.kind,
  }));
  const seen = new Set(waiting.map(({ url }) => url));
  let read = 0;
  for (const { url, as } of waiting) {
    if (read === maxDocuments) {
      yield passed(
        `${counted(waiting.length - read, "more document")} not tried`,
        waiting.slice(read).map((it) => `· ${it.url}`),
      );
      break;
    }
    if (read > 0) await pause(source.perHost.minIntervalMs ?? documentGapMs);
    read += 1;
    const checked = await checkDocument(url, as, test, robots);
    yield checked.check;
    items.push(...checked.items);
    // An array takes what is pushed while it is walked through.
    for (const found of checked.leadsTo) {
      if (seen.has(found.url)) continue;
      seen.add(found.url);
      waiting.push({ url: found.url, as: found.kind });
    }
  }
  yield* pageChecks(items, test, robots);
}

/** The pages of the newest items, and why others are not taken. */
async function* pageChecks(
  items: readonly SourceItem[],
  test: SourceTest,
  robots: ReturnType<typeof createRobots>,
): AsyncGenerator<Check> {
  const { source } = test;
  const reasons = items.map((item) => exclusion(item, { source, isBaseline: false }));
  const excluded = new Map<string, number>();
  for (const reason of reasons) if (reason !== null) excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
  if (excluded.size > 0) {
    const lines = [...excluded].map(([reason, amount]) => `${counted(amount, "item")}: ${reason}`);
    yield passed(`${counted(items.length, "item")}, of which some are not taken`, lines);
  }
  const topics = compileTopics(test.config.topics);
  const taken = items.filter((_, index) => reasons[index] === null);
  for (const [index, item] of newest(taken).entries()) {
    if (index > 0) await pause(source.perHost.minIntervalMs ?? pageGapMs);
    yield* await checkItem(item, test, robots, topics);
  }
}

/** The newest items that have a page; without dates, the first in the order of the document. */
function newest(items: readonly SourceItem[]): (SourceItem & { readonly url: string })[] {
  const ageRank = ({ publishedAt, updatedAt }: SourceItem): number =>
    publishedAt === null && updatedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(publishedAt ?? updatedAt ?? "");
  return items
    .flatMap((item) => (item.url === null ? [] : [{ ...item, url: item.url }]))
    .toSorted((a, b) => (ageRank(a) === ageRank(b) ? 0 : ageRank(b) - ageRank(a)))
    .slice(0, maxItems);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
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
