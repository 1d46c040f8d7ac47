import { extract } from "@wirewatch/extraction";
import { runStage } from "@wirewatch/pipeline";
import { openStore, savePage, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { articlePage, seededRandom } from "../../../test/support/articles.ts";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { observedPage, recordPage, type ObservedPage } from "./drift.ts";
import type { ExtractPool, PoolResult } from "./extract-pool.ts";
import { stripStage } from "./strip.ts";

type Article = Extract<PoolResult, { kind: "article" }>["article"];

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate drift, notice, page, article_body, trail, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const source = { id: "herald", name: "Harbour Herald", extract: null };
const news = { baseline: false, too_old: false, revision: 1, fetched_at: new Date() };
const remarks = { needsSecondOpinion: false, doubts: [], notes: [], ms: 3 };
const article = (characters: number, fields: Partial<Article> = {}): PoolResult => ({
  kind: "article",
  article: {
    title: "T",
    publishedAt: "2026-03-02T09:10:00Z",
    authors: [],
    text: "x".repeat(characters),
    ...fields,
  } as unknown as Article,
  ...remarks,
});
const noArticle: PoolResult = { kind: "notArticle", reason: "the page is a list of links", ...remarks };

/** @throws {Error} when the page does not count */
function observed(result: PoolResult): ObservedPage {
  const page = observedPage(news, source, result);
  if (page === null) throw new Error("the page does not count");
  return page;
}

async function record(amount: number, result: PoolResult, db: Kysely<Database> = store.db): Promise<number> {
  let bells = 0;
  for (let at = 0; at < amount; at += 1)
    bells += (await db.transaction().execute((tx) => recordPage(tx, observed(result)))).length;
  return bells;
}

const notices = () =>
  store.db.selectFrom("notice").select(["kind", "text", "feed_id", "stage"]).orderBy("id").execute();
const alarm = () => store.db.selectFrom("drift").select(["alarm_at", "alarm_text"]).executeTakeFirstOrThrow();

describe("a source whose pages collapse", () => {
  test("is told of once, shown while it lasts, and told of when it is well again", async () => {
    expect(await record(30, article(2900))).toBe(0);
    expect(await record(8, article(210))).toBe(1);
    const text =
      "the text of Harbour Herald is 93 % shorter than usual: median 2,900 characters, the last 10 pages 210; look at `wirewatch sources test herald`";
    expect(await notices()).toEqual([{ kind: "drift", text, feed_id: null, stage: "announce" }]);
    expect(await alarm()).toEqual({ alarm_at: expect.any(Date), alarm_text: text });
    expect(await record(20, noArticle)).toBe(0);
    expect(await record(10, article(2800))).toBe(1);
    expect((await notices()).map(({ kind }) => kind)).toEqual(["drift", "recovered"]);
    expect(await alarm()).toEqual({ alarm_at: null, alarm_text: null });
  });

  test("is not told of for ever when nobody does anything", async () => {
    await record(30, article(2900));
    await record(80, article(210));
    expect((await notices()).map(({ kind }) => kind)).toEqual(["drift", "settled"]);
    expect(await alarm()).toEqual({ alarm_at: null, alarm_text: null });
  });

  test("is told of once by several processes, which lose no page", async () => {
    const others = [0, 1, 2].map(() => openStore({ url: store.url, connections: 2 }));
    const all = [store.db, ...others];
    await Promise.all(all.map((db) => record(7, article(2900), db)));
    const { state } = await store.db.selectFrom("drift").select("state").executeTakeFirstOrThrow();
    expect(state).toMatchObject({ usual: { length: 18 }, latest: { length: 10 } });
    await record(10, article(2900));
    const bells = await Promise.all(all.map((db) => record(4, noArticle, db)));
    expect(bells.reduce((sum, rung) => sum + rung, 0)).toBe(1);
    expect(await notices()).toHaveLength(1);
    await Promise.all(others.map((db) => db.destroy()));
  });

  test("is left alone when the commit does not happen", async () => {
    await record(30, article(2900));
    await record(7, article(210));
    const lost = store.db.transaction().execute(async (tx) => {
      await recordPage(tx, observed(article(210)));
      throw new Error("the process died");
    });
    await expect(lost).rejects.toThrow("the process died");
    expect(await notices()).toEqual([]);
    expect(await record(1, article(210))).toBe(1);
  });
});

describe("a page counts", () => {
  test("with what it gave, and what the rules of its source found", () => {
    const rules = { ...source, extract: { body: ".story", title: "h1", date: null, remove: [".ad"] } };
    const result = {
      ...article(5, { publishedAt: null }),
      notes: ['extract.title: "h1" found nothing; the automatic result was used'],
    };
    expect(observedPage(news, rules, result)).toEqual({
      source: rules,
      page: { characters: 5, found: ["title", "extract.body"], missing: ["date", "authors", "extract.title"] },
    });
    expect(observedPage(news, source, noArticle)?.page).toEqual({ characters: 0, found: [], missing: [] });
  });

  test.each([
    ["of the archive that a new source brings", { ...news, baseline: true }],
    ["that was too old when it was found", { ...news, too_old: true }],
    ["that is looked at again", { ...news, revision: 2 }],
    ["that was made of the feed's own text", { ...news, fetched_at: null }],
  ])("but not one %s", (_, row) => {
    expect(observedPage(row, source, noArticle)).toBeNull();
  });

  test("but not one that could not be read, or whose source is gone", () => {
    expect(observedPage(news, source, { kind: "failed", reason: "extraction took longer than 5 s" })).toBeNull();
    expect(observedPage(news, undefined, noArticle)).toBeNull();
  });
});

describe("the stripper", () => {
  const pool: ExtractPool = {
    extract: (given) => Promise.resolve({ ...extract(given), ms: 1 }),
    counts: () => ({ pages: 0, secondOpinions: 0, failedSecondOpinions: 0 }),
    close: () => Promise.resolve(),
  };

  test("tells of a source whose pages give no article any more", async () => {
    const config = await configFrom({
      sources: { sources: [{ id: "herald", name: "Harbour Herald", url: "https://herald.example/rss" }] },
    });
    const stage = stripStage({ db: store.db, config: readerOf(config), pool });
    const bells = [];
    for (let at = 1; at <= 38; at += 1) {
      const row = await addRevision(store.db, { source_id: "herald", fetched_at: new Date() });
      await savePage(store.db, row.article_id, 1, {
        contentType: "text/html",
        body: at <= 30 ? articlePage(at, seededRandom(at)).html : "<html><body><p>Log in</p></body></html>",
      });
      const runner = testRunner(store.db);
      expect(await runStage(stage, { articleId: row.article_id, revision: 1 }, runner.deps)).toBe("finished");
      bells.push(...runner.bells.filter((bell) => bell.stage === "announce"));
    }
    expect(bells).toEqual([{ stage: "announce", message: { noticeId: "1" } }]);
    expect(await notices()).toMatchObject([
      { kind: "drift", text: expect.stringContaining("8 of the last 10 pages of Harbour Herald gave no article") },
    ]);
  });
});
