import { sql } from "kysely";
import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0012-story-list");

test("stories stay as they are, and the latest are found without reading all of them", async () => {
  await store.run(...oldRows(1));
  await store.run(`insert into story (title, first_article_id, last_at)
    select 'Story ' || n, n, now() - make_interval(mins => n) from generate_series(2, 5000) n`);
  const before = await Promise.all(oldTables.map((table) => store.rows(table)));
  await store.migrate();
  expect(await Promise.all(oldTables.map((table) => store.rows(table)))).toEqual(before);
  await store.run("analyze story", "insert into story (title, first_article_id) values ('Of the version before', 7)");
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select id from story order by last_at desc, id desc limit 20`.execute(store.db);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("story_latest");
  const { rows: latest } = await sql<{
    title: string;
  }>`select title from story order by last_at desc, id desc limit 1`.execute(store.db);
  expect(latest).toEqual([{ title: "Of the version before" }]);
});
