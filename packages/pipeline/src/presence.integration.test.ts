import { openStore, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { lifeLock, startPresence, tokenPrefix } from "./presence.ts";
import type { Presence } from "./presence.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const open: Presence[] = [];
afterEach(async () => {
  for (const presence of open.splice(0)) await presence.close();
});

async function show(workerId: string): Promise<Presence> {
  const presence = await startPresence({ db: store.db, workerId, service: "notifier", onError: () => undefined });
  open.push(presence);
  return presence;
}

/** Keys that are locked now, and the sessions that have them. */
async function held(): Promise<{ key: number; pid: number }[]> {
  const { rows } = await sql<{ key: number; pid: number }>`
    select objid::int as key, pid from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and classid = ${lifeLock}
      and database = (select oid from pg_database where datname = current_database())`.execute(store.db);
  return rows;
}

const keyOf = async (workerId: string): Promise<number | null | undefined> =>
  (await store.db.selectFrom("worker").select("session_key").where("id", "=", workerId).executeTakeFirst())
    ?.session_key;

test("a store that is away is told of once, not with each attempt", async () => {
  const db = openStore({ url: "postgres://127.0.0.1:1/nowhere", connections: 1 });
  const errors: unknown[] = [];
  const starting = startPresence({ db, workerId: "w", service: "notifier", onError: (error) => errors.push(error) });
  await until(() => errors.length > 0, 10_000);
  const presence = await starting;
  expect(errors).toHaveLength(1);
  expect(presence.sign("token")).toBe("token");
  await presence.close();
  await db.destroy();
});

describe("a process that shows itself", () => {
  test("holds the lock that its row names, and signs its claims with it", async () => {
    const presence = await show("one");
    const [lock] = await held();
    expect(await keyOf("one")).toBe(lock?.key);
    expect(presence.sign("token")).toBe(`${tokenPrefix(lock?.key ?? 0)}token`);
  });

  test("has another lock than its neighbour", async () => {
    await show("one");
    await show("two");
    expect(new Set((await held()).map(({ key }) => key)).size).toBe(2);
    expect(await keyOf("one")).not.toBe(await keyOf("two"));
  });

  test("takes both with it when it goes", async () => {
    const presence = await show("gone");
    await presence.close();
    expect(await held()).toEqual([]);
    expect(await keyOf("gone")).toBeUndefined();
  });

  test("has its lock again soon after its connection was cut, so that its claims stay its own", async () => {
    const presence = await show("cut");
    const [before] = await held();
    const signed = presence.sign("token");
    await sql`select pg_terminate_backend(${before?.pid ?? 0})`.execute(store.db);
    await until(async () => (await held()).some(({ pid }) => pid !== before?.pid), 10_000);
    expect((await held()).map(({ key }) => key)).toEqual([before?.key]);
    expect(presence.sign("token")).toBe(signed);
  });

  test("takes another key when the server still believes in its old session", async () => {
    await show("cut");
    const key = (await keyOf("cut")) ?? 0;
    const [before] = await held();
    await store.db.connection().execute(async (session) => {
      // Waits in line, and has the lock as soon as the old session is gone.
      const waiting = sql`select pg_advisory_lock(${lifeLock}, ${key})`.execute(session);
      await sql`select pg_terminate_backend(${before?.pid ?? 0})`.execute(store.db);
      await waiting;
      await until(async () => (await keyOf("cut")) !== key, 10_000);
      await sql`select pg_advisory_unlock(${lifeLock}, ${key})`.execute(session);
    });
    expect((await held()).map((lock) => lock.key)).toEqual([await keyOf("cut")]);
  });
});
