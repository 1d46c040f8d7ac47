import { existsSync, readFileSync } from "node:fs";
import { setImmediate as nextTick } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { extract, type ExtractResult } from "@wirewatch/extraction";
import { describe, expect, test } from "vitest";
import floors from "./extraction-floors.json" with { type: "json" };

const shared = new URL("../../../shared/", import.meta.url);
const corpus = new URL("corpus/", shared);

describe.skipIf(!existsSync(corpus))(
  "extraction on the development corpora (needs ../shared/corpus beside the project)",
  () => {
    test("article bodies of scrapinghub/article-extraction-benchmark, development half", async () => {
      const folder = new URL("extraction/", corpus);
      const truth: Record<string, { articleBody: string; url: string }> = JSON.parse(
        readFileSync(new URL("truth.json", folder), "utf8"),
      );
      const predictions: Record<string, string> = {};
      for (const [id, { url }] of Object.entries(truth)) {
        const result = await read(url, new URL(`html/${id}.html.gz`, folder));
        predictions[id] = result.kind === "article" ? result.article.text : "";
      }
      const bodies = Object.fromEntries(Object.entries(truth).map(([id, { articleBody }]) => [id, articleBody]));
      const scorer: Scorer = await import(new URL("score/extraction-score.mjs", shared).href);
      const { f1 } = scorer.evaluate(bodies, predictions, Object.keys(truth).toSorted());
      expect(f1).toBeGreaterThanOrEqual(floors.scrapinghub.f1);
    });

    test("title, date, language and text of news pages from many countries", async () => {
      const folder = new URL("publishers/", corpus);
      const pages: PublisherPage[] = readFileSync(new URL("truth.jsonl", folder), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      const found = { articles: 0, title: 0, date: 0, f1: 0 };
      for (const page of pages) {
        const result = await read(page.url, new URL(page.file, folder));
        if (result.kind !== "article") continue;
        const { title, text, standfirst, language, publishedAt } = result.article;
        if (title !== null && text !== "" && language !== null) found.articles++;
        if (words(title ?? "").join(" ") === words(page.title).join(" ")) found.title += 1 / pages.length;
        if (publishedAt !== null && Math.abs(Date.parse(publishedAt) - instantOf(page.publishedAt)) < 60_000)
          found.date += 1 / pages.length;
        found.f1 += overlap(`${standfirst ?? ""}\n${text}`, bodyOf(page)) / pages.length;
      }
      expect(found.articles).toBeGreaterThanOrEqual(floors.publishers.articles);
      expect(found.title).toBeGreaterThanOrEqual(floors.publishers.title);
      expect(found.date).toBeGreaterThanOrEqual(floors.publishers.date);
      expect(found.f1).toBeGreaterThanOrEqual(floors.publishers.f1);
    });
  },
);

interface Scorer {
  readonly evaluate: (
    truth: Record<string, string>,
    predictions: Record<string, string>,
    ids: readonly string[],
  ) => { readonly f1: number };
}

interface PublisherPage {
  readonly url: string;
  readonly file: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly summary: readonly string[];
  readonly sections: readonly { readonly headline: readonly string[]; readonly paragraphs: readonly string[] }[];
}

async function read(url: string, file: URL): Promise<ExtractResult> {
  // What jsdom holds weakly is freed only between turns of the event loop.
  await nextTick();
  return extract({ url, body: gunzipSync(readFileSync(file)) });
}

function words(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  );
}

/** The corpus gives some dates without a zone; they are UTC there. */
function instantOf(date: string): number {
  return Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(date) ? date : `${date}Z`);
}

function bodyOf({ summary, sections }: PublisherPage): string {
  return [...summary, ...sections.flatMap(({ headline, paragraphs }) => [...headline, ...paragraphs])].join("\n");
}

/** F1 of the 4-word shingles of two texts, counted as multisets. */
function overlap(text: string, truth: string): number {
  const [ours, theirs] = [shingles(text), shingles(truth)];
  let common = 0;
  for (const [shingle, count] of ours) common += Math.min(count, theirs.get(shingle) ?? 0);
  const total = (counts: Map<string, number>): number => counts.values().reduce((sum, count) => sum + count, 0);
  return common === 0 ? 0 : (2 * common) / (total(ours) + total(theirs));
}

function shingles(text: string): Map<string, number> {
  const tokens = words(text);
  const counts = new Map<string, number>();
  for (let at = 0; at + 4 <= tokens.length; at++) {
    const shingle = tokens.slice(at, at + 4).join(" ");
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}
