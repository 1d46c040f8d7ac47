import { loadConfig } from "@wirewatch/config";
import { extract } from "@wirewatch/extraction";
import { createMemoryIndex, decideVerdict, fingerprint, gatherFacts } from "@wirewatch/similarity";
import { compileTopics } from "@wirewatch/topics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoConfig } from "./demo-config.ts";
import type { PublishedPage } from "./desk.ts";
import { startNewsroom } from "./newsroom.ts";
import type { Newsroom } from "./newsroom.ts";

/*
 * The newsroom says of each page which topics should find it and what it copies. Here the pure steps of the pipeline
 * read the pages as they are served, so that a demo which shows a wrong alert, or none, fails before anybody sees it.
 */

/** All hand-written texts and ten rounds of variations. */
const steps = 100;

let newsroom: Newsroom;

beforeAll(async () => {
  newsroom = await startNewsroom({
    host: "127.0.0.1",
    port: 0,
    now: () => new Date("2031-11-21T19:57:00Z"),
  });
});

afterAll(() => newsroom.close());

async function demoTopics(): Promise<ReturnType<typeof compileTopics>> {
  const files = new Map<string, string>(
    Object.entries(demoConfig({ newsroomUrl: newsroom.url, inboxUrl: newsroom.url })),
  );
  const readFile = async (path: string): Promise<Uint8Array> => new TextEncoder().encode(files.get(path));
  const loaded = await loadConfig(".", { readFile, env: {}, checkSecrets: false });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
  return compileTopics(loaded.config.topics);
}

/** What a page is in relation to those before it. */
function declaredVerdict(page: PublishedPage): string {
  if (page.correctionOf !== null) return `revision of ${page.correctionOf}`;
  return page.copyOf === null ? "unique" : `copy of ${page.copyOf}`;
}

test("extraction, topics and deduplication find what the newsroom declares", async () => {
  const topics = await demoTopics();
  const index = createMemoryIndex();

  async function found(page: PublishedPage): Promise<unknown> {
    const response = await fetch(page.url);
    const body = new Uint8Array(await response.arrayBuffer());
    const result = extract({
      url: page.url,
      body,
      contentType: response.headers.get("content-type"),
    });
    if (result.kind === "notArticle") return result.reason;
    const { title, text, sections, language } = result.article;
    const print = fingerprint({ title, text });
    const articleId = page.correctionOf ?? page.id;
    const article = {
      articleId,
      url: page.url,
      title,
      text,
      publishedAt: page.at,
      bodyHash: print.bodyHash,
    };
    const { kind, of } = decideVerdict(await gatherFacts(index, article, print));
    index.add(article, print, articleId);
    const hits = topics.match({ title, sections, lang: language }, { sourceId: page.outlet, sourceTags: [] });
    const relation = kind === "unique" ? "unique" : `${kind === "revision" ? "revision" : "copy"} of ${of ?? "?"}`;
    return { page: page.id, topics: hits.map(({ topicId }) => topicId), relation };
  }

  const all: unknown[] = [];
  for (const page of newsroom.pages) all.push(await found(page));
  for (let step = 0; step < steps; step += 1) all.push(await found(newsroom.publishNext()));
  expect(all).toEqual(
    newsroom.pages.map((page) => ({
      page: page.id,
      topics: page.topics,
      relation: declaredVerdict(page),
    })),
  );
});
