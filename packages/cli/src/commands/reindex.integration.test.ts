import { saveText, sql } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addRevision } from "../../../../test/support/rows.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { reindex, reindexStore } from "./reindex.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
  for (let article = 0; article < 3; article++) {
    const row = await addRevision(store.db, { stage: "done", verdict: "unique", story_id: "1", body_hash: "00" });
    const text = `Report ${article} of the harbour: ${"ships wait on the quay ".repeat(10)}`;
    await saveText(store.db, row.article_id, 1, { text, sections: [] });
  }
});
afterAll(() => store.stop());

test("makes the fingerprints of the stored texts and says how many", async () => {
  const { write, text } = collector();
  expect(await reindex(["similarity"], environmentOf(store.url), write)).toBe(0);
  expect(text()).toMatch(/^Done in .*: 3 articles\. No verdict was changed and nobody was alerted\.\n$/u);
  const { rows } = await sql<{ texts: number; hashes: number }>`
    select (select count(*)::int from fp_doc) as texts, (select count(*)::int from fp_exact) as hashes`.execute(
    store.db,
  );
  expect(rows).toEqual([{ texts: 3, hashes: 3 }]);
});

test("makes the stored articles findable and says how many", async () => {
  await sql`update article_revision set outcome = 'unmatched'`.execute(store.db);
  const { write, text } = collector();
  expect(await reindex(["search"], environmentOf(store.url), write)).toBe(0);
  expect(text()).toMatch(/^Done in .*: 3 articles\. All of them can be found and nobody was alerted\.\n$/u);
  const { rows } = await sql`select 1 from article_search`.execute(store.db);
  expect(rows).toHaveLength(3);
});

test("says where it stopped", async () => {
  const { write, text } = collector();
  expect(await reindexStore(store.db, write, AbortSignal.abort())).toBe(1);
  expect(text()).toMatch(/at 0 of 3 articles; "wirewatch reindex similarity" goes on from there/u);
});

test("refuses what it does not know", async () => {
  await expect(reindex([], environmentOf(store.url), () => undefined)).rejects.toThrow(
    "write: wirewatch reindex similarity",
  );
  await expect(reindex(["stories"], environmentOf(store.url), () => undefined)).rejects.toThrow("reindex similarity");
});
