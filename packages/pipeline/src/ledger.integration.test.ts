import { randomUUID } from "node:crypto";
import { sql } from "@wirewatch/store";
import type { Delivery, Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addDelivery, addFeed, addGroup } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { ensureGate } from "./gate.ts";
import { groupedLedger, plainLedger } from "./ledger.ts";
import { openGates } from "./open-gates.ts";
import type { Settlement } from "./stage.ts";
import type { Claim } from "./work.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate feed, host_gate, alert_group, delivery_attempt, delivery cascade`.execute(store.db));
afterAll(() => store.stop());

const host = "https://paper.example";

/** Feeds of one host that were let through and are claimed by this process. */
async function claimedFeeds(count: number): Promise<Claim<Feed>[]> {
  await ensureGate(store.db, host, count);
  for (let index = 0; index < count; index++) await addFeed(store.db, { url: `${host}/${randomUUID()}` });
  const ledger = groupedLedger(store.db);
  const bells = await openGates(store.db);
  const claims = await Promise.all(bells.map(({ message }) => ledger.claim("poll", message, randomUUID())));
  return claims.map((claim) => {
    if (claim === null) throw new Error("a feed could not be claimed");
    return claim as Claim<Feed>;
  });
}

const feedNow = (id: string) => store.db.selectFrom("feed").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const slotsNow = () => store.db.selectFrom("host_gate").selectAll().orderBy("slot").execute();

const quiet: Settlement<Feed> = { dueInMs: 300_000, gapMs: 2000, set: { status: "ok" } };

const sent = {
  dueInMs: null,
  set: { state: "sent", status: 204, reason: null, remote_id: null },
  stamp: "sent_at",
  line: { result: "sent", status: 204, latency_ms: 12, reason: null, excerpt: "" },
} satisfies Settlement<Delivery>;

const deliveryNow = (id: string) =>
  store.db.selectFrom("delivery").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const linesOf = (id: string) =>
  store.db.selectFrom("delivery_attempt").selectAll().where("delivery_id", "=", id).orderBy("attempt").execute();

describe.each([
  ["each by itself", plainLedger],
  ["together", groupedLedger],
])("booked %s", (_how, open) => {
  test("a claim is given to one of those who ask, and counted", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0) });
    const ledger = open(store.db);
    const claims = await Promise.all(
      Array.from({ length: 5 }, (_, index) => ledger.claim("poll", { feedId: feed.id }, `worker ${index}`)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect((await feedNow(feed.id)).tries).toBe(1);
  });

  test("a settlement writes its columns, moves the row and frees the host", async () => {
    const [claim] = await claimedFeeds(1);
    if (claim === undefined) throw new Error("there is no claim");
    const at = new Date("2024-02-29T12:34:56.789Z");
    const set = {
      status: "ok",
      reason: null,
      last_polled_at: at,
      failure_points: 0.5,
      rhythm: { gaps: [1, 2.5], text: 'a "b" \\ c' },
      content: Buffer.from([0, 255, 16]),
    };
    const settled = await open(store.db).settle({
      claim,
      settlement: { dueInMs: 300_000, gapMs: 2000, set },
    });
    expect(settled?.restMs).toBeGreaterThan(1500);
    expect(settled?.restMs).toBeLessThanOrEqual(2010);
    const now = await feedNow(claim.row.id);
    expect(now).toMatchObject({ ...set, stage: "poll", claim: null, tries: 0, attempts: 0, nudges: 0 });
    expect(now.due_at).not.toBeInstanceOf(Date);
    expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(290_000);
    expect(await slotsNow()).toEqual([expect.objectContaining({ held_by: null, gap_ms: 2000 })]);
  });

  test("a settlement of a row that was taken over changes nothing", async () => {
    const [claim] = await claimedFeeds(1);
    if (claim === undefined) throw new Error("there is no claim");
    await store.db.updateTable("feed").set({ claim: "other" }).where("id", "=", claim.row.id).execute();
    const before = [await feedNow(claim.row.id), await slotsNow()];
    const settlement = { ...quiet, set: { status: "changed" } };
    expect(await open(store.db).settle({ claim, settlement })).toBeNull();
    expect([await feedNow(claim.row.id), await slotsNow()]).toEqual(before);
  });

  test("one that PostgreSQL cannot hold fails by itself", async () => {
    const claims = await claimedFeeds(3);
    const ledger = open(store.db);
    const results = await Promise.allSettled(
      claims.map((claim, index) =>
        ledger.settle({
          claim,
          settlement: { ...quiet, set: { reason: index === 1 ? "bad \0 text" : "good" } },
        }),
      ),
    );
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const reasons = await Promise.all(claims.map(async (claim) => (await feedNow(claim.row.id)).reason));
    expect(reasons).toEqual(["good", null, "good"]);
  });

  test("one that may be lost does not wait for the disk, and others do", async () => {
    for (const relaxed of [true, false]) {
      const [claim] = await claimedFeeds(1);
      if (claim === undefined) throw new Error("there is no claim");
      const setting = await store.db.transaction().execute(async (tx) => {
        await open(tx).settle({ claim, settlement: { ...quiet, relaxed } });
        return (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(tx)).rows[0];
      });
      expect(setting).toEqual({ synchronous_commit: relaxed ? "off" : "on" });
      await sql`truncate feed, host_gate cascade`.execute(store.db);
    }
  });

  test("one that may be lost is as visible as any other", async () => {
    const [claim] = await claimedFeeds(1);
    if (claim === undefined) throw new Error("there is no claim");
    await open(store.db).settle({ claim, settlement: { ...quiet, relaxed: true } });
    expect(await feedNow(claim.row.id)).toMatchObject({ status: "ok", claim: null });
    // Only that statement was relaxed, not its connection.
    const settings = await Promise.all(
      Array.from({ length: 8 }, () => sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(store.db)),
    );
    expect(new Set(settings.map(({ rows }) => rows[0]?.synchronous_commit))).toEqual(new Set(["on"]));
  });

  test("one whose work was not begun leaves the counts of starts and errors as they were", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0), tries: 2, attempts: 1 });
    const claim = await open(store.db).claim("poll", { feedId: feed.id }, "mine");
    if (claim === null) throw new Error("there is no claim");
    expect(claim.tries).toBe(3);
    await open(store.db).settle({ claim, settlement: { dueInMs: 1000, set: {}, isUntouched: true } });
    expect(await feedNow(feed.id)).toMatchObject({ claim: null, tries: 2, attempts: 1, status: feed.status });
  });

  test("one that ends the work of a row adds its line to the row's log", async () => {
    const { id } = await addDelivery(store.db);
    await store.db.insertInto("delivery_attempt").values({ delivery_id: id, attempt: 1, result: "later" }).execute();
    const ledger = open(store.db);
    const claim = await ledger.claim("deliver", { deliveryId: id }, "mine");
    if (claim === null) throw new Error("the delivery could not be claimed");
    expect(await ledger.settle({ claim, settlement: sent })).toEqual({ restMs: null });
    const now = await deliveryNow(id);
    expect(now).toMatchObject({ state: "sent", status: 204, stage: "closed", claim: null, tries: 0 });
    expect(now.due_at).not.toBeInstanceOf(Date);
    expect(Math.abs(Date.now() - (now.sent_at?.getTime() ?? 0))).toBeLessThan(15_000);
    expect(await linesOf(id)).toMatchObject([{ attempt: 1 }, { attempt: 2, ...sent.line, at: now.sent_at }]);
  });

  test("one of a row that was taken over, or written twice, leaves no line", async () => {
    const { id } = await addDelivery(store.db);
    const ledger = open(store.db);
    const claim = await ledger.claim("deliver", { deliveryId: id }, "mine");
    if (claim === null) throw new Error("the delivery could not be claimed");
    await store.db.updateTable("delivery").set({ claim: "other" }).where("id", "=", id).execute();
    expect(await ledger.settle({ claim, settlement: sent })).toBeNull();
    expect(await deliveryNow(id)).toMatchObject({ state: "pending", stage: "deliver", claim: "other" });
    expect(await linesOf(id)).toEqual([]);
    await store.db.updateTable("delivery").set({ claim: "mine" }).where("id", "=", id).execute();
    const twice = [await ledger.settle({ claim, settlement: sent }), await ledger.settle({ claim, settlement: sent })];
    expect(twice).toEqual([{ restMs: null }, null]);
    expect(await linesOf(id)).toHaveLength(1);
  });

  test("those of many rows are each written as they are, and one that PostgreSQL cannot hold fails by itself", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await addDelivery(store.db)).id));
    const ledger = open(store.db);
    const claims = await Promise.all(ids.map((id) => ledger.claim("deliver", { deliveryId: id }, `of ${id}`)));
    const results = await Promise.allSettled(
      claims.map((claim, index) => {
        if (claim === null) throw new Error("a delivery could not be claimed");
        const excerpt = index === 5 ? "bad \0 text" : `answer ${index}`;
        return ledger.settle({ claim, settlement: { ...sent, line: { ...sent.line, excerpt } } });
      }),
    );
    expect(results.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([5]);
    for (const [index, id] of ids.entries()) {
      const isBad = index === 5;
      expect(await deliveryNow(id)).toMatchObject({ stage: isBad ? "deliver" : "closed" });
      expect(await linesOf(id)).toMatchObject(isBad ? [] : [{ attempt: 1, excerpt: `answer ${index}` }]);
    }
  });

  test("a slot that is not wanted any more goes with the settlement", async () => {
    const claims = await claimedFeeds(2);
    await ensureGate(store.db, host, 1);
    const ledger = open(store.db);
    await Promise.all(claims.map((claim) => ledger.settle({ claim, settlement: quiet })));
    expect((await slotsNow()).map((slot) => slot.slot)).toEqual([0]);
  });
});

test("many settlements of different columns and hosts are each written as they are", async () => {
  const claims = await claimedFeeds(40);
  const ledger = groupedLedger(store.db);
  await Promise.all(
    claims.map((claim, index) =>
      ledger.settle({
        claim,
        settlement: {
          dueInMs: 1000 * (index + 1),
          relaxed: index % 2 === 0,
          set: index % 3 === 0 ? { reason: `reason ${index}` } : { title: `title ${index}`, overflows: index },
        },
      }),
    ),
  );
  for (const [index, claim] of claims.entries()) {
    const now = await feedNow(claim.row.id);
    expect(now.claim).toBeNull();
    expect(now).toMatchObject(
      index % 3 === 0 ? { reason: `reason ${index}`, title: null } : { title: `title ${index}`, overflows: index },
    );
    expect(Math.abs(now.next_at.getTime() - Date.now() - 1000 * (index + 1))).toBeLessThan(15_000);
  }
  expect((await slotsNow()).every((slot) => slot.held_by === null)).toBe(true);
});

test("rows without a host are settled, too", async () => {
  const group = await addGroup(store.db);
  const ledger = plainLedger(store.db);
  const claim = await ledger.claim("flush", { groupId: group.id }, "mine");
  if (claim === null) throw new Error("the group could not be claimed");
  expect(await ledger.settle({ claim, settlement: { dueInMs: 60_000, set: {} } })).toEqual({
    restMs: null,
  });
  const now = await store.db.selectFrom("alert_group").selectAll().where("id", "=", group.id).executeTakeFirstOrThrow();
  expect(now.claim).toBeNull();
  expect(now.due_at.getTime() - Date.now()).toBeGreaterThan(50_000);
});
