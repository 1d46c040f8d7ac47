import { createHousekeeping, forgetOldPrints, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inventedText } from "../../../test/support/articles.ts";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { decide, emptyStore, stripped } from "./scene.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => emptyStore(store.db));
afterAll(() => store.stop());

const random = seededRandom(5);
const text = (): string[] => inventedText(random, 12);

/** Days go by: everything that is remembered is so much older. */
async function waitDays(days: number): Promise<void> {
  const older = sql`make_interval(days => ${days})`;
  for (const table of ["fp_doc", "fp_exact", "article_alternate"])
    await sql`update ${sql.table(table)} set seen_at = seen_at - ${older}`.execute(store.db);
  await sql`update story set last_at = last_at - ${older}`.execute(store.db);
  // By way of weeks that no row has: each row is checked by itself, and the week before may not have moved yet.
  for (const weeks of [10_000 + Math.floor(days / 7), -10_000])
    await sql`update term_count set week = week - ${weeks}::int`.execute(store.db);
}

async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    "fp_key",
    "fp_doc",
    "fp_exact",
    "story_term",
    "term_count",
    "term_count_new",
    "article_alternate",
  ]) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(store.db);
    counts[table] = rows[0]?.n ?? 0;
  }
  return counts;
}

/** What the leader does until nothing is left to do. */
async function keepHouse(): Promise<void> {
  let nowMs = 0;
  const duty = createHousekeeping(store.db, () => nowMs, { pagesMs: null, textsMs: null });
  for (let call = 0; call < 10; call++, nowMs += 500) await duty();
}

test("what is remembered does not grow: it is as much after six months as after three", async () => {
  const week = async (): Promise<void> => {
    for (let article = 0; article < 6; article++) {
      const url = `https://flat.example/${Math.trunc(random() * 1e9)}`;
      await decide(
        store.db,
        await stripped(store.db, text(), { page_url: url, alternates: [{ language: "de", url: `${url}/de` }] }),
      );
    }
    await waitDays(7);
    await keepHouse();
  };
  const counts = [];
  for (let weeks = 0; weeks < 26; weeks++) {
    await week();
    if (weeks >= 13) counts.push(await countRows());
  }
  for (const table of ["fp_doc", "fp_exact", "story_term", "article_alternate", "term_count_new"])
    expect(new Set(counts.map((count) => count[table])).size, table).toBe(1);
  // As many texts, but not each with as many words.
  for (const table of ["fp_key", "term_count"]) {
    const sizes = counts.map((count) => count[table] ?? 0);
    expect(Math.max(...sizes), table).toBeLessThan(1.5 * Math.min(...sizes));
  }
  expect(counts.at(-1)).toMatchObject({ fp_doc: 6, fp_exact: 72 });
}, 120_000);

describe("a text", () => {
  test("is recognised by its passages for 14 days, word for word for 90", async () => {
    const sentences = text();
    const edited = [...sentences.slice(0, 11), ...inventedText(random, 1)];
    const first = await decide(store.db, await stripped(store.db, sentences));
    await waitDays(13);
    await keepHouse();
    expect(await decide(store.db, await stripped(store.db, edited))).toMatchObject({
      verdict: "nearDuplicate",
      of_article_id: first.article_id,
    });
    await waitDays(2);
    await keepHouse();
    expect(await decide(store.db, await stripped(store.db, sentences))).toMatchObject({
      verdict: "duplicate",
      of_article_id: first.article_id,
    });
    await waitDays(90);
    await keepHouse();
    expect(await decide(store.db, await stripped(store.db, sentences))).toMatchObject({ verdict: "unique" });
  });

  test("that somebody works on is forgotten by the next round", async () => {
    await decide(store.db, await stripped(store.db, text()));
    await waitDays(20);
    await store.db.transaction().execute(async (tx) => {
      await sql`select 1 from fp_doc for update`.execute(tx);
      expect(await forgetOldPrints(store.db)).toMatchObject({ keys: 0 });
    });
    expect(await forgetOldPrints(store.db)).toMatchObject({ keys: 1 });
    expect(await countRows()).toMatchObject({ fp_key: 0, fp_doc: 0, fp_exact: 1 });
  });
});
