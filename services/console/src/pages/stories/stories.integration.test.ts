import type { ArticleRevision } from "@wirewatch/store";
import { beforeAll, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addGroup, addMatch, addRevision } from "../../../../../test/support/rows.ts";

const scene = useConsole({
  sources: {
    sources: [
      { id: "site", name: "Site", url: "https://site.example/rss" },
      { id: "other", url: "https://other.example/rss" },
    ],
  },
  topics: [
    { id: "harbour", name: "Harbour", any: ["harbour"] },
    { id: "rare", any: ["rare"] },
  ],
});

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202Egpj`;
const day = 86_400_000;
const start = Date.parse("2026-03-01T12:00:00Z");
let ids: string[] = [];
let original: ArticleRevision;

/** Stories of 70 days, one a day; the last one has everything. */
beforeAll(async () => {
  const { db } = scene;
  const rows = Array.from({ length: 70 }, (_, at) => ({
    title: at === 3 ? "100 % of_the quay" : at === 4 ? hostile : `Story of day ${at}`,
    first_article_id: "1",
    opened_at: new Date(start + at * day),
    last_at: new Date(start + at * day),
    terms: JSON.stringify({ quay: 2, ships: 1 }),
  }));
  ids = (await db.insertInto("story").values(rows).returning("id").execute()).map(({ id }) => id);
  for (const [at, storyId] of ids.entries()) {
    await addDone({
      story_id: storyId,
      title: `Article ${at}`,
      seen_at: new Date(start + at * day),
      source_id: at === 5 ? "other" : "site",
    });
  }
  const storyId = lastStory();
  const base = start + 69 * day;
  original = await addDone({
    story_id: storyId,
    title: "Original",
    seen_at: new Date(base + 1000),
    verdict: "unique",
    story_why: "it shares 9 words",
    language: "en",
  });
  const copy = await addDone({
    story_id: storyId,
    title: "Copy",
    source_id: "other",
    seen_at: new Date(base + 61_000),
    verdict: "nearDuplicate",
    score: 0.93,
    of_article_id: original.article_id,
    language: "en",
  });
  const german = await addDone({
    story_id: storyId,
    title: "Original auf Deutsch",
    seen_at: new Date(base + 70_000),
    verdict: "unique",
    language: "de",
  });
  await addDone({
    story_id: storyId,
    article_id: original.article_id,
    revision: 2,
    title: "Original, edited",
    seen_at: new Date(base + 120_000),
    verdict: "revision",
    material: true,
    change: { reasons: ["a figure changed: 12 → 14"], changedShare: 0.1, added: 0, removed: 0, changed: 1 },
  });
  await addDone({
    story_id: storyId,
    article_id: original.article_id,
    revision: 3,
    seen_at: new Date(base + 130_000),
    outcome: "unchanged",
  });
  const cluster = await db
    .insertInto("cluster")
    .values({ story_id: storyId, canonical_article_id: original.article_id, canonical_at: original.seen_at })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("cluster_member")
    .values(
      [original, copy].map((row) => ({
        article_id: row.article_id,
        cluster_id: cluster.id,
        published_at: row.seen_at,
      })),
    )
    .execute();
  await db
    .insertInto("article_alternate")
    .values({ url: german.page_url ?? "", article_id: original.article_id, language: "en" })
    .execute();
  const match = await addMatch(db, original);
  const group = await addGroup(db, { story_id: storyId, revision: 1, opened_at: new Date(base + 2000) });
  await db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: match.id,
      article_id: original.article_id,
      state: "sent",
      group_revision: 1,
    })
    .execute();
  await db
    .insertInto("delivery")
    .values(
      ["slack-0", "email-0"].map((channel) => ({
        id: `dl_${channel}`,
        group_id: group.id,
        receiver: "desk",
        channel,
        channel_kind: "slack",
        event: "alert.opened",
        revision: 1,
        repeat: "at-least-once" as const,
        message: "{}",
        state: "sent" as const,
        stage: "closed",
        due_at: "infinity",
        sent_at: new Date(base + 3000),
      })),
    )
    .execute();
});

function lastStory(): string {
  return ids.at(-1) ?? "";
}

function addDone(given: Partial<ArticleRevision>): Promise<ArticleRevision> {
  return addRevision(scene.db, { stage: "done", outcome: "matched", ...given });
}

const listed = (text: string): string[] => [...text.matchAll(/id="story-(\d+)"/gu)].map(([, id]) => id ?? "");

describe("the list", () => {
  test("has the newest first, with figures of each", async () => {
    const { text } = await scene.get("/stories", "viewer");
    expect(listed(text)).toEqual(ids.toReversed().slice(0, 30));
    const entry = text.slice(text.indexOf(`id="story-${lastStory()}"`)).slice(0, 1_500);
    expect(entry).toContain("4 articles in 2 sources");
    expect(entry).toContain("de, en");
    expect(entry).toContain("Harbour");
    expect(entry).toContain("1 alert sent");
  });

  test("goes on page by page, each story once", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/stories";
    while (path !== undefined) {
      const { text } = await scene.get(path, "viewer");
      seen.push(...listed(text));
      path = /rel="next" href="([^"]+)"/u.exec(text)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test.each([
    ["a word in any letter case", "q=STORY+day", 68],
    ["all words", "q=day+story+42", 1],
    ["signs of patterns as themselves", "q=%25+of_", 1],
    ["a topic", "topic=harbour", 1],
    ["a topic that was in none", "topic=rare", 0],
    ["a source", "source=other", 2],
    ["a day", "day=2026-03-06", 1],
    ["a day before all", "day=2020-03-06", 0],
    ["all of it", "q=story&topic=harbour&source=other&day=2026-05-09", 1],
    ["what is no day", "day=2026-02-31&q=42", 1],
    ["a quote", "q='%3B+drop+table+story", 0],
    ["a cursor that is none", "q=42&after=x", 1],
    ["a cursor beyond all", "q=42&after=-99999999999999999-1", 0],
  ])("is filtered by %s", async (_what, query, expected) => {
    const { status, text } = await scene.get(`/stories?${query}`, "viewer");
    expect(status).toBe(200);
    expect({ query, found: query.startsWith("q=STORY") ? Math.min(expected, 30) : expected }).toEqual({
      query,
      found: listed(text).length,
    });
  });

  test("says what to do where nothing is found", async () => {
    const { text } = await scene.get("/stories?q=zebra", "viewer");
    expect(text).toContain("No story is like this");
    expect(text).toContain('href="/search?q=zebra"');
  });

  test("keeps the filter on the next page and in the form", async () => {
    const { text } = await scene.get("/stories?q=story", "viewer");
    expect(text).toMatch(/href="\/stories\?q=story&amp;after=/u);
    expect(text).toContain('value="story"');
  });
});

describe("a story", () => {
  test("has articles, edits, copies, alerts and messages on one axis, the latest first", async () => {
    const { text } = await scene.get(`/stories/${lastStory()}`, "viewer");
    const names = [...text.matchAll(/class="point-name">([^<]+)</gu)].map(([, name]) => name);
    expect(names).toEqual(["edit", "article", "copy", "message", "alert", "article", "article"]);
    expect(text).toContain("email-0 and slack-0");
    expect(text).toContain("it shares 9 words");
    expect(text).toMatch(/a material change: a figure changed: 12 → 14/u);
    expect(text).toContain(`/articles/${original.article_id}?revision=2&amp;show=changes`);
    expect(text).toContain("nearly the same text (0.93)");
  });

  test("names the text that stands for its copies, the sources by who was first, and translations", async () => {
    const { text } = await scene.get(`/stories/${lastStory()}`, "viewer");
    expect(text).toMatch(
      /Original, edited<\/a>\s*<span class="soft">site<\/span>\s*<span class="chip good">stands for all/u,
    );
    expect(text).toMatch(
      /sources\/site">site<\/a>\s*<span class="chip good">first<\/span>[^]*sources\/other">other<\/a>\s*<span class="soft">1 min 1 s after the first/u,
    );
    expect(text).toMatch(/Translations[^]*Original, edited[^]*Original auf Deutsch/u);
  });

  test("with more texts than a page holds goes on, each text once", async () => {
    const big = ids[10] ?? "";
    await scene.db
      .insertInto("article_revision")
      .values(
        Array.from({ length: 200 }, (_, at) => ({
          article_id: original.article_id,
          revision: 100 + at,
          source_id: "site",
          gate: "https://site.example",
          stage: "done",
          due_at: "infinity",
          story_id: big,
          outcome: "matched" as const,
          seen_at: new Date(start + 10 * day + Math.floor(at / 3)),
        })),
      )
      .execute();
    const first = (await scene.get(`/stories/${big}`, "viewer")).text;
    const next = /rel="next" href="([^"]+)"/u.exec(first)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const second = (await scene.get(next, "viewer")).text;
    const texts = [first, second].flatMap((text) => [...text.matchAll(/id="text-(\d+-\d+)"/gu)].map(([, id]) => id));
    expect(texts).toHaveLength(201);
    expect(new Set(texts).size).toBe(201);
  });

  test.each(["0", "abc", "-1", "999999999", "9".repeat(40), "1%00", "..%2f..%2fetc"])("%s is not there", async (id) => {
    expect((await scene.get(`/stories/${id}`, "viewer")).status).toBe(404);
  });

  test("is known by the name that messages give it", async () => {
    expect((await scene.get(`/stories/st_${lastStory()}`, "viewer")).status).toBe(200);
  });
});

test("texts from outside stay texts", async () => {
  const story = ids[4] ?? "";
  await addDone({
    story_id: story,
    title: hostile,
    language: hostile,
    story_why: hostile,
    verdict: "unique",
    seen_at: new Date(start),
  });
  for (const path of [
    "/stories?q=img",
    `/stories/${story}`,
    `/stories?q=${encodeURIComponent(hostile)}`,
    `/stories?topic=${encodeURIComponent(hostile)}`,
  ]) {
    const { text, status } = await scene.get(path, "viewer");
    expect(status).toBe(200);
    expect(text).not.toMatch(/<script(?![^>]* src=)|<img|\u202E/u);
  }
});
