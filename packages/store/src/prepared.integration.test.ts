import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { openStore } from "./database.ts";
import type { Database } from "./schema.ts";

let store: TestStore;
/** One connection, so that every statement meets the same session. */
let db: Kysely<Database>;

beforeAll(async () => {
  store = await startTestStore();
  db = openStore({ url: store.url, connections: 1 });
});
afterAll(async () => {
  await db.destroy();
  await store.stop();
});

/** How often the session's prepared statements with that text were run. */
async function preparedRuns(text: string): Promise<number> {
  const { rows } = await sql<{ runs: number }>`
    select coalesce(sum(generic_plans + custom_plans), 0)::int as runs from pg_prepared_statements
    where statement like '%' || ${text} || '%' and statement not like '%pg_prepared_statements%'`.execute(db);
  return rows[0]?.runs ?? 0;
}

describe("a statement", () => {
  test("is prepared from its fifth use on, with the same results", async () => {
    const add = async (number: number) =>
      (await sql<{ sum: number }>`select ${number}::int + 1 as sum -- counted`.execute(db)).rows[0]?.sum;
    for (let use = 1; use <= 4; use++) expect(await add(use)).toBe(use + 1);
    expect(await preparedRuns("counted")).toBe(0);
    for (let use = 5; use <= 9; use++) expect(await add(use)).toBe(use + 1);
    expect(await preparedRuns("counted")).toBe(5);
  });

  test("without values is not worth it", async () => {
    for (let use = 1; use <= 9; use++) await sql`select 1 -- plain`.execute(db);
    expect(await preparedRuns("plain")).toBe(0);
  });

  test("goes on working when its table gets another column", async () => {
    await sql`create table shape (id int)`.execute(db);
    await sql`insert into shape values (1)`.execute(db);
    const read = async () => (await sql`select * from shape where id = ${1}`.execute(db)).rows;
    for (let use = 1; use <= 20; use++) expect(await read()).toEqual([{ id: 1 }]);
    await sql`alter table shape add column name text`.execute(db);
    expect(await read()).toEqual([{ id: 1, name: null }]);
    expect(await read()).toEqual([{ id: 1, name: null }]);
  });

  test("that the server forgot is sent again", async () => {
    const read = async () => (await sql<{ n: number }>`select ${7}::int as n -- forgotten`.execute(store.db)).rows;
    for (let use = 1; use <= 60; use++) await read();
    await store.db.connection().execute(async (session) => {
      await sql`deallocate all`.execute(session);
      for (let use = 1; use <= 3; use++) {
        const { rows } = await sql<{ n: number }>`select ${7}::int as n -- forgotten`.execute(session);
        expect(rows).toEqual([{ n: 7 }]);
      }
    });
  });

  test("that is wrong fails as before", async () => {
    for (let use = 1; use <= 8; use++)
      await expect(sql`select ${"x"}::int as n -- wrong`.execute(db)).rejects.toMatchObject({ code: "22P02" });
  });
});
