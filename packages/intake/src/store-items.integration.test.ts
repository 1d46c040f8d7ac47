import type { SourceItem } from "@wirewatch/model";
import { loadPage } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { item } from "../../../test/support/source-item.ts";
import { now, sourceWith, useIntakeScene } from "./intake-scene.ts";
import { keyItems } from "./keyed-items.ts";
import { pushFeed } from "./push-feed.ts";
import { storeItems } from "./store-items.ts";

const scene = useIntakeScene();

describe("new items", () => {
  test("open work for their pages, oldest first, and name the hosts that have some", async () => {
    const taken = await scene.take([item(2), item(1, { url: "https://cdn.site.example/1" })]);
    expect(taken).toEqual({
      added: 2,
      changed: 0,
      gates: new Set(["https://cdn.site.example", "https://site.example"]),
      bells: [],
    });
    expect(await scene.revisions()).toMatchObject([
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
    expect(await scene.items()).toMatchObject([{ article_id: "1" }, { article_id: "2", outcome: null }]);
  });

  test("are taken once, however often they are announced", async () => {
    await scene.take([item(1), item(2)]);
    const nothing = { added: 0, changed: 0, gates: new Set(), bells: [] };
    expect(await scene.take([item(1), item(2)])).toEqual(nothing);
    expect(await scene.take([])).toEqual(nothing);
    expect(await scene.revisions()).toHaveLength(2);
  });

  test("with one date, or with dates that go backwards, are all taken", async () => {
    await scene.take([item(1, { publishedAt: "2026-03-02T11:00:00.000Z" })]);
    const taken = await scene.take([
      item(2, { publishedAt: "2026-03-02T11:00:00.000Z" }),
      item(3, { publishedAt: "2025-01-01T00:00:00.000Z" }),
      item(4, { publishedAt: null }),
    ]);
    expect(taken.added).toBe(3);
  });

  test("of the first document are marked, so that nobody is told of them", async () => {
    await scene.take([item(1)], { isBaseline: true });
    expect(await scene.revisions()).toMatchObject([{ baseline: true, stage: "fetch" }]);
    expect(await scene.items()).toMatchObject([{ baseline: true }]);
  });

  test.each([
    ["an hour", "2h", false],
    ["more than the source's limit", "30m", true],
    ["any time where there is no limit", "none", false],
  ])("that are old by %s (max_age %s) are marked as too old: %s", async (_age, max_age, expected) => {
    await scene.take([item(1)], { settings: { max_age } });
    expect(await scene.revisions()).toMatchObject([{ too_old: expected }]);
  });

  test("with text that PostgreSQL cannot hold are stored without it", async () => {
    await scene.take([item(1, { id: "a\0b", title: "Bad\0 \uD800 title" })]);
    expect(await scene.items()).toMatchObject([{ item_key: "ab", title: "Bad \uFFFD title" }]);
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
    expect((await scene.take([announced], { settings, isBaseline })).gates.size).toBe(0);
    expect(await scene.revisions()).toEqual([]);
    expect(await scene.items()).toMatchObject([
      { outcome: "excluded", reason: expect.stringMatching(reason), article_id: null },
    ]);
  });

  test("stay away when they are announced anew", async () => {
    const settings = { exclude: ["*/1"] };
    await scene.take([item(1)], { settings });
    await scene.take([item(1, { title: "Changed" })], { settings });
    expect(await scene.revisions()).toEqual([]);
  });
});

describe("a page that a second source announces", () => {
  test("is not fetched again", async () => {
    await scene.take([item(1)]);
    const taken = await scene.take([item(9, { url: "https://site.example/1?utm_source=other" })], { byOther: true });
    expect(taken).toMatchObject({ added: 1, gates: new Set() });
    expect(await scene.revisions()).toHaveLength(1);
    expect(await scene.items()).toMatchObject([
      { outcome: null },
      { article_id: "1", outcome: "knownUrl", reason: "the page is known as article 1, first seen in site" },
    ]);
  });

  test.each(["failed", "refused"] as const)("has another try by it when the first one was %s", async (outcome) => {
    await scene.take([item(1)]);
    await scene.store.db.updateTable("article_revision").set({ stage: "done", outcome }).execute();
    await scene.take([item(9, { url: "https://site.example/1" })], { byOther: true });
    expect(await scene.revisions()).toMatchObject([
      { revision: 1, stage: "done" },
      { revision: 2, stage: "fetch", source_id: "other" },
    ]);
    expect(await scene.items()).toMatchObject([{}, { article_id: "1", outcome: null }]);
  });

  test("is one article also when both come at once", async () => {
    await Promise.all([
      scene.take([item(1)]),
      scene.take([item(9, { url: "https://site.example/1" })], { byOther: true }),
    ]);
    expect(await scene.revisions()).toHaveLength(1);
    expect(await scene.items()).toHaveLength(2);
  });
});

describe("the publisher's date", () => {
  test.each([
    ["of now", "2026-03-02T11:59:00.000Z", true],
    ["far in the future", "2026-03-03T12:00:00.000Z", false],
    ["long before the last look", "2026-02-20T12:00:00.000Z", false],
    ["that is not there", null, false],
  ])("%s is kept, and believed: %s → %s", async (_what, publishedAt, published_trusted) => {
    await scene.take([item(1, { publishedAt })], { previousPollAt: new Date("2026-03-02T11:50:00Z") });
    const at = publishedAt === null ? null : new Date(publishedAt);
    expect(await scene.items()).toMatchObject([{ published_at: at, published_trusted }]);
  });
});

describe("taking in a whole window", () => {
  test("of 500 items costs a handful of statements", async () => {
    const source = await sourceWith();
    const items = keyItems(Array.from({ length: 500 }, (_, n) => item(n)));
    let statements = 0;
    const counting = scene.store.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const intake = { source, feed: scene.feed, isBaseline: false, now };
    await counting.transaction().execute((tx) => storeItems(tx, items, intake));
    expect(await scene.revisions()).toHaveLength(500);
    expect(statements).toBeLessThan(10);
  });

  test("waits for others that name the same pages, and never in a circle", async () => {
    const items = Array.from({ length: 200 }, (_, n) => item(n));
    const rounds = Array.from({ length: 12 }, (_, n) => {
      const given = items.map((each) => ({ ...each, title: `Round ${n}` }));
      return scene.take(n % 2 === 0 ? given : given.toReversed(), { byOther: n % 3 === 0 });
    });
    const added = (await Promise.all(rounds)).reduce((sum, taken) => sum + taken.added, 0);
    expect(added).toBe(400);
    expect(new Set((await scene.revisions()).map((row) => row.article_id)).size).toBe(200);
  });
});

describe("articles that are handed in", () => {
  test("are marked so, and need no host when they bring their text", async () => {
    const settings = { kind: "push", url: undefined, ingest: { token: "${env:TOKEN}" } };
    const source = await sourceWith(settings);
    const pushed = await scene.store.db.transaction().execute((tx) => pushFeed(tx, source));
    expect(await scene.store.db.transaction().execute((tx) => pushFeed(tx, source))).toEqual(pushed);
    const items = keyItems([item(1, { content: "<p>Whole.</p>" }), item(2)]);
    const intake = { source, feed: pushed, isBaseline: false, now, trigger: "push" } as const;
    const stored = await scene.store.db.transaction().execute((tx) => storeItems(tx, items, intake));
    expect(stored).toMatchObject({ added: 2, gates: new Set(["https://site.example"]) });
    expect(stored.bells).toEqual([{ stage: "strip", message: { articleId: "2", revision: 1 } }]);
    const rows = await scene.store.db
      .selectFrom("article_revision")
      .select(["stage", "trigger"])
      .orderBy("article_id")
      .execute();
    expect(rows).toEqual([
      { stage: "fetch", trigger: "push" },
      { stage: "strip", trigger: "push" },
    ]);
    expect(await scene.store.db.selectFrom("feed").select("stage").where("id", "=", pushed.id).execute()).toEqual([
      { stage: "push" },
    ]);
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
    const { gates } = await scene.take([item(1, { ...given, title: "A <b> title", language: "en" })], {
      settings: { full_text },
    });
    expect(await scene.revisions()).toMatchObject([{ stage }]);
    expect(gates.size).toBe(stage === "fetch" ? 1 : 0);
    const stored = await loadPage(scene.store.db, "1", 1);
    if (page === null) expect(stored).toBeNull();
    else expect(stored?.body.toString()).toMatch(page);
  });
});
