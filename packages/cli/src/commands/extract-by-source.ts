import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { seenPage, sharedBlocks, withoutTemplate, type SharedBlocks } from "@wirewatch/extraction";
import type { Article, SeenPage } from "@wirewatch/model";
import { type JsonRecord, runJsonLines } from "./json-lines.ts";

/** Pages per host, and blocks of all hosts, that are learned from (about 150 MB); later pages are only cleaned. */
const maxPagesOfHost = 300;
const maxBlocks = 500_000;

/**
 * Answers pages like `wirewatch extract`, then takes out what the pages of a host have in common: all are extracted and
 * learned from first, so that the first page of a host is cleaned by what the last one showed.
 *
 * Answers wait in a temporary file meanwhile. A host's first 300 pages are learned from, and 500,000 blocks of all hosts.
 *
 * @param extract gives the answer to one record; its articles are recognised by their `sections`
 * @returns exit code, see {@link runJsonLines}
 */
export async function extractBySource(
  input: Parameters<typeof runJsonLines>[0],
  output: Parameters<typeof runJsonLines>[1],
  extract: (record: JsonRecord) => Promise<Article>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "wirewatch-extract-"));
  const path = join(folder, "answers.jsonl");
  try {
    const answers = createWriteStream(path);
    const exitCode = await runJsonLines(input, answers, extract);
    answers.end();
    await finished(answers);
    const shared = await learn(path);
    await runJsonLines(createReadStream(path), output, (answer) =>
      isArticle(answer) ? withoutTemplate(answer, shared.get(hostOf(answer)) ?? new Map()) : answer,
    );
    return exitCode;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the pages of each host have in common. Read twice: what a block is about can be told once it is known which are shared. */
async function learn(path: string): Promise<ReadonlyMap<string, SharedBlocks>> {
  const first = await seenPages(path, new Map());
  return commonBlocks(await seenPages(path, commonBlocks(first)));
}

function commonBlocks(hosts: ReadonlyMap<string, readonly SeenPage[]>): ReadonlyMap<string, SharedBlocks> {
  return new Map([...hosts].map(([host, pages]) => [host, sharedBlocks(pages)]));
}

async function seenPages(
  path: string,
  shared: ReadonlyMap<string, SharedBlocks>,
): Promise<ReadonlyMap<string, readonly SeenPage[]>> {
  const hosts = new Map<string, SeenPage[]>();
  let blocks = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const answer = JSON.parse(line) as JsonRecord;
    if (!isArticle(answer)) continue;
    const host = hostOf(answer);
    const pages = hosts.get(host) ?? [];
    if (pages.length >= maxPagesOfHost || blocks >= maxBlocks) continue;
    const page = seenPage(answer.canonicalUrl, answer, shared.get(host));
    blocks += page.blocks.length;
    hosts.set(host, [...pages, page]);
  }
  return hosts;
}

function isArticle(answer: object): answer is Article {
  return "sections" in answer && !("error" in answer);
}

function hostOf({ url }: Article): string {
  return new URL(url).hostname.replace(/^www\./, "");
}
