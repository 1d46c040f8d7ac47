import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import { loadPage, sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { keyItems, storeItems } from "./items.ts";

let store: TestStore;
let feed: Feed;
let otherFeed: Feed;

beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(async () => {
  feed = await addFeed(store.db, { url: "https://site.example/rss" });
  otherFeed = await addFeed(store.db, { source_id: "other", url: "https://other.example/rss" });
});
afterEach(() =>
  sql`truncate page, source_item, article_revision, article, feed restart identity cascade`.execute(store.db),
);
afterAll(() => store.stop());

const now = new Date("2026-03-02T12:00:00Z");

function item(number: number, given: Partial<SourceItem> = {}): SourceItem {
  return {
    id: `guid-${number}`,
    url: `https://site.example/${number}`,
    title: `Title ${number}`,
    publishedAt: "2026-03-02T11:00:00.000Z",
    updatedAt: null,
    summary: null,
    content: null,
    authors: [],
    categories: [],
    language: null,
    ...given,
  };
}

async function sourceWith(settings: object = {}, id = "site"): Promise<SourceConfig> {
  const { sources } = await configFrom({
    sources: { sources: [{ id, url: `https://${id}.example/rss`, ...settings }] },
  });
  const [source] = sources;
  if (source === undefined) throw new Error("there is no source");
  return source;
}

interface Taking {
  readonly settings?: object;
  readonly isBaseline?: boolean;
  /** The other source, whose feed announces the same pages. */
  readonly byOther?: boolean;
}

async function take(items: readonly SourceItem[], { settings, isBaseline = false, byOther = false }: Taking = {}) {
  const source = await sourceWith(settings, byOther ? "other" : "site");
  const intake = { source, feed: byOther ? otherFeed : feed, isBaseline, now };
  return store.db.transaction().execute((tx) => storeItems(tx, keyItems(items), intake));
}

const revisions = () =>
  store.db
    .selectFrom("article_revision")
    .select(["article_id", "revision", "stage", "source_id", "page_url", "baseline", "too_old", "title"])
    .orderBy("article_id")
    .orderBy("revision")
    .execute();
const storedItems = () => store.db.selectFrom("source_item").selectAll().orderBy("id").execute();

describe("new items", () => {
  test("open work for their pages, oldest first, and name the hosts that have some", async () => {
    const taken = await take([item(2), item(1, { url: "https://cdn.site.example/1" })]);
    expect(taken).toEqual({ added: 2, gates: new Set(["https://cdn.site.example", "https://site.example"]) });
    expect(await revisions()).toMatchObject([
      { article_id: "1", revision: 1, stage: "fetch", page_url: "https://cdn.site.example/1", title: "Title 1" },
      {
        article_id: "2",
        revision: 1,
        stage: "fetch",
        page_url: "https://site.example/2",
        baseline: false,
        too_old: false,
      },
    ]);
    expect(await storedItems()).toMatchObject([{ article_id: "1" }, { article_id: "2", outcome: null }]);
  });

  test("are taken once, however often they are announced", async () => {
    await take([item(1), item(2)]);
    expect(await take([item(1), item(2)])).toEqual({ added: 0, gates: new Set() });
    expect(await take([])).toEqual({ added: 0, gates: new Set() });
    expect(await revisions()).toHaveLength(2);
  });

  test("with one date, or with dates that go backwards, are all taken", async () => {
    await take([item(1, { publishedAt: "2026-03-02T11:00:00.000Z" })]);
    const taken = await take([
      item(2, { publishedAt: "2026-03-02T11:00:00.000Z" }),
      item(3, { publishedAt: "2025-01-01T00:00:00.000Z" }),
      item(4, { publishedAt: null }),
    ]);
    expect(taken.added).toBe(3);
  });

  test("of the first document are marked, so that nobody is told of them", async () => {
    await take([item(1)], { isBaseline: true });
    expect(await revisions()).toMatchObject([{ baseline: true, stage: "fetch" }]);
    expect(await storedItems()).toMatchObject([{ baseline: true }]);
  });

  test.each([
    ["an hour", "2h", false],
    ["more than the source's limit", "30m", true],
    ["any time where there is no limit", "none", false],
  ])("that are old by %s (max_age %s) are marked as too old: %s", async (_age, max_age, expected) => {
    await take([item(1)], { settings: { max_age } });
    expect(await revisions()).toMatchObject([{ too_old: expected }]);
  });

  test("with text that PostgreSQL cannot hold are stored without it", async () => {
    await take([item(1, { id: "a\0b", title: "Bad\0 \uD800 title" })]);
    expect(await storedItems()).toMatchObject([{ item_key: "ab", title: "Bad \uFFFD title" }]);
  });
});

describe("items that are not taken", () => {
  test.each<[string, SourceItem, object, boolean, RegExp]>([
    ["has no link", item(1, { url: null }), {}, false, /no link/],
    ["leads to no page", item(1, { url: "mailto:desk@site.example" }), {}, false, /not an http or https/],
    ["fits an exclude pattern", item(1), { exclude: ["*/1"] }, false, /exclude pattern/],
    ["fits no include pattern", item(1), { include: ["*/2"] }, false, /no include pattern/],
    ["was there before (skip)", item(1), { first_run: "skip" }, true, /first_run: skip/],
  ])("because one %s: the item is kept with the reason", async (_why, announced, settings, isBaseline, reason) => {
    expect((await take([announced], { settings, isBaseline })).gates.size).toBe(0);
    expect(await revisions()).toEqual([]);
    expect(await storedItems()).toMatchObject([
      { outcome: "excluded", reason: expect.stringMatching(reason), article_id: null },
    ]);
  });

  test("stay away when they are announced anew", async () => {
    const settings = { exclude: ["*/1"] };
    await take([item(1)], { settings });
    await take([item(1, { title: "Changed" })], { settings });
    expect(await revisions()).toEqual([]);
  });
});

describe("a page that a second source announces", () => {
  test("is not fetched again", async () => {
    await take([item(1)]);
    const taken = await take([item(9, { url: "https://site.example/1?utm_source=other" })], { byOther: true });
    expect(taken).toEqual({ added: 1, gates: new Set() });
    expect(await revisions()).toHaveLength(1);
    expect(await storedItems()).toMatchObject([
      { outcome: null },
      { article_id: "1", outcome: "knownUrl", reason: "the page is known as article 1, first seen in site" },
    ]);
  });

  test.each(["failed", "refused"] as const)("has another try by it when the first one was %s", async (outcome) => {
    await take([item(1)]);
    await store.db.updateTable("article_revision").set({ stage: "done", outcome }).execute();
    await take([item(9, { url: "https://site.example/1" })], { byOther: true });
    expect(await revisions()).toMatchObject([
      { revision: 1, stage: "done" },
      { revision: 2, stage: "fetch", source_id: "other" },
    ]);
    expect(await storedItems()).toMatchObject([{}, { article_id: "1", outcome: null }]);
  });

  test("is one article also when both come at once", async () => {
    await Promise.all([take([item(1)]), take([item(9, { url: "https://site.example/1" })], { byOther: true })]);
    expect(await revisions()).toHaveLength(1);
    expect(await storedItems()).toHaveLength(2);
  });
});

describe("a changed announcement", () => {
  test("has the page looked at again, as the next revision", async () => {
    await take([item(1)]);
    await store.db.updateTable("article_revision").set({ stage: "done", outcome: "matched" }).execute();
    const taken = await take([item(1, { title: "Corrected" })]);
    expect(taken).toEqual({ added: 0, gates: new Set(["https://site.example"]) });
    expect(await revisions()).toMatchObject([
      { revision: 1, stage: "done" },
      { revision: 2, stage: "fetch", title: "Corrected", baseline: false },
    ]);
    expect(await storedItems()).toMatchObject([{ title: "Corrected" }]);
    expect((await take([item(1, { title: "Corrected" })])).gates.size).toBe(0);
  });

  test("opens nothing while the page still waits to be fetched", async () => {
    await take([item(1)]);
    await take([item(1, { title: "Corrected" })]);
    expect(await revisions()).toHaveLength(1);
  });
});

describe("text that the feed carries itself", () => {
  const content = "<p>All of it.</p>";

  test.each([
    ["feed", { content }, "strip", /<h1>A &lt;b> title<\/h1><p>All of it\.<\/p>/],
    ["feed", { content: null }, "fetch", null],
    ["never", { content }, "strip", /All of it/],
    ["never", { content: null, summary: "1 < 2 & more" }, "strip", /<p>1 &lt; 2 &amp; more<\/p>/],
    ["auto", { content }, "fetch", null],
    ["always", { content }, "fetch", null],
  ] as const)("full_text: %s, %o: the work begins at %s", async (full_text, given, stage, page) => {
    const { gates } = await take([item(1, { ...given, title: "A <b> title", language: "en" })], {
      settings: { full_text },
    });
    expect(await revisions()).toMatchObject([{ stage }]);
    expect(gates.size).toBe(stage === "fetch" ? 1 : 0);
    const stored = await loadPage(store.db, "1", 1);
    if (page === null) expect(stored).toBeNull();
    else expect(stored?.body.toString()).toMatch(page);
  });
});
