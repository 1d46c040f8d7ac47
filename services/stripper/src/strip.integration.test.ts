import { runStage } from "@wirewatch/pipeline";
import { loadText, savePage, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { articlePage, seededRandom } from "../../../test/support/articles.ts";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { createExtractPool } from "./extract-pool.ts";
import type { ExtractPool } from "./extract-pool.ts";
import { stripStage } from "./strip.ts";

let store: TestStore;
let pool: ExtractPool;

beforeAll(async () => {
  store = await startTestStore();
  pool = createExtractPool({ threads: 1 });
});
afterEach(() =>
  sql`truncate page, article_body, trail, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(async () => {
  await pool.close();
  await store.stop();
});

const html = String(articlePage(1, seededRandom(1)).html);

interface Given {
  readonly row?: Partial<ArticleRevision>;
  readonly source?: object;
  readonly pool?: ExtractPool;
  readonly contentType?: string;
}

/** A fetched page, stripped; null is a page that is not in the store. */
async function stripped(
  page: string | Uint8Array | null,
  { row = {}, source = {}, contentType = "text/html", ...given }: Given = {},
) {
  const config = await configFrom({
    sources: { sources: [{ id: "site", url: "https://site.example/rss", ...source }] },
  });
  const stage = stripStage({ db: store.db, config: readerOf(config), pool: given.pool ?? pool });
  const added = await addRevision(store.db, { fetched_at: new Date(), ...row });
  if (page !== null) await savePage(store.db, added.article_id, 1, { contentType, body: page });
  const runner = testRunner(store.db);
  const message = { articleId: added.article_id, revision: 1 };
  const report = await runStage(stage, message, runner.deps);
  return {
    ...runner,
    report,
    row: await revisionNow(store.db, added),
    text: await loadText(store.db, added.article_id, 1),
    repeat: () => runStage(stage, message, runner.deps),
  };
}

describe("a page with an article", () => {
  test("goes on as readable text without its surroundings", async () => {
    const { row, text, bells } = await stripped(html);
    expect(row).toMatchObject({
      stage: "deduplicate",
      title: expect.stringMatching(/^Report 1: /),
      language: "en",
      canonical_url: row.page_url,
      method: expect.any(String),
      characters: text?.text.length,
    });
    expect(text?.text).toContain("The harbourmaster spoke about case 1.");
    expect(text?.text).not.toContain("All rights reserved");
    expect(text?.sections.some((section) => section.role === "main")).toBe(true);
    expect(bells).toEqual([{ stage: "deduplicate", message: { articleId: row.article_id, revision: 1 } }]);
  });

  test("keeps the feed's title and date where the page has none", async () => {
    const publishedAt = new Date("2026-03-02T12:00:00Z");
    const bare = html.replaceAll(/<title>.*?<\/title>|<h1>.*?<\/h1>/g, "");
    const { row } = await stripped(bare, { row: { title: "Of the feed", published_at: publishedAt } });
    expect(row).toMatchObject({ title: "Of the feed", published_at: publishedAt });
  });

  test("has the language of its text where the page says another, and the trail says so", async () => {
    const german =
      "Der Hafen bleibt nach dem Brand im Lagerhaus bis Freitag geschlossen, teilte die Verwaltung am Dienstag mit. Drei Fähren werden umgeleitet.";
    const page = `<html lang="en"><title>Hafen</title><article><h1>Hafen geschlossen</h1><p>${german}</p><p>${german} Das gilt auch für Busse.</p></article>`;
    const { row } = await stripped(page);
    expect(row.language).toBe("de");
    const [step] = await store.db
      .selectFrom("trail")
      .select("detail")
      .where("article_id", "=", row.article_id)
      .execute();
    expect(step?.detail).toMatchObject({ language: "de", languageReason: "the page says en, its text is de" });
  });

  test("has the feed's date where its own lacks a zone, and its own where it has one", async () => {
    const published_at = new Date("2026-03-02T12:00:00Z");
    const dated = (time: string): string =>
      html.replace("</head>", `<meta property="article:published_time" content="${time}"></head>`);
    const local = await stripped(dated("2026-03-02T13:00:00"), { row: { published_at } });
    expect(local.row.published_at).toEqual(published_at);
    const zoned = await stripped(dated("2026-03-02T12:30:00+01:00"), { row: { published_at } });
    expect(zoned.row.published_at).toEqual(new Date("2026-03-02T11:30:00Z"));
  });

  test("is read by the selectors of its source", async () => {
    const page = `<html><body><div class="own"><p>${"Only this text is the article's. ".repeat(10)}</p></div>${html}</body></html>`;
    const { text } = await stripped(page, { source: { extract: { body: ".own" } } });
    expect(text?.text).toMatch(/^Only this text/);
    expect(text?.text).not.toContain("harbourmaster");
  });

  test("is decoded by what its server said", async () => {
    const latin = Buffer.from(
      html.replace('<meta charset="utf-8">', "").replaceAll("harbourmaster", "Häfenmeister"),
      "latin1",
    );
    const { text } = await stripped(latin, { contentType: "text/html; charset=iso-8859-1" });
    expect(text?.text).toContain("Häfenmeister");
  });

  test("gives the same when its message comes again", async () => {
    const { repeat, row } = await stripped(html);
    expect(await repeat()).toBe("skipped");
    expect(await revisionNow(store.db, row)).toEqual(row);
  });
});

describe("a text that its source handed over", () => {
  const carried =
    "<html><head><title>Warning</title></head><body><article><h1>Warning</h1><p>Level 4.</p></article></body></html>";

  test("is an article, however short", async () => {
    const { row, text } = await stripped(carried, { row: { fetched_at: null } });
    expect(row).toMatchObject({ stage: "deduplicate", title: "Warning" });
    expect(text?.text).toBe("Level 4.");
  });

  test("is nothing as a page that was fetched", async () => {
    expect((await stripped(carried)).row).toMatchObject({ outcome: "notArticle" });
  });
});

describe("a page that is not one", () => {
  test("ends there, with the reason", async () => {
    const { row, text, bells } = await stripped("<html><body><p>Log in</p></body></html>");
    expect(row).toMatchObject({ stage: "done", outcome: "notArticle", reason: expect.stringMatching(/\w+ \w+/) });
    expect(text).toBeNull();
    expect(bells).toEqual([]);
  });

  test("that took too long is tried again, and ends as failed when it does every time", async () => {
    const slow: ExtractPool = {
      ...pool,
      extract: () => Promise.resolve({ kind: "failed", reason: "extraction took longer than 5 s" }),
    };
    const { row } = await stripped(html, { pool: slow });
    expect(row).toMatchObject({ stage: "strip", attempts: 1 });
    const again = await stripped(html, { pool: slow, row: { attempts: 3 } });
    expect(again.row).toMatchObject({ stage: "done", outcome: "failed", reason: "extraction took longer than 5 s" });
  });

  test("that is not in the store ends as failed at once", async () => {
    const { row } = await stripped(null);
    expect(row).toMatchObject({ outcome: "failed", reason: "the fetched page is not in the store" });
  });
});

test("the stage's time limit reaches the thread that reads", async () => {
  const seen: (AbortSignal | undefined)[] = [];
  const watching: ExtractPool = {
    ...pool,
    extract: (page, signal) => {
      seen.push(signal);
      return pool.extract(page, signal);
    },
  };
  await stripped(html, { pool: watching });
  expect(seen).toEqual([expect.any(AbortSignal)]);
});
