import { extract, type ExtractResult } from "@wirewatch/extraction";
import { describe, expect, test } from "vitest";
import type { PageThreads, ReadResult } from "./page-threads.ts";
import { readTwice } from "./read-twice.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const page = { url: "https://courier.example/quay", body: `<article><p>${sentence.repeat(5)}</p></article>` };
const sure: ExtractResult = { ...extract(page), needsSecondOpinion: false, doubts: [], notes: [] };
const weak: ExtractResult = { ...sure, needsSecondOpinion: true, doubts: ["short"], notes: ["cut"] };

/** Threads that give these results one after the other. */
function threads(...results: ReadResult[]): PageThreads & { closed: boolean } {
  return {
    closed: false,
    read: () => Promise.resolve(results.shift() ?? { kind: "failed", reason: "asked too often", ms: 0 }),
    close() {
      this.closed = true;
      return Promise.resolve();
    },
  };
}
const gives = (result: ExtractResult, ms: number): ReadResult => ({ kind: "read", result, ms });
const fails = (reason: string, ms: number): ReadResult => ({ kind: "failed", reason, ms });

describe("a page", () => {
  test("whose first result is good is read once", async () => {
    const pool = readTwice(threads(gives(sure, 3)), threads());
    expect(await pool.extract(page)).toEqual({ ...sure, ms: 3 });
    expect(pool.counts()).toEqual({ pages: 1, secondOpinions: 0, failedSecondOpinions: 0 });
  });

  test("whose first result is weak is read twice, and the better result is given", async () => {
    const nothing: ExtractResult = {
      kind: "notArticle",
      reason: "short",
      needsSecondOpinion: true,
      doubts: ["short"],
      notes: [],
    };
    const pool = readTwice(threads(gives(nothing, 3)), threads(gives(sure, 60)));
    expect(await pool.extract(page)).toMatchObject({ kind: "article", ms: 63 });
    expect(pool.counts()).toEqual({ pages: 1, secondOpinions: 1, failedSecondOpinions: 0 });
  });

  test("keeps its first result, with a note, when the second reading hits a limit", async () => {
    const pool = readTwice(threads(gives(weak, 3)), threads(fails("the second opinion took longer than 5 s", 5_000)));
    const notes = ["cut", "the second opinion took longer than 5 s; the first result stands"];
    expect(await pool.extract(page)).toEqual({ ...weak, notes, ms: 5_003 });
    expect(pool.counts()).toEqual({ pages: 1, secondOpinions: 1, failedSecondOpinions: 1 });
  });

  test("that cannot be read at all has failed", async () => {
    const pool = readTwice(threads(fails("extraction took longer than 5 s", 5_000)), threads());
    expect(await pool.extract(page)).toEqual({ kind: "failed", reason: "extraction took longer than 5 s" });
    expect(pool.counts()).toEqual({ pages: 1, secondOpinions: 0, failedSecondOpinions: 0 });
  });
});

test("closes the threads of both readings", async () => {
  const [fast, again] = [threads(), threads()];
  await readTwice(fast, again).close();
  expect([fast.closed, again.closed]).toEqual([true, true]);
});
