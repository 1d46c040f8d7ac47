import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { extract } from "@wirewatch/extraction";
import type { Article } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import floors from "./extraction-floors.json" with { type: "json" };
import { printRow, readPublisherPages, scorePublishers } from "./publisher-pages.ts";

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
      const texts = Object.fromEntries(
        Object.entries(truth).map(([id, { url }]) => [
          id,
          read(url, new URL(`html/${id}.html.gz`, folder))?.text ?? "",
        ]),
      );
      const bodies = Object.fromEntries(Object.entries(truth).map(([id, { articleBody }]) => [id, articleBody]));
      const scorer: Scorer = await import(new URL("score/extraction-score.mjs", shared).href);
      const { f1, precision, recall, exact, empty } = scorer.evaluate(bodies, texts, Object.keys(truth).toSorted());
      printRow("extraction corpus", { F1: f1, P: precision, R: recall, exact, empty });
      expect(f1).toBeGreaterThanOrEqual(floors.scrapinghub.f1);
      expect(exact).toBeGreaterThanOrEqual(floors.scrapinghub.exact);
      expect(empty).toBe(0);
    });

    test("text and fields of news pages from many countries", () => {
      const folder = new URL("publishers/", corpus);
      const pages = readPublisherPages(folder);
      const scores = scorePublishers(
        pages,
        pages.map((page) => read(page.url, new URL(page.file, folder))),
      );
      printRow("publishers corpus", { ...scores });
      expect(scores.empty).toBe(0);
      for (const field of ["F1", "title", "date", "authors"] as const)
        expect(scores[field], field).toBeGreaterThanOrEqual(floors.publishers[field]);
    });
  },
);

interface Scorer {
  readonly evaluate: (
    truth: Record<string, string>,
    predictions: Record<string, string>,
    ids: readonly string[],
  ) => {
    readonly f1: number;
    readonly precision: number;
    readonly recall: number;
    readonly exact: number;
    readonly empty: number;
  };
}

/** The fast path alone; second opinions are measured by `test/bench/extraction.ts`. */
function read(url: string, file: URL): Article | null {
  const result = extract({ url, body: gunzipSync(readFileSync(file)) });
  return result.kind === "article" ? result.article : null;
}
