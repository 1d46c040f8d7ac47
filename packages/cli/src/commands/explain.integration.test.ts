import { saveText } from "@wirewatch/store";
import type { Explanation } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf, storeSceneConfig } from "../operator-scene/command.ts";
import { addArticle, addDelivery, addFeed, addGroup, addItem, addMatch, addStep, at } from "../operator-scene/rows.ts";
import { explain } from "./explain.ts";

let store: TestStore;
let originalId: string;

beforeAll(async () => {
  store = await startTestStore();
  const { db } = store;
  const version = await storeSceneConfig(db);
  const times = await addFeed(db, "times", "https://times.example/rss", { status: "ok", last_success_at: at(0) });
  const wire = await addFeed(db, "wire", "https://feeds.wire.example/all.xml", {
    status: "blocked",
    reason: "blocked by the site (403)",
  });

  const story = await db
    .insertInto("story")
    .values({ title: "Acme Corp recalls heaters", first_article_id: "1" })
    .returning("id")
    .executeTakeFirstOrThrow();
  originalId = await addArticle(db, {
    url: "https://times.example/acme",
    sourceId: "times",
    feedId: times,
    page_url: "https://www.times.example/news/acme-recall",
    canonical_url: "https://times.example/recall",
    verdict: "unique",
    why: "no earlier text is like it",
    story_id: story.id,
    outcome: "matched",
  });
  await addItem(db, {
    sourceId: "wire",
    feedId: wire,
    url: "https://times.example/acme",
    articleId: originalId,
    outcome: "knownUrl",
    reason: "the page is known",
  });
  await addStep(db, originalId, 1, ["fetch", "retry"], { reason: "the site is not available (503)" });
  await addStep(db, originalId, 7, ["fetch", "strip"], { detail: { status: 200, bytes: 35_200 } });
  await addStep(db, originalId, 8, ["strip", "deduplicate"], {
    detail: { characters: 3210, sections: 4, language: "en" },
  });
  await addStep(db, originalId, 9, ["deduplicate", "classify"], { reason: "no earlier text is like it" });
  await addStep(db, originalId, 10, ["classify", "notify"], {
    detail: { config: version, topics: 2, matched: ["acme"] },
  });
  await addStep(db, originalId, 11, ["notify", "matched"]);
  const match = await addMatch(db, originalId, {
    version,
    storyId: story.id,
    outcome: "sent",
    detail: "its first match",
  });
  const group = await addGroup(db, { storyId: story.id, revision: 1 });
  await db
    .insertInto("alert")
    .values({
      group_id: group,
      match_id: match,
      article_id: originalId,
      state: "sent",
      reason: "groupWait",
      group_revision: 1,
    })
    .execute();
  await addDelivery(db, "dl_1", group, { state: "sent", sent_at: at(66), sends: 2 });
  await db
    .insertInto("delivery_attempt")
    .values([
      {
        delivery_id: "dl_1",
        attempt: 1,
        at: at(61),
        result: "later",
        status: 503,
        latency_ms: 120,
        reason: "the receiver is busy",
      },
      { delivery_id: "dl_1", attempt: 2, at: at(66), result: "sent", status: 200, latency_ms: 80 },
    ])
    .execute();

  const copy = await addArticle(db, {
    url: "https://news.wire.example/copy",
    sourceId: "wire",
    feedId: wire,
    verdict: "nearDuplicate",
    of_article_id: originalId,
    score: 0.93,
    why: "93 of 100 passages are the same",
    story_id: story.id,
    outcome: "duplicate",
  });
  await addMatch(db, copy, {
    version,
    storyId: story.id,
    outcome: "suppressed",
    reason: "baseline",
    detail: "it was in the source before",
  });

  const unmatched = await addArticle(db, {
    url: "https://times.example/weather",
    sourceId: "times",
    feedId: times,
    outcome: "unmatched",
  });
  await addStep(db, unmatched, 9, ["classify", "unmatched"], { detail: { config: version, topics: 2, matched: [] } });

  const cleaned = await addArticle(db, {
    url: "https://times.example/harbour",
    sourceId: "times",
    feedId: times,
    outcome: "unchanged",
    trigger: "template",
    reason: "the text without its source's template",
  });
  await saveText(db, cleaned, 1, {
    text: "The quay opens in spring.",
    sections: [{ heading: null, text: "The quay opens in spring.", role: "main" }],
    cut: [
      ...Array.from({ length: 14 }, (_, at) => ({ text: `Menu ${at}`, reason: "navigation" }) as const),
      { text: "Dear readers,\nplease help us.", reason: "template" },
    ],
  });
  await addStep(db, cleaned, 9, ["strip", "deduplicate"], {
    reason: "text cleaned again: 1 block that 3 or more other pages of the source have",
    detail: { characters: 25, template: 1 },
  });

  const waiting = await addArticle(db, {
    url: "https://times.example/slow",
    sourceId: "times",
    feedId: times,
    stage: "fetch",
    outcome: null,
    attempts: 2,
    next_at: new Date(Date.now() + 3_600_000),
  });
  await addStep(db, waiting, 5, ["fetch", "retry"], { reason: "the server answered with an error (500)" });

  await addItem(db, {
    sourceId: "times",
    feedId: times,
    url: "https://times.example/ad",
    outcome: "excluded",
    reason: "its address matches an exclude pattern of the source",
  });
});
afterAll(() => store.stop());

async function told(url: string): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await explain([url], environmentOf(store.url), write);
  return { code, text: text() };
}

async function facts(url: string): Promise<Explanation> {
  const { write, text } = collector();
  await explain([url, "--json"], environmentOf(store.url), write);
  return JSON.parse(text()) as Explanation;
}

describe("a page that led to a message", () => {
  test("is told from the feed to the attempts of the delivery, with times and reasons", async () => {
    const { code, text } = await told("https://times.example/acme");
    expect(code).toBe(0);
    const story = [
      "2026-03-02 09:12:05  times, https://times.example/rss",
      "2026-03-02 09:12:05  wire, https://feeds.wire.example/all.xml",
      "no new work: the page is known",
      `Article ${originalId} “Acme Corp recalls heaters”`,
      "Revision 1: matched 1 topic",
      "2026-03-02 09:12:06  fetch        did not work, tried again later",
      "the site is not available (503)",
      "2026-03-02 09:12:12  fetch        fetched: 200, 35.2 kB",
      "(waited 1.2 s, took 300 ms, by tester)",
      "strip        read: 3,210 characters, 4 sections, en",
      "deduplicate  compared with earlier articles",
      "no earlier text is like it",
      "classify     topics found: acme",
      "Verdict unique",
      "“Acme Corp recalls heaters”: 2 articles",
      "Topic acme (Acme Corporation), severity high, strength 0.75: sent 2026-03-02 09:13:05 (its first match)",
      "in section 1, by configuration 1",
      'one of these, 1st  "Acme Corp"',
      "[Recall] The «Acme Corp» recall covers 9,000 heaters.",
      "by route default to newsdesk: told in message 1: the wait for other outlets was over",
      "webhook-0 alert.opened: sent 2026-03-02 09:13:11   (delivery dl_1)",
      "attempt 1 2026-03-02 09:13:06: not taken, 503, 120 ms: the receiver is busy",
      "attempt 2 2026-03-02 09:13:11: taken, 200, 80 ms",
    ];
    expect(placesOf(story, text)).toEqual(story);
  });

  test.each([
    ["another spelling of its address", "http://www.times.example/acme/?utm_source=feed", "announced"],
    ["the address a redirect led to", "https://times.example/news/acme-recall", "redirect"],
    ["the address the page names as its own", "https://times.example/recall", "canonical"],
  ])("is found by %s", async (_, url, knownBy) => {
    expect((await facts(url)).articles).toMatchObject([{ id: originalId, knownBy }]);
  });

  test("is the same as JSON", async () => {
    const { articles, isKnown } = await facts("https://times.example/acme");
    const revision = articles[0]?.revisions[0];
    expect(isKnown).toBe(true);
    expect(revision?.steps.map((step) => step.stage)).toEqual([
      "fetch",
      "fetch",
      "strip",
      "deduplicate",
      "classify",
      "notify",
    ]);
    expect(revision?.matches[0]?.alerts[0]?.deliveries[0]).toMatchObject({
      id: "dl_1",
      state: "sent",
      attempts: [{ status: 503, latencyMs: 120 }, { status: 200 }],
    });
  });
});

describe("a page without a message", () => {
  test("that is a copy names the original and says why its match was not told", async () => {
    const { text } = await told("https://news.wire.example/copy");
    expect(text).toContain("Verdict near duplicate (similarity 0.93): 93 of 100 passages are the same");
    expect(text).toContain("https://times.example/acme");
    expect(text).toContain("no message 2026-03-02 09:13:05: it was there before the source was added");
  });

  test("that no topic asked for lists the topics it was asked for", async () => {
    const { text } = await told("https://times.example/weather");
    expect(text).toContain("none of 2 topics of configuration 1 is in it (acme, floods)");
  });

  test("that is not done says where it waits, since when, and what is in the way", async () => {
    const { code, text } = await told("https://times.example/slow");
    expect(code).toBe(0);
    expect(text).toContain("waits for fetch, since 2026-03-02 09:12:05");
    expect(text).toContain('no fetcher is running; "wirewatch run fetcher" starts one');
    expect(text).toContain("it failed 2 times there so far");
    expect(text).toContain("last error: the server answered with an error (500)");
  });

  test("that the source excludes says so", async () => {
    const { code, text } = await told("https://times.example/ad");
    expect(code).toBe(0);
    expect(text).toContain("not taken: its address matches an exclude pattern of the source");
  });
});

describe("an unknown page", () => {
  test("of a host that a source covers names the source, its health and what to do", async () => {
    const { code, text } = await told("https://times.example/nope");
    expect(code).toBe(1);
    expect(text).toContain("is not known: no source has announced it");
    expect(text).toContain("times (same host): ok, 5 items, read ");
    expect(text).toContain('"wirewatch sources test times"');
  });

  test("of another host of the same site names that site's source", async () => {
    const { text } = await told("https://sport.wire.example/nope");
    expect(text).toContain("wire (same site): blocked by the site (403), 2 items, never read");
  });

  test("of a site without a source says so", async () => {
    const { code, text } = await told("https://nobody.example/x");
    expect(code).toBe(1);
    expect(text).toContain("No source covers nobody.example.");
    expect(text).toContain('"wirewatch sources test https://nobody.example/"');
  });
});

test("an outside text cannot write to the terminal", async () => {
  await store.db
    .updateTable("article_revision")
    .set({ title: "evil\u001B[2J\u202Egpj" })
    .where("article_id", "=", originalId)
    .execute();
  const { text } = await told("https://times.example/acme");
  expect(text).toContain("“evil [2J gpj”");
});

test("what is not an address is refused with an example", async () => {
  await expect(told("times.example/acme")).rejects.toThrow("give the whole of it, e.g. https://");
  await expect(explain([], environmentOf(store.url), () => undefined)).rejects.toThrow("wirewatch explain <url>");
});

/** The parts that stand in a text in this order. */
function placesOf(parts: readonly string[], text: string): string[] {
  let from = 0;
  return parts.filter((part) => {
    const found = text.indexOf(part, from);
    if (found !== -1) from = found + part.length;
    return found !== -1;
  });
}

test("tells what was left out of a text, what other pages have first, and that it was cleaned again", async () => {
  const { text } = await told("https://times.example/harbour");
  expect(text).toContain("its text was cleaned again, nothing new was published");
  expect(text).toContain("text cleaned again: 1 block that 3 or more other pages of the source have");
  expect(text).toContain("1 block of its source's template left out");
  const lines = text.split("\n");
  const from = lines.indexOf("  Left out of the text: 15 blocks");
  expect(lines[from + 1]).toBe("    other pages have it   “Dear readers, please help us.”");
  expect(lines[from + 2]).toBe("    navigation            “Menu 0”");
  expect(lines[from + 13]).toBe("    and 3 more");
});
