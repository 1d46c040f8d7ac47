import { runStage } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inventedText } from "../../../test/support/articles.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { deduplicateStage } from "./deduplicate.ts";
import { countOutdated, reindexSimilarity } from "./reindex.ts";
import { decide, emptyStore, messageOf, stripped } from "./scene.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => emptyStore(store.db));
afterAll(() => store.stop());

const random = seededRandom(3);
const text = (): string[] => inventedText(random, 12);
const nothing = (): void => undefined;
const unstopped = new AbortController().signal;

/** Everything that is looked up, and every verdict; without their ages. */
const remembered = async (): Promise<unknown> => {
  const { rows } = await sql`
    select (select json_agg(json_build_array(key, article_id) order by key, article_id) from fp_key join fp_doc using (doc)) keys,
      (select json_agg(json_build_array(body_hash, article_id) order by body_hash) from fp_exact) exact,
      (select json_agg(json_build_array(article_id, revision, keys, version) order by article_id) from fp_doc) docs,
      (select json_agg(json_build_array(article_id, revision, verdict, of_article_id, story_id, body_hash, stage, outcome)
        order by article_id, revision) from article_revision) verdicts`.execute(store.db);
  return rows;
};

/** As another version of the program would have left it. */
async function outdate(): Promise<void> {
  await sql`update fp_doc set version = 0, keys = array[1, 2, 3]`.execute(store.db);
  await sql`delete from fp_key`.execute(store.db);
  await sql`insert into fp_key (key, doc) select unnest(keys), doc from fp_doc`.execute(store.db);
  await sql`update fp_exact set body_hash = '\\xff' || body_hash`.execute(store.db);
  await sql`update article_revision set body_hash = 'ff' || body_hash where body_hash is not null`.execute(store.db);
}

async function someArticles(count: number): Promise<readonly (readonly string[])[]> {
  const texts = Array.from({ length: count }, text);
  for (const sentences of texts) await decide(store.db, await stripped(store.db, sentences));
  return texts;
}

describe("a rebuild", () => {
  test("gives what the deduplicator had stored, and changes nothing the second time", async () => {
    const texts = await someArticles(5);
    const first = await decide(store.db, await stripped(store.db, text()));
    const revised = { article_id: first.article_id, revision: 2, page_url: first.page_url };
    await decide(store.db, await stripped(store.db, text(), revised));
    await decide(store.db, await stripped(store.db, texts[0] ?? [], { source_id: "copier" }));
    const before = await remembered();
    await outdate();
    expect(await countOutdated(store.db)).toBe(7);
    expect(await reindexSimilarity(store.db, nothing, unstopped)).toEqual({ done: 7, of: 7 });
    expect(await remembered()).toEqual(before);
    expect(await countOutdated(store.db)).toBe(0);
    await reindexSimilarity(store.db, nothing, unstopped);
    expect(await remembered()).toEqual(before);
  });

  test("is what makes texts of another version comparable again; until then they are ignored", async () => {
    const [sentences = []] = await someArticles(1);
    const edited = (): string[] => [...sentences.slice(0, 11), ...inventedText(random, 1)];
    await sql`update fp_doc set version = 0`.execute(store.db);
    expect(await decide(store.db, await stripped(store.db, edited()))).toMatchObject({ verdict: "unique" });
    await emptyStore(store.db);
    await decide(store.db, await stripped(store.db, sentences));
    await outdate();
    await reindexSimilarity(store.db, nothing, unstopped);
    expect(await decide(store.db, await stripped(store.db, edited()))).toMatchObject({ verdict: "nearDuplicate" });
  });

  test("goes on where it was stopped", async () => {
    await someArticles(120);
    await outdate();
    const stop = new AbortController();
    const told: number[] = [];
    const stopped = await reindexSimilarity(store.db, ({ done }) => (told.push(done), stop.abort()), stop.signal);
    expect([stopped, told, await countOutdated(store.db)]).toEqual([{ done: 100, of: 120 }, [100], 20]);
    await sql`update fp_doc set version = 0 where article_id = 1`.execute(store.db);
    expect(await reindexSimilarity(store.db, nothing, unstopped)).toEqual({ done: 120, of: 120 });
    // The first hundred were not done again.
    expect(await countOutdated(store.db)).toBe(1);
    await reindexSimilarity(store.db, nothing, unstopped);
    expect(await countOutdated(store.db)).toBe(0);
  });

  test("runs beside the deduplicator: copies are recognised, and the keys are those of the texts", async () => {
    const texts = await someArticles(30);
    const waiting = [];
    for (const sentences of texts) waiting.push(await stripped(store.db, sentences, { source_id: "copier" }));
    const stage = deduplicateStage({ db: store.db });
    const { deps } = testRunner(store.db);
    const rebuilt = reindexSimilarity(store.db, nothing, unstopped);
    const decided = waiting.map((row) => runStage(stage, messageOf(row), deps));
    expect(new Set(await Promise.all(decided))).toEqual(new Set(["finished"]));
    await rebuilt;
    const verdicts = await store.db
      .selectFrom("article_revision")
      .select("verdict")
      .where("source_id", "=", "copier")
      .execute();
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(["duplicate"]));
    const beside = await remembered();
    await reindexSimilarity(store.db, nothing, unstopped);
    expect(await remembered()).toEqual(beside);
  });

  test("rings for nobody and alerts nobody", async () => {
    await someArticles(3);
    const work = () =>
      sql`select stage, stage_at, due_at, nudges from article_revision order by article_id`.execute(store.db);
    const before = (await work()).rows;
    await outdate();
    await reindexSimilarity(store.db, nothing, unstopped);
    expect((await work()).rows).toEqual(before);
    expect((await sql`select 1 from topic_match`.execute(store.db)).rows).toEqual([]);
  });
});
