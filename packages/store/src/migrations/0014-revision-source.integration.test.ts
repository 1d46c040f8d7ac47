import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import type { Database } from "../schema.ts";
import { nearestSources } from "../nearest-sources.ts";
import { listStories } from "../story-list.ts";

let store: TestStore;
let db: Kysely<Database>;

/** Three sources: one with an article in each third story, one with another origin in each sixth, and one with a single article. */
beforeAll(async () => {
  store = await startTestStore();
  ({ db } = store);
  await sql`insert into article (url, url_key, source_id)
    select u, u, source from (select n, 'https://' || source || '.example/' || n as u, source
      from generate_series(1, 6000) n cross join lateral (select case when n = 6000 then 'rare' when n % 6 = 0 then 'second' else 'first' end as source) s) given
    order by n`.execute(db);
  await sql`insert into story (title, first_article_id, last_at) select 'Story ' || n, n, timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, 2000) n`.execute(db);
  await sql`insert into article_revision (article_id, revision, source_id, gate, story_id, stage, outcome, due_at)
    select id, 1, source_id, case when source_id = 'second' and id % 12 = 0 then 'https://other.example' else 'https://' || source_id || '.example' end,
      1 + (id - 1) / 3, 'done', 'unmatched', 'infinity' from article`.execute(db);
  await sql`insert into feed (source_id, url, gate, stage) select s, 'https://feeds.test/' || s, 'https://feeds.test', 'poll'
    from unnest(array['first', 'second', 'rare']) s`.execute(db);
  await sql`vacuum analyze article_revision, story`.execute(db);
});
afterAll(() => store.stop());

async function planOf(statement: string): Promise<string> {
  const { rows } = await sql.raw<Record<"QUERY PLAN", string>>(`explain (analyze, costs off) ${statement}`).execute(db);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test.each([
  ["rare", ["Story 2000"]],
  ["nowhere", []],
])(
  "stories of the source %s are found by the source's revisions, not by looking at each story",
  async (sourceId, titles) => {
    const choice = { text: null, topicId: null, sourceId, during: null, after: null, limit: 31 };
    expect((await listStories(db, choice)).map(({ title }) => title)).toEqual(titles);
    const plan = await planOf(`select s.id from story s
    where exists (select 1 from article_revision r where r.story_id = s.id and r.source_id = '${sourceId}') order by s.last_at desc, s.id desc limit 31`);
    expect(plan).toContain("using article_revision_source on article_revision");
  },
);

test("sources near an address are found by one look per source and origin, however many articles there are", async () => {
  const near = async (url: string): Promise<readonly string[]> =>
    (await nearestSources(db, url)).map(({ relation, source }) => `${source.id} ${relation}`);
  expect(await near("https://www.other.example/unknown")).toEqual(["second sameHost"]);
  expect(await near("https://first.example/unknown")).toEqual(["first sameHost"]);
  expect(await near("https://live.first.example/unknown")).toEqual(["first sameSite"]);
  expect(await near("https://nowhere.test/")).toEqual([]);
});
