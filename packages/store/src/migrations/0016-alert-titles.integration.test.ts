import { sql } from "kysely";
import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0016-alert-titles");

/** As versions before write it, of the match and the group of `oldRows`. */
const oldAlert = (number: number): string =>
  `insert into alert (group_id, match_id, article_id, state) values (${number}, ${number}, ${number}, 'sent')`;

async function namedBy(text: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct group_id::text as id from alert_title where title_grams(title) @@ title_query(${text}) order by 1`.execute(
    store.db,
  );
  return rows.map(({ id }) => id);
}

test("alerts stay as they are, and are found by their titles: those of before, and those that versions before write", async () => {
  await store.run(...oldRows(1), oldAlert(1), "update story set title = 'Harbour at a standstill'");
  const before = await Promise.all([...oldTables, "alert"].map((table) => store.rows(table)));
  await store.migrate();
  expect(await Promise.all([...oldTables, "alert"].map((table) => store.rows(table)))).toEqual(before);
  await store.run(...oldRows(2), oldAlert(2));
  expect(await namedBy("quay")).toEqual(["1", "2"]);
  expect(await namedBy("quay 2")).toEqual(["2"]);
  expect(await namedBy("STANDST")).toEqual(["1"]);
});

test("titles are found without reading all of them", async () => {
  await store.run(
    "insert into alert_title (group_id, title) select 1, md5(n::text) || md5('x' || n) from generate_series(1, 5000) n",
    "vacuum analyze alert_title",
  );
  const { rows } = await sql<{ "QUERY PLAN": string }>`
    explain select group_id from alert_title where title_grams(title) @@ title_query('nowhere')`.execute(store.db);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("alert_title_grams");
});

test("removes them with their group", async () => {
  await store.run(
    "delete from alert where group_id = 2",
    "delete from delivery where group_id = 2",
    "delete from alert_group where id = 2",
  );
  expect(await namedBy("quay 2")).toEqual([]);
});
