import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { changesAfter, forgetOldChanges, isForgotten, isPosition, lastChange } from "./changes.ts";
import { openStore } from "./database.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
beforeEach(async () => {
  await sql`truncate change`.execute(store.db);
});
afterAll(() => store.stop());

const note = (ref: string) => sql`insert into change (kind, ref) values ('alert', ${ref})`;

async function read(position: string): Promise<readonly string[]> {
  return (await changesAfter(store.db, position)).map(({ ref }) => ref);
}

/** Given a moment later while a transaction of another database, of another file of tests, is just ending. */
const reading = (position: string) => expect.poll(() => read(position), { timeout: 10_000, interval: 5 });

test("a change of a transaction that ends late is given in its place, and none is skipped", async () => {
  const other = openStore({ url: store.url, connections: 1 });
  const start = await lastChange(store.db);
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  let begun = (): void => undefined;
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  const late = other.transaction().execute(async (tx) => {
    await note("early").execute(tx);
    begun();
    await held;
  });
  await isBegun;
  await note("later").execute(store.db);
  // The later one is there; it is not given before the earlier one, which whoever read it would miss.
  expect(await read(start)).toEqual([]);
  finish();
  await late;
  await reading(start).toEqual(["early", "later"]);
  await other.destroy();
});

test("a transaction of another database of the server holds nothing up", async () => {
  const start = await lastChange(store.db);
  const name = `beside_${process.pid}`;
  await sql.raw(`create database ${name}`).execute(store.db);
  const url = new URL(store.url);
  url.pathname = `/${name}`;
  const other = openStore({ url: url.href, connections: 1 });
  await other.transaction().execute(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tx);
    await note("meanwhile").execute(store.db);
    await reading(start).toEqual(["meanwhile"]);
  });
  await other.destroy();
  await sql.raw(`drop database ${name} with (force)`).execute(store.db);
});

test("reading goes on after a position, to the end", async () => {
  for (const ref of ["1", "2", "3"]) await note(ref).execute(store.db);
  await reading("0-0").toEqual(["1", "2", "3"]);
  const all = await changesAfter(store.db, "0-0");
  expect(await read(all[0]?.position ?? "")).toEqual(["2", "3"]);
  expect(await read(await lastChange(store.db))).toEqual([]);
});

test("what is a day old is forgotten, and whoever was away that long is told so", async () => {
  await note("old").execute(store.db);
  await sql`update change set at = now() - interval '25 hours'`.execute(store.db);
  await reading("0-0").toEqual(["old"]);
  const position = await lastChange(store.db);
  await note("new").execute(store.db);
  expect(await isForgotten(store.db, position)).toBe(false);
  await forgetOldChanges(store.db);
  expect(await isForgotten(store.db, position)).toBe(true);
  await reading("0-0").toEqual(["new"]);
});

test.each([
  ["0-0", true],
  ["123-9", true],
  ["", false],
  ["1-1; drop table change", false],
  ["-1-2", false],
  ["1".repeat(40), false],
])("%j is a position: %s", (text, is) => {
  expect(isPosition(text)).toBe(is);
});

test("alerts, silences, notices, states of feeds and failed deliveries are noted by themselves", async () => {
  const { db } = store;
  await sql`insert into alert_group (group_key, route, receiver, topic_id, severity, closes_at, stage)
    values ('k', 'default', 'desk', 'harbour', 'high', now(), 'flush')`.execute(db);
  await sql`update alert_group set due_at = now()`.execute(db);
  await sql`update alert_group set revision = revision + 1`.execute(db);
  await sql`insert into silence (matchers, starts_at, ends_at, author, comment) values ('[]', now(), now(), 'a', 'b')`.execute(
    db,
  );
  await sql`insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
    select 'dl_1', id, 'desk', 'webhook-0', 'webhook', 'alert.opened', 1, 'at-least-once', '{}', 'deliver' from alert_group`.execute(
    db,
  );
  await sql`update delivery set state = 'sent'`.execute(db);
  await sql`update delivery set state = 'failed'`.execute(db);
  const kinds = async () => (await changesAfter(db, "0-0")).map(({ kind, ref }) => `${kind} ${ref}`);
  await expect.poll(kinds, { timeout: 10_000 }).toEqual(["alert 1", "alert 1", "silence 1", "delivery dl_1"]);
});
