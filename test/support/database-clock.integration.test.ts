import { sql } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stopDatabaseClock } from "./database-clock.ts";
import type { DatabaseClock } from "./database-clock.ts";
import { addGroup, addRevision } from "./rows.ts";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";

const start = new Date("2026-03-29T00:59:59.500Z");
let store: TestStore;
let clock: DatabaseClock;

beforeAll(async () => {
  store = await startTestStore();
  clock = await stopDatabaseClock(store, start);
});
afterAll(async () => {
  await clock.close();
  await store.stop();
});

async function read(expression: string): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(clock.db);
  return rows[0]?.value;
}

test.each(["now()", "clock_timestamp()", "statement_timestamp()", "transaction_timestamp()"])(
  "%s is what the test says, until it says otherwise",
  async (expression) => {
    await clock.set(start);
    expect(await read(expression)).toEqual(start);
    const later = new Date(start.getTime() + 1_000);
    await clock.set(later);
    expect([await read(expression), clock.now()]).toEqual([later, later]);
  },
);

test("rows get the time of the test, also where a column gives it", async () => {
  await clock.set(start);
  const group = await addGroup(clock.db);
  expect([group.opened_at, group.due_at, group.stage_at]).toEqual([start, start, start]);
  const { seen_at: seenAt } = await addRevision(clock.db, { stage: "notify" });
  expect(seenAt).toEqual(start);
});

test("no column is left to the server's own clock", async () => {
  const { rows } = await sql<{ value: string }>`
    select pg_get_expr(d.adbin, d.adrelid) as value from pg_attrdef d join pg_class c on c.oid = d.adrelid
    where c.relnamespace = 'wirewatch'::regnamespace and pg_get_expr(d.adbin, d.adrelid) like '%now()%'`.execute(
    store.db,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ value }) => !value.includes("test_clock.now()"))).toEqual([]);
});

test("connections without the clock keep their own time", async () => {
  await clock.set(start);
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(store.db);
  expect(rows[0]?.now.getTime()).toBeGreaterThan(start.getTime() + 3_600_000);
});
