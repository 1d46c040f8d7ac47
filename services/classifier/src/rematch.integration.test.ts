import { sql } from "@wirewatch/store";
import type { Id, StoredMatch } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addArchived, daysAgo } from "../../../test/support/archive.ts";
import { configFrom } from "../../../test/support/config.ts";
import { addMatch, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { rematchTopics } from "./rematch.ts";
import type { RematchOptions } from "./rematch.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate article_body, topic_match, trail, reindex, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const harbour = { id: "harbour", any: ["harbourmaster"] };
const boats = { id: "boats", any: ["ferry"] };

async function rematch(
  topicIds: readonly string[] = ["harbour"],
  { topics = [harbour, boats], ...given }: Partial<RematchOptions> & { readonly topics?: readonly object[] } = {},
) {
  const config = await configFrom({
    sources: { sources: [{ id: "site", url: "https://site.example/rss", tags: ["ports"] }] },
    topics,
  });
  return rematchTopics({
    db: store.db,
    current: { version: "7", config },
    topicIds,
    since: daysAgo(30),
    span: "30d",
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...given,
  });
}

const matches = (): Promise<StoredMatch[]> =>
  store.db.selectFrom("topic_match").selectAll().orderBy("article_id").orderBy("topic_id").execute();
const found = async (): Promise<[Id, string][]> => (await matches()).map((row) => [row.article_id, row.topic_id]);

describe("a rematch", () => {
  test("writes what the topic finds in the archive, suppressed from the beginning", async () => {
    await addArchived(store.db, "The harbourmaster spoke.", { story_id: "9" });
    await addArchived(store.db, "Nothing.");
    expect(await rematch()).toEqual({ done: 2, of: 2, written: 1, isFinished: true });
    expect(await matches()).toMatchObject([
      {
        article_id: "1",
        topic_id: "harbour",
        story_id: "9",
        config_version: "7",
        spans: { s0: [[4, 17]] },
        outcome: "suppressed",
        reason: "rematch",
        detail: "found in the archive with configuration 7",
        outcome_at: expect.any(Date),
      },
    ]);
  });

  test("asks the topics that are named, and no others", async () => {
    await addArchived(store.db, "The harbourmaster saw a ferry.");
    await rematch(["boats"]);
    expect(await found()).toEqual([["1", "boats"]]);
    await rematch(["harbour", "boats"]);
    expect(await found()).toEqual([
      ["1", "boats"],
      ["1", "harbour"],
    ]);
  });

  test("changes nothing the second time, nor what was recorded of an article before", async () => {
    const first = await addArchived(store.db, "The harbourmaster spoke.");
    await addMatch(store.db, first, { outcome: "sent" });
    const told = await addArchived(store.db, "The harbourmaster spoke.");
    await addMatch(store.db, told, { outcome: "sent" });
    await addArchived(store.db, "The harbourmaster spoke again.", { article_id: told.article_id, revision: 2 });
    await addArchived(store.db, "The harbourmaster spoke.");
    expect(await rematch()).toMatchObject({ written: 1 });
    const before = await matches();
    expect(before.map((row) => [row.article_id, row.revision, row.outcome])).toEqual([
      ["1", 1, "sent"],
      ["2", 1, "sent"],
      ["3", 1, "suppressed"],
    ]);
    expect(await rematch()).toMatchObject({ done: 3, written: 0 });
    expect(await matches()).toEqual(before);
  });

  test("moves no row and rings for nobody", async () => {
    await addArchived(store.db, "The harbourmaster spoke.");
    const work = async (): Promise<unknown> =>
      (await sql`select stage, stage_at, due_at, nudges, outcome, outcome_at from article_revision`.execute(store.db))
        .rows;
    const before = await work();
    await rematch();
    expect(await work()).toEqual(before);
    expect((await sql`select 1 from alert`.execute(store.db)).rows).toEqual([]);
    expect((await sql`select 1 from trail`.execute(store.db)).rows).toEqual([]);
  });

  test("leaves articles alone that a stage works on, and those seen before", async () => {
    await addRevision(store.db, { stage: "classify", title: "The harbourmaster" });
    await addRevision(store.db, { stage: "notify", title: "The harbourmaster" });
    await addArchived(store.db, "The harbourmaster spoke.", { seen_at: daysAgo(31) });
    expect(await rematch()).toMatchObject({ done: 0, written: 0 });
    expect(await found()).toEqual([]);
  });

  test("leaves an article alone that is classified again while its page is worked on", async () => {
    await addArchived(store.db, "The harbourmaster spoke.");
    await addArchived(store.db, "The harbourmaster spoke.");
    const again = sql`update article_revision set stage = 'classify', due_at = 'infinity' where article_id = 1`;
    // It was read as archived: its row changes between that and the writing.
    const db = store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        const isPage = result.rows.some((row) => "body" in row);
        if (isPage) await again.execute(store.db);
        return result;
      },
    });
    expect(await rematch(["harbour"], { db })).toMatchObject({ written: 1 });
    expect(await found()).toEqual([["2", "harbour"]]);
  });

  test("asks for the source's tags as the classifier does", async () => {
    await addArchived(store.db, "The harbourmaster spoke.");
    const tagged = (tags: string[]) => ({ ...harbour, where: { tags } });
    expect(await rematch(["harbour"], { topics: [tagged(["trains"])] })).toMatchObject({ written: 0 });
    expect(await rematch(["harbour"], { topics: [tagged(["ports"])] })).toMatchObject({ written: 1 });
  });
});

describe("a rematch that was stopped", () => {
  /** Many articles; the run ends after its first batch. */
  async function stopped() {
    for (let at = 0; at < 60; at++) await addArchived(store.db, `The harbourmaster spoke, ${at}.`);
    const stop = new AbortController();
    return rematch(["harbour"], { signal: stop.signal, onProgress: () => stop.abort() });
  }

  test("goes on where it was", async () => {
    expect(await stopped()).toEqual({ done: 50, of: 60, written: 50, isFinished: false });
    await sql`delete from topic_match where article_id = 1`.execute(store.db);
    expect(await rematch()).toEqual({ done: 60, of: 60, written: 10, isFinished: true });
    // The first fifty were not looked at again; a run after the end begins anew.
    expect((await matches())[0]?.article_id).toBe("2");
    expect(await rematch()).toMatchObject({ done: 60, written: 1 });
  });

  test.each<[string, Parameters<typeof rematch>]>([
    ["another version of the topic", [["harbour"], { topics: [{ ...harbour, none: ["museum"] }, boats] }]],
    ["more topics", [["harbour", "boats"]]],
    ["another time", [["harbour"], { span: "60d", since: daysAgo(60) }]],
  ])("begins anew with %s", async (_what, call) => {
    await stopped();
    await sql`delete from topic_match where article_id = 1`.execute(store.db);
    expect(await rematch(...call)).toMatchObject({ done: 60, written: 11 });
  });
});

test("a rematch gives way to work that is late", async () => {
  await addArchived(store.db, "The harbourmaster spoke.");
  const late = await addRevision(store.db, { stage: "strip" });
  await sql`update article_revision set due_at = now() - interval '1 minute' where article_id = ${late.article_id}`.execute(
    store.db,
  );
  let isDone = false;
  const run = rematch().then((result) => {
    isDone = true;
    return result;
  });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([isDone, await found()]).toEqual([false, []]);
  await sql`update article_revision set due_at = 'infinity' where article_id = ${late.article_id}`.execute(store.db);
  expect(await run).toMatchObject({ written: 1 });
});
