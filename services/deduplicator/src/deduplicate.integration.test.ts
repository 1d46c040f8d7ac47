import { runStage } from "@wirewatch/pipeline";
import { openStore, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inventedText } from "../../../test/support/articles.ts";
import { revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { deduplicateStage } from "./deduplicate.ts";
import { decide as decideIn, emptyStore, messageOf, stripped as inStore } from "./scene.ts";

let store: TestStore;
/** Another process, as far as the database can tell. */
let second: Kysely<Database>;

beforeAll(async () => {
  store = await startTestStore();
  second = openStore({ url: store.url, connections: 8 });
});
afterEach(() => emptyStore(store.db));
afterAll(async () => {
  await second.destroy();
  await store.stop();
});

const random = seededRandom(7);
const text = (sentences = 12): string[] => inventedText(random, sentences);

const stripped = (sentences: readonly string[], given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> =>
  inStore(store.db, sentences, given);
const decide = (row: ArticleRevision, db = store.db): Promise<ArticleRevision> => decideIn(db, row);

/**
 * Decides pairs in such a way that both of a pair have begun their transactions and neither has ended: no story can be
 * written until all of them wait, for that or for each other.
 */
async function decideAtOnce(
  pairs: readonly (readonly [ArticleRevision, ArticleRevision])[],
): Promise<readonly (readonly [ArticleRevision, ArticleRevision])[]> {
  const waiting = (): Promise<number> =>
    sql<{ n: number }>`
      select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`
      .execute(store.db)
      .then(({ rows }) => rows[0]?.n ?? 0);
  const decided = await store.db.transaction().execute(async (tx) => {
    await sql`lock table story in access exclusive mode`.execute(tx);
    const running = pairs.map(async ([one, two]) => Promise.all([decide(one), decide(two, second)]));
    await until(async () => (await waiting()) === 2 * pairs.length, 20_000, "both halves of each pair");
    return { running };
  });
  return Promise.all(decided.running);
}

const verdictsOf = (rows: readonly ArticleRevision[]): string[] => rows.map((row) => row.verdict ?? "none").toSorted();

describe("two copies that arrive at once on two connections", () => {
  async function decideAll(count: number, pairOf: () => Promise<readonly [ArticleRevision, ArticleRevision]>) {
    const decided: (readonly [ArticleRevision, ArticleRevision])[] = [];
    while (decided.length < count)
      decided.push(...(await decideAtOnce([await pairOf(), await pairOf(), await pairOf(), await pairOf()])));
    return decided;
  }

  test("are one original and one copy of it, a hundred times", async () => {
    const decided = await decideAll(100, async () => {
      const sentences = text();
      return [await stripped(sentences), await stripped(sentences, { source_id: "copier" })];
    });
    for (const both of decided) {
      const original = both.find((row) => row.verdict === "unique");
      const copy = both.find((row) => row.verdict === "duplicate");
      expect(verdictsOf(both)).toEqual(["duplicate", "unique"]);
      expect(copy).toMatchObject({
        of_article_id: original?.article_id,
        story_id: original?.story_id,
        relation: "exact",
      });
      expect(both.map((row) => row.stage)).toEqual(["classify", "classify"]);
    }
    expect(new Set(decided.flat().map((row) => row.story_id)).size).toBe(100);
  });

  test("are one original also when they are syndicated, not equal", async () => {
    const decided = await decideAll(20, async () => {
      const sentences = text(20);
      const edited = [...sentences.slice(0, 19), ...inventedText(random, 1)];
      return [await stripped(sentences), await stripped(edited, { source_id: "copier" })];
    });
    for (const both of decided) expect(verdictsOf(both)).toEqual(["nearDuplicate", "unique"]);
  });
});

describe("a text", () => {
  test("that shares nothing with others is new, and a story of its own", async () => {
    const [one, two] = [await decide(await stripped(text())), await decide(await stripped(text()))];
    expect([one, two]).toMatchObject([
      { verdict: "unique", of_article_id: null, stage: "classify" },
      { verdict: "unique", of_article_id: null, stage: "classify" },
    ]);
    expect(one.story_id).not.toBe(two.story_id);
  });

  test("that was known is a copy of the first, however many there are between", async () => {
    const sentences = text();
    const first = await decide(await stripped(sentences));
    await decide(await stripped(text()));
    const copies = [await decide(await stripped(sentences)), await decide(await stripped(sentences))];
    for (const copy of copies)
      expect(copy).toMatchObject({
        verdict: "duplicate",
        of_article_id: first.article_id,
        story_id: first.story_id,
        score: 1,
      });
  });

  test("is told why in a sentence", async () => {
    const sentences = text();
    await decide(await stripped(sentences));
    const copy = await decide(await stripped(sentences));
    expect(copy.why).toMatch(/\w+ \w+/);
    const [step] = await store.db.selectFrom("trail").selectAll().where("article_id", "=", copy.article_id).execute();
    expect(step).toMatchObject({
      result: "classify",
      reason: copy.why,
      detail: { verdict: "duplicate", story: copy.story_id },
    });
  });

  test("of nothing is no copy of another nothing's story by accident", async () => {
    const empty = await decide(await stripped([]));
    expect(empty.stage).toBe("classify");
  });
});

describe("a further revision of an article", () => {
  async function revised(
    change: (sentences: readonly string[]) => readonly string[],
  ): Promise<readonly [ArticleRevision, ArticleRevision]> {
    const sentences = text(15);
    const first = await decide(await stripped(sentences));
    const next = await stripped(change(sentences), {
      article_id: first.article_id,
      revision: 2,
      page_url: first.page_url,
    });
    return [first, await decide(next)];
  }

  test("with the same text is unchanged, and ends there", async () => {
    const [first, next] = await revised((sentences) => sentences);
    expect(next).toMatchObject({ stage: "done", outcome: "unchanged", of_article_id: first.article_id });
    expect(await store.db.selectFrom("fp_doc").select("revision").execute()).toEqual([{ revision: 1 }]);
  });

  test("with another headline alone is a revision, material when it says something else", async () => {
    const sentences = text(15);
    const first = await decide(await stripped(sentences, { title: "Harbour to close in May" }));
    const again = { article_id: first.article_id, page_url: first.page_url };
    const reworded = await decide(
      await stripped(sentences, { ...again, revision: 2, title: "In May harbour to close" }),
    );
    expect(reworded).toMatchObject({ stage: "classify", verdict: "revision", material: false });
    const denied = await decide(
      await stripped(sentences, { ...again, revision: 3, title: "Harbour not to close in May" }),
    );
    expect(denied).toMatchObject({ verdict: "revision", material: true, change: { added: 0, removed: 0, changed: 0 } });
  });

  test("with another text is a revision in the same story, and later copies are compared with it", async () => {
    const added = inventedText(random, 6);
    const [first, next] = await revised((sentences) => [...sentences, ...added]);
    expect(next).toMatchObject({
      stage: "classify",
      verdict: "revision",
      of_article_id: first.article_id,
      story_id: first.story_id,
    });
    expect(await store.db.selectFrom("fp_doc").select("revision").execute()).toEqual([{ revision: 2 }]);
    const { rows } = await sql<{ stale: number }>`
      select count(*)::int as stale from fp_key k where not exists (select 1 from fp_doc d where k.key = any(d.keys))`.execute(
      store.db,
    );
    expect(rows).toEqual([{ stale: 0 }]);
  });
});

test("a message that comes again changes nothing", async () => {
  const row = await stripped(text());
  const before = await decide(row);
  const counts = () => sql`select (select count(*) from fp_key) k, (select count(*) from story) s`.execute(store.db);
  const stored = (await counts()).rows;
  expect(await runStage(deduplicateStage({ db: store.db }), messageOf(row), testRunner(store.db).deps)).toBe("skipped");
  expect(await revisionNow(store.db, row)).toEqual(before);
  expect((await counts()).rows).toEqual(stored);
});

test("work that was done but not committed gives the same the second time", async () => {
  const row = await stripped(text());
  const crash = new Error("Connection terminated unexpectedly");
  const dies = testRunner(store.db, {
    fault: (point) => {
      if (point === "committing") throw crash;
    },
  });
  expect(await runStage(deduplicateStage({ db: store.db }), messageOf(row), dies.deps)).toBe("returned");
  expect(await store.db.selectFrom("fp_exact").selectAll().execute()).toEqual([]);
  await sql`update article_revision set due_at = now()`.execute(store.db);
  expect(await decide(row)).toMatchObject({ verdict: "unique", stage: "classify" });
});
