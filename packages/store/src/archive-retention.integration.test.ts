import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addArchived } from "../../../test/support/archive.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { indexArticle } from "./archive-index.ts";
import { createArchiveRetention } from "./archive-retention.ts";
import { savePage } from "./bodies.ts";
import { createHousekeeping } from "./housekeeping.ts";
import { sql } from "./index.ts";
import type { ArticleRevision, Id } from "./schema.ts";
import { archivedAfter, openArchive } from "./topic-archive.ts";

const dayMs = 86_400_000;
let store: TestStore;
let clockMs: number;
let forget: () => Promise<boolean>;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  await sql`truncate config, page, article_search, article_body, article_revision, article restart identity cascade`.execute(
    store.db,
  );
  clockMs = 0;
  forget = createArchiveRetention(store.db, () => clockMs, { pagesMs: 30 * dayMs, textsMs: null });
});

const keep = (kept: object): Promise<unknown> =>
  sql`insert into config (fingerprint, content) values (gen_random_uuid()::text, ${JSON.stringify(kept)}::jsonb)`.execute(
    store.db,
  );
const keepDays = (pages: number | null, texts: number | null): Promise<unknown> =>
  keep({
    keep: { pagesMs: pages === null ? null : pages * dayMs, textsMs: texts === null ? null : texts * dayMs },
  });

/** An article that came so many days ago, with its page, text and words. */
async function add(days: number, given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> {
  const at = new Date(Date.now() - days * dayMs);
  const row = await addArchived(store.db, "The quay is closed.", { seen_at: at, characters: 19, ...given });
  await sql`update article set first_seen_at = least(first_seen_at, ${at}) where id = ${row.article_id}`.execute(
    store.db,
  );
  await savePage(store.db, row.article_id, row.revision, { contentType: "text/html", body: "<p>The quay is closed." });
  await indexArticle(store.db, row, ["quay"]);
  return row;
}

/** All that there is to forget now. */
async function forgetAll(): Promise<number> {
  let steps = 1;
  while (await forget()) steps += 1;
  return steps;
}

async function left(table: "page" | "article_body" | "article_search"): Promise<readonly Id[]> {
  const { rows } = await sql<{ articleId: Id; revision: number }>`
    select article_id as "articleId", revision from ${sql.table(table)} order by 1, 2`.execute(store.db);
  return rows.map(({ articleId, revision }) => (revision === 1 ? articleId : `${articleId}.${revision}`));
}

describe("of the archive", () => {
  test("pages and texts are forgotten when they are older than they are kept, and nothing else is", async () => {
    for (const days of [400, 40, 20, 0]) await add(days);
    await keepDays(30, 365);
    await forgetAll();
    expect([await left("page"), await left("article_body"), await left("article_search")]).toEqual([
      ["3", "4"],
      ["2", "3", "4"],
      ["2", "3", "4"],
    ]);
    const { rows } = await sql`select 1 from article_revision where title is not null`.execute(store.db);
    expect(rows).toHaveLength(4);
  });

  test("nothing is forgotten that is kept for ever", async () => {
    await add(4_000);
    await keepDays(null, null);
    await forgetAll();
    expect([await left("page"), await left("article_body")]).toEqual([["1"], ["1"]]);
  });

  test("a configuration of an older version, which says nothing, means what is usual", async () => {
    for (const days of [40, 20]) await add(days);
    await keep({});
    await forgetAll();
    expect([await left("page"), await left("article_body")]).toEqual([["2"], ["1", "2"]]);
  });

  test("nothing is forgotten where there is no configuration", async () => {
    await add(4_000);
    await forgetAll();
    expect(await left("page")).toEqual(["1"]);
  });

  test("what is not done yet stays, and so does a young revision of an old article, with its words", async () => {
    await add(400, { stage: "classify", due_at: new Date() });
    const old = await add(400);
    await add(1, { article_id: old.article_id, revision: 2, page_url: "https://site.example/again" });
    await keepDays(30, 365);
    await forgetAll();
    expect([await left("page"), await left("article_body"), await left("article_search")]).toEqual([
      ["1", "2.2"],
      ["1", "2.2"],
      ["1", "2.2"],
    ]);
  });

  test("a step is short, and many are forgotten by several; then it rests for an hour", async () => {
    const first = await add(40);
    await sql`with made as (
        insert into article (url, url_key, source_id, first_seen_at)
        select 'u' || n, 'u' || n, 'site', now() - interval '40 days' from generate_series(1, 999) n returning id, url),
      revisions as (
        insert into article_revision (article_id, revision, source_id, gate, stage, due_at, outcome, seen_at)
        select id, 1, 'site', 'g', 'done', 'infinity', 'unmatched', now() - interval '40 days' from made)
      insert into page (article_id, revision, body) select m.id, 1, p.body from made m join page p on p.article_id = ${first.article_id}`.execute(
      store.db,
    );
    await keepDays(30, null);
    expect(await forget()).toBe(true);
    expect(await left("page")).toHaveLength(800);
    expect(await forgetAll()).toBeLessThan(10);
    expect(await left("page")).toHaveLength(0);

    await add(50);
    await forgetAll();
    expect(await left("page")).toHaveLength(1);
    clockMs += 3_600_000;
    await forgetAll();
    expect(await left("page")).toHaveLength(0);
  });

  test("it is part of what the leader does", async () => {
    await add(40);
    await keepDays(30, null);
    const duty = createHousekeeping(store.db, () => clockMs, { pagesMs: null, textsMs: null });
    for (let call = 0; call < 3; call++) await duty();
    expect(await left("page")).toEqual([]);
  });

  test("topics are not asked again about an article whose text is gone", async () => {
    await add(400);
    await add(20);
    await add(400, { characters: null });
    await sql`delete from article_body where article_id = 3`.execute(store.db);
    await keepDays(30, 365);
    await forgetAll();
    const window = await openArchive(store.db, new Date(0));
    const asked = await archivedAfter(store.db, window, "0", 10);
    // The last one never had a text.
    expect([window.articles, asked.map((one) => one.article_id)]).toEqual([2, ["2", "3"]]);
  });
});
