import type { Config, TopicConfig } from "@wirewatch/config";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { configFrom } from "../../../../test/support/config.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { addCopies, addFindable, hoursAgo } from "./archive-scene.ts";
import { exactly } from "./estimate.ts";
import { newestOnly, SupersededError } from "./newest-only.ts";
import type { TopicPreview } from "./preview.ts";
import { previewTopic } from "./preview-topic.ts";

let store: TestStore;
let config: Config;
const sources = {
  sources: [
    { id: "site", name: "Site", url: "https://site.example/feed", kind: "feed", country: "FR", tags: ["coast"] },
    { id: "other", name: "Other", url: "https://other.example/feed", kind: "feed" },
  ],
};

beforeAll(async () => {
  store = await startTestStore();
  config = await configFrom({ sources });
});
afterEach(() =>
  sql`truncate article_search, article_body, topic_match, trail, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

async function topic(settings: object): Promise<TopicConfig> {
  const { topics } = await configFrom({ sources, topics: [{ id: "made", ...settings }] });
  const [made] = topics;
  if (made === undefined) throw new Error("there is no topic");
  return made;
}

const windowOf = (hours: number): { since: Date; now: Date } => ({ since: hoursAgo(hours), now: new Date() });

async function preview(settings: object, saved: object | null = null): Promise<TopicPreview> {
  const options = { ...windowOf(240), saved: saved === null ? null : await topic(saved) };
  return previewTopic({ db: store.db, config }, await topic(settings), options);
}

const titles = (hits: readonly { readonly title: string | null }[]): readonly unknown[] =>
  hits.map(({ title }) => title);

test("counts articles, stories and what people would hear of, with the first match of each story", async () => {
  const found = { story_id: "7", published_at: hoursAgo(50), seen_at: hoursAgo(50) };
  await addFindable(store.db, "A strike at the quay.", { title: "First", ...found });
  await addFindable(store.db, "A strike and a riot.", { title: "Second", ...found, published_at: hoursAgo(40) });
  await addFindable(store.db, "A strike of old.", {
    title: "Baseline",
    story_id: "8",
    baseline: true,
    published_at: hoursAgo(30),
  });
  await addFindable(store.db, "A quiet day.", { title: "Nothing" });
  await addFindable(store.db, "A strike long ago.", { title: "Too early", published_at: hoursAgo(500) });
  const answer = await preview({ any: ["strike"], severity: "normal", raise: [{ when: "riot", to: "critical" }] });
  expect(titles(answer.hits)).toEqual(["Baseline", "Second", "First"]);
  expect(answer.hits.map(({ severity }) => severity)).toEqual(["normal", "critical", "normal"]);
  expect(answer.hits[2]?.because).toEqual(['any[0] `strike`: "strike" in the text']);
  const counts = [answer.articles, answer.stories, answer.told].map(({ value, isExact }) => [value, isExact]);
  expect(counts).toEqual([
    [3, true],
    [2, true],
    [1, true],
  ]);
  expect(answer.firstMatches).toMatchObject([
    { storyId: "8", isTold: false },
    { storyId: "7", articleId: answer.hits[2]?.articleId, severity: "critical", isTold: true },
  ]);
  expect([answer.archived, answer.candidates, answer.weight, answer.compare]).toEqual([4, 3, 1, null]);
  expect(answer.days).toBeCloseTo(50 / 24, 1);
  expect(answer.storiesPerDay).toBeCloseTo(2 / answer.days, 5);
});

test("shows what the draft finds more and less than the saved version", async () => {
  await addFindable(store.db, "A strike.", { title: "Both" });
  await addFindable(store.db, "A strike in a cartoon.", { title: "Removed" });
  await addFindable(store.db, "A walkout.", { title: "Added" });
  const { compare, articles } = await preview({ any: ["strike NOT cartoon", "walkout"] }, { any: ["strike"] });
  expect(articles.value).toBe(2);
  expect([compare?.added.articles.value, titles(compare?.added.hits ?? [])]).toEqual([1, ["Added"]]);
  expect([compare?.removed.articles.value, titles(compare?.removed.hits ?? [])]).toEqual([1, ["Removed"]]);
});

test.each([
  [{ any: ["strike"], where: { sources: ["other"] } }, ["Other"]],
  [{ any: ["strike"], where: { countries: ["FR"] } }, ["Site"]],
  [{ any: ["strike"], where: { tags: ["coast"] } }, ["Site"]],
  [{ any: ["strike"], where: { tags: ["coast"], sources: ["other"] } }, []],
  [{ any: ["strike"], where: { languages: ["de"] } }, ["Gone"]],
  [{ any: ["strike"], none: ["quay"] }, ["Gone", "Other"]],
  [{ all: ["strike", "quay"] }, ["Site"]],
  [{ any: ["country:fr"] }, ["Site"]],
  [{ any: ["strikes"], stem: true }, ["Gone", "Other", "Site"]],
])("asks all of a topic: %o", async (settings, wanted) => {
  await addFindable(store.db, "A strike at the quay.", { title: "Site", source_id: "site" });
  await addFindable(store.db, "A strike.", { title: "Other", source_id: "other" });
  await addFindable(store.db, "A strike.", { title: "Gone", source_id: "not configured any more", language: "de" });
  const found = (await preview(settings)).hits.map(({ title }) => title ?? "");
  expect(found.toSorted((one, other) => one.localeCompare(other))).toEqual(wanted);
});

test("counts words of which one is enough exactly, however many articles have them", async () => {
  const strike = await addFindable(store.db, "A strike.");
  const walkout = await addFindable(store.db, "A walkout.");
  const both = await addFindable(store.db, "A strike, or a walkout.");
  await addCopies(store.db, [strike, walkout, both], 3_000);
  const { articles, stories, compare, told } = await preview({ any: ["strike"] }, { any: ["walkout"] });
  expect([articles, stories]).toEqual([exactly(2_002), exactly(102)]);
  expect([compare?.added.articles, compare?.removed.articles]).toEqual([exactly(1_001), exactly(1_001)]);
  expect(told.isExact).toBe(false);
  const all = await preview({ any: ["strike", "walkout"] });
  expect([all.articles, all.stories]).toEqual([exactly(3_003), exactly(103)]);
  const cut = await preview({ any: ["strike"] }, { any: ["strike NOT walkout"] });
  expect([cut.articles, cut.compare?.added.articles.isExact]).toEqual([exactly(2_002), false]);
  // A phrase has to be read.
  expect((await preview({ any: ['"a strike"', "walkout"] })).articles.isExact).toBe(false);
});

test("ends when the person asks for something newer", async () => {
  for (let at = 0; at < 150; at++) await addFindable(store.db, "A strike.", { title: String(at) });
  const draft = await topic({ any: ["strike"] });
  const ask = (): Promise<TopicPreview> =>
    newestOnly("preview of somebody", (signal) =>
      previewTopic({ db: store.db, config }, draft, { ...windowOf(240), saved: null, signal }),
    );
  const [first, second] = await Promise.allSettled([ask(), ask()]);
  expect(first).toMatchObject({ status: "rejected", reason: expect.any(SupersededError) });
  expect(second).toMatchObject({ status: "fulfilled", value: { articles: { value: 150 } } });
});

test("an empty archive gives nothing, and a day of it", async () => {
  const answer = await preview({ any: ["strike"] }, { any: ["walkout"] });
  expect([answer.days, answer.articles.value, answer.storiesPerDay, answer.weight, answer.isListComplete]).toEqual([
    1,
    0,
    0,
    1,
    true,
  ]);
});
