import { gzipSync } from "node:zlib";
import { saveText } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { beforeAll, describe, expect, test } from "vitest";
import { useConsole } from "../../../../../test/support/console-scene.ts";
import { addGroup, addMatch, addRevision, addStory } from "../../../../../test/support/rows.ts";

const scene = useConsole({
  sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] },
  topics: [{ id: "harbour", name: "Harbour", any: ["harbour"] }],
});

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script><svg/onload=alert(3)>\u202Egpj`;
const seenAt = new Date("2026-03-02T09:12:05Z");
let first: ArticleRevision;
let matchId = "";

/** A version with a text, done. */
async function addText(
  given: Partial<ArticleRevision>,
  text: string,
  more: Partial<Parameters<typeof saveText>[3]> = {},
): Promise<ArticleRevision> {
  const row = await addRevision(scene.db, {
    stage: "done",
    outcome: "matched",
    seen_at: seenAt,
    language: "en",
    ...given,
  });
  const sections = more.sections ?? [{ heading: null, text, role: "main" }];
  await saveText(scene.db, row.article_id, row.revision, { text, sections, ...more });
  return row;
}

beforeAll(async () => {
  const { db } = scene;
  const story = await addStory(db);
  first = await addText(
    {
      title: "Harbour shut",
      standfirst: "All day.",
      authors: ["A. Writer"],
      page_url: "https://site.example/a",
      canonical_url: "https://site.example/canonical",
      published_at: new Date("2026-03-02T09:10:00Z"),
      story_id: story,
      method: "scorer",
      agreement: 0.9,
      is_paywalled: true,
    },
    "The 😀 harbourmaster spoke of 12 ships.\n\nThe quay is shut.",
    {
      sections: [
        { heading: "Morning", text: "The 😀 harbourmaster spoke of 12 ships.\n\nThe quay is shut.", role: "main" },
        { heading: "More news", text: "Read about trains.", role: "aside" },
      ],
      cut: [
        { text: "Sign up for our letter", reason: "appeal" },
        { text: hostile, reason: "template" },
      ],
    },
  );
  // Topics are asked about the standfirst as the start of the text: "All day.\n\n" is ten characters long.
  matchId = (
    await addMatch(db, first, { passage: "The harbourmaster spoke." }).then(async (match) => {
      await db
        .updateTable("topic_match")
        .set({ spans: JSON.stringify({ title: [[0, 7]], s0: [[17, 30]] }), outcome: "sent" })
        .where("id", "=", match.id)
        .execute();
      return match;
    })
  ).id;
  const group = await addGroup(db, { story_id: story, revision: 1 });
  await db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: matchId,
      article_id: first.article_id,
      state: "sent",
      group_revision: 1,
      created_at: new Date(seenAt.getTime() + 4900),
    })
    .execute();
  await db
    .insertInto("delivery")
    .values({
      id: "dl_1",
      group_id: group.id,
      receiver: "desk",
      channel: "slack-0",
      channel_kind: "slack",
      event: "alert.opened",
      revision: 1,
      repeat: "at-least-once",
      message: "{}",
      state: "sent",
      stage: "closed",
      due_at: "infinity",
      sent_at: new Date("2026-03-02T09:13:05Z"),
    })
    .execute();
  await db
    .insertInto("trail")
    .values(
      (["fetch strip", "strip deduplicate", "deduplicate classify", "classify notify", "notify matched"] as const).map(
        (pair, at) => ({
          article_id: first.article_id,
          revision: 1,
          at: new Date(seenAt.getTime() + 1000 * (at + 1)),
          stage: pair.split(" ")[0] ?? "",
          result: pair.split(" ")[1] ?? "",
          detail: JSON.stringify(pair === "classify notify" ? { config: "7", matched: ["harbour"] } : {}),
          wait_ms: 100,
          work_ms: 20,
          worker: "tester",
        }),
      ),
    )
    .execute();
  await addText(
    {
      article_id: first.article_id,
      revision: 2,
      title: "Harbour shut",
      standfirst: "All day.",
      page_url: "https://site.example/a",
      verdict: "revision",
      material: true,
      change: { reasons: ["a figure changed: 12 → 14"], changedShare: 0.1, added: 0, removed: 0, changed: 1 },
    },
    "The 😀 harbourmaster spoke of 14 ships.\n\nThe quay is shut.",
  );
});

const shown = (text: string): string => text.slice(text.indexOf('class="prose'), text.indexOf('id="cut"'));

describe("the text", () => {
  test("is marked at the very ranges, with the standfirst put before it as topics were asked about it", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?match=${matchId}`, "viewer");
    const marks = [...shown(text).matchAll(/<mark>(.*?)<\/mark>/gu)].map(([, found]) => found);
    expect(marks).toEqual(["Harbour", "harbourmaster"]);
    expect(shown(text)).toContain('class="standfirst"');
    expect(shown(text)).toMatch(/class="aside">[^]*not searched by topics[^]*More news[^]*Read about trains/u);
  });

  test("without marks when nobody wants them, or when the topic is of another version", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?revision=1&match=none`, "viewer");
    expect(shown(text)).not.toContain("<mark>");
    expect((await scene.get(`/articles/${first.article_id}?revision=2&match=${matchId}`, "viewer")).status).toBe(200);
  });

  test("comes with what was left out, and why", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?revision=1`, "viewer");
    expect(text).toMatch(/appeal<\/span>\s*Sign up for our letter/u);
    expect(text).toContain("other pages have it");
  });

  test("comes with its facts: source, dates and whether they are believed, paywall, method, agreement", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?revision=1`, "viewer");
    for (const fact of [
      "A. Writer",
      "as the page says",
      "English (en)",
      "90 % between readings",
      "for subscribers",
      "scorer:",
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toContain('href="https://site.example/canonical" rel="noopener noreferrer nofollow"');
  });

  test("comes with how it came here, in order, with waits, worker and versions", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?revision=1`, "viewer");
    const names = [...text.slice(text.indexOf('id="provenance"')).matchAll(/class="point-name">([^<]+)</gu)].map(
      ([, name]) => name,
    );
    expect(names.slice(0, 8)).toEqual([
      "seen",
      "fetched",
      "stripped",
      "deduplicated",
      "classified",
      "alerted",
      "routed",
      "delivered",
    ]);
    expect(text).toContain("waited 100 ms, took 20 ms, by tester");
    expect(text).toContain("by configuration 7");
    expect(text).toContain("1 min after it was first seen");
  });
});

describe("the difference", () => {
  test("between versions is shown word by word, what stayed is folded", async () => {
    const { text } = await scene.get(`/articles/${first.article_id}?revision=2&show=changes`, "viewer");
    expect(text).toContain("<del>12</del><ins>14</ins>");
    expect(text).toContain("a figure changed: 12 → 14");
    expect(text).toMatch(/unchanged paragraph/u);
  });

  test("to a version that is named, and none where there is nothing to compare", async () => {
    const back = await scene.get(`/articles/${first.article_id}?revision=1&show=changes&with=2`, "viewer");
    expect(back.text).toContain("<del>14</del><ins>12</ins>");
    const none = await scene.get(`/articles/${first.article_id}?revision=1&show=changes`, "viewer");
    expect(none.text).toContain("There is nothing to compare");
  });
});

test.each([
  "/articles/0",
  "/articles/abc",
  "/articles/-1",
  `/articles/${"9".repeat(18)}`,
  `/articles/${"9".repeat(60)}`,
  "/articles/1%27%20or%201=1",
])("%s is not there", async (path) => {
  expect((await scene.get(path, "viewer")).status).toBe(404);
});

test.each(["revision=9", "revision=0", "revision=x", "revision=99999999999", "revision=-1"])(
  "no version: %s",
  async (query) => {
    expect((await scene.get(`/articles/${first.article_id}?${query}`, "viewer")).status).toBe(404);
  },
);

test.each(["match=x", "match=999999", "part=0", "part=99999", "part=-1", "part=x", "show=%00", "match=%00%F0%9F"])(
  "what means nothing is left aside: %s",
  async (query) => {
    expect((await scene.get(`/articles/${first.article_id}?${query}`, "viewer")).status).toBe(200);
  },
);

test("a page that was never read says what it waits for", async () => {
  const row = await addRevision(scene.db, { stage: "strip" });
  const { text, status } = await scene.get(`/articles/${row.article_id}`, "viewer");
  expect(status).toBe(200);
  expect(text).toContain("It has no text yet: it waits for strip.");
});

test("texts from outside stay texts, links only lead to the web", async () => {
  const row = await addText(
    {
      title: hostile,
      standfirst: hostile,
      authors: [hostile],
      site_name: hostile,
      tags: [hostile],
      language: `en" onclick="x`,
      canonical_url: "javascript:alert(1)",
      method: hostile,
    },
    `${hostile}\n\n${hostile}`,
    {
      sections: [{ heading: hostile, text: `${hostile}\n\n${hostile}`, role: "aside" }],
      cut: [{ text: hostile, reason: "edge" }],
    },
  );
  await addText({ article_id: row.article_id, revision: 2, title: `${hostile} new` }, `${hostile} changed`);
  for (const query of ["revision=1", "revision=2&show=changes"]) {
    const { text } = await scene.get(`/articles/${row.article_id}?${query}`, "viewer");
    expect(text).not.toMatch(/<script(?![^>]* src=)|<img|<svg\/|href="javascript|\u202E|" on\w+=/u);
  }
});

test("a text of a megabyte with 2,000 matches is shown in parts, quickly and small", async () => {
  const words = Array.from({ length: 20_000 }, (_, at) => ((at * 7919) % 99991).toString(36));
  const text = Array.from(
    { length: 2_000 },
    (_, at) => `harbour ${words.slice((at * 80) % 19_000, ((at * 80) % 19_000) + 100).join(" ")}`,
  ).join("\n\n");
  expect(text.length).toBeGreaterThan(800_000);
  const row = await addText({ title: "Long" }, text);
  const match = await addMatch(scene.db, row);
  const spans = { s0: [...text.matchAll(/harbour/gu)].map(({ index }) => [index, index + 7]) };
  await scene.db
    .updateTable("topic_match")
    .set({ spans: JSON.stringify(spans) })
    .where("id", "=", match.id)
    .execute();
  await scene.get(`/articles/${row.article_id}`, "viewer");
  const startedMs = performance.now();
  const { text: page } = await scene.get(`/articles/${row.article_id}?match=${match.id}`, "viewer");
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(gzipSync(page).byteLength).toBeLessThan(150_000);
  expect(page).toContain("2,000 marked places");
  expect(page).toMatch(/Part 1 of \d\d/u);
  const later = await scene.get(`/articles/${row.article_id}?match=${match.id}&part=5`, "viewer");
  expect(later.text).toMatch(/Part 5 of \d\d/u);
  expect(later.text).toContain("<mark>harbour</mark>");
});
