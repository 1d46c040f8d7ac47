import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import { loadPage, sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import type { Intake } from "./intake.ts";
import { keyItems } from "./keyed-items.ts";
import { pushFeed } from "./push-feed.ts";
import { storeItems } from "./store-items.ts";

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
    enclosures: [],
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

interface Taking extends Partial<Pick<Intake, "isBaseline" | "trigger" | "previousPollAt" | "matchByUrl">> {
  readonly settings?: object;
  /** The other source, whose feed announces the same pages. */
  readonly byOther?: boolean;
}

async function take(items: readonly SourceItem[], { settings, byOther = false, ...given }: Taking = {}) {
  const source = await sourceWith(settings, byOther ? "other" : "site");
  const intake = { source, feed: byOther ? otherFeed : feed, isBaseline: false, now, ...given };
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
    expect(taken).toEqual({
      added: 2,
      changed: 0,
      gates: new Set(["https://cdn.site.example", "https://site.example"]),
      bells: [],
    });
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
    const nothing = { added: 0, changed: 0, gates: new Set(), bells: [] };
    expect(await take([item(1), item(2)])).toEqual(nothing);
    expect(await take([])).toEqual(nothing);
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
    expect(taken).toMatchObject({ added: 1, gates: new Set() });
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
    expect(taken).toMatchObject({ added: 0, changed: 1, gates: new Set(["https://site.example"]) });
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

describe("many changed announcements at once", () => {
  const many = (title: string, count = 12) =>
    Array.from({ length: count }, (_, n) => item(n, { title: `${title} ${n}` }));
  const finish = () => store.db.updateTable("article_revision").set({ stage: "done", outcome: "unmatched" }).execute();

  test("are another template: the pages are not read again, and the new words are known", async () => {
    await take(many("Title"));
    await finish();
    expect(await take(many("Other"))).toMatchObject({ changed: 12, gates: new Set() });
    expect(await take(many("Other"))).toMatchObject({ changed: 0 });
    expect(await revisions()).toHaveLength(12);
  });

  test("are corrections when most items stayed as they were", async () => {
    await take([...many("Title", 40)]);
    await finish();
    await take([...many("Other", 12), ...many("Title", 40).slice(12)]);
    expect((await revisions()).filter((row) => row.revision === 2)).toHaveLength(12);
  });
});

describe("a publisher that gives all its items new ids", () => {
  const renamed = (number: number, given: Partial<SourceItem> = {}) => item(number, { id: `new-${number}`, ...given });

  test("has them joined by their addresses: nothing is opened, and they are known from then on", async () => {
    await take([item(1), item(2)]);
    const before = await revisions();
    const again = [
      renamed(1, { title: "Title 1, in new words" }),
      renamed(2, { url: "https://site.example/2?utm_source=x" }),
    ];
    expect(await take(again, { matchByUrl: true })).toEqual({ added: 0, changed: 0, gates: new Set(), bells: [] });
    expect(await take(again)).toMatchObject({ added: 0, changed: 0 });
    expect(await revisions()).toEqual(before);
    expect((await storedItems()).map((row) => row.item_key).toSorted()).toEqual(["new-1", "new-2"]);
  });

  test("still has what is new among them taken", async () => {
    await take([item(1), item(2)]);
    expect(await take([renamed(3), renamed(2), renamed(1)], { matchByUrl: true })).toMatchObject({ added: 1 });
    expect(await revisions()).toHaveLength(3);
  });

  test("joins one known item with one of two that have its address", async () => {
    await take([item(1)]);
    const twice = [renamed(1), renamed(9, { url: "https://site.example/1" })];
    expect(await take(twice, { matchByUrl: true })).toMatchObject({ added: 1 });
    expect(await revisions()).toHaveLength(1);
  });
});

describe("the publisher's date", () => {
  test.each([
    ["of now", "2026-03-02T11:59:00.000Z", true],
    ["far in the future", "2026-03-03T12:00:00.000Z", false],
    ["long before the last look", "2026-02-20T12:00:00.000Z", false],
    ["that is not there", null, false],
  ])("%s is kept, and believed: %s → %s", async (_what, publishedAt, published_trusted) => {
    await take([item(1, { publishedAt })], { previousPollAt: new Date("2026-03-02T11:50:00Z") });
    const at = publishedAt === null ? null : new Date(publishedAt);
    expect(await storedItems()).toMatchObject([{ published_at: at, published_trusted }]);
  });
});

describe("taking in a whole window", () => {
  test("of 500 items costs a handful of statements", async () => {
    const source = await sourceWith();
    const items = keyItems(Array.from({ length: 500 }, (_, n) => item(n)));
    let statements = 0;
    const counting = store.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const intake = { source, feed, isBaseline: false, now };
    await counting.transaction().execute((tx) => storeItems(tx, items, intake));
    expect(await revisions()).toHaveLength(500);
    expect(statements).toBeLessThan(10);
  });

  test("waits for others that name the same pages, and never in a circle", async () => {
    const items = Array.from({ length: 200 }, (_, n) => item(n));
    const rounds = Array.from({ length: 12 }, (_, n) => {
      const given = items.map((each) => ({ ...each, title: `Round ${n}` }));
      return take(n % 2 === 0 ? given : given.toReversed(), { byOther: n % 3 === 0 });
    });
    const added = (await Promise.all(rounds)).reduce((sum, taken) => sum + taken.added, 0);
    expect(added).toBe(400);
    expect(new Set((await revisions()).map((row) => row.article_id)).size).toBe(200);
  });
});

describe("articles that are handed in", () => {
  test("are marked so, and need no host when they bring their text", async () => {
    const settings = { kind: "push", url: undefined, ingest: { token: "${env:TOKEN}" } };
    const source = await sourceWith(settings);
    const pushed = await store.db.transaction().execute((tx) => pushFeed(tx, source));
    expect(await store.db.transaction().execute((tx) => pushFeed(tx, source))).toEqual(pushed);
    const items = keyItems([item(1, { content: "<p>Whole.</p>" }), item(2)]);
    const intake = { source, feed: pushed, isBaseline: false, now, trigger: "push" } as const;
    const stored = await store.db.transaction().execute((tx) => storeItems(tx, items, intake));
    expect(stored).toMatchObject({ added: 2, gates: new Set(["https://site.example"]) });
    expect(stored.bells).toEqual([{ stage: "strip", message: { articleId: "2", revision: 1 } }]);
    const rows = await store.db
      .selectFrom("article_revision")
      .select(["stage", "trigger"])
      .orderBy("article_id")
      .execute();
    expect(rows).toEqual([
      { stage: "fetch", trigger: "push" },
      { stage: "strip", trigger: "push" },
    ]);
    expect(await store.db.selectFrom("feed").select("stage").where("id", "=", pushed.id).execute()).toEqual([
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
