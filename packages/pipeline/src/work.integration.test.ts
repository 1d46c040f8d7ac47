import { sql } from "@wirewatch/store";
import type { ArticleRevision, Feed } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDelivery, addFeed, addGroup, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { ensureGate } from "./gate.ts";
import type { AnyMessage, StageName } from "./stages.ts";
import {
  adoptClaim,
  backoffMs,
  claimRow,
  holdClaim,
  isLastAttempt,
  leaseMs,
  moveRow,
  newWork,
  renewLeases,
  restartRow,
  returnRow,
  wakeRow,
} from "./work.ts";
import type { Claim } from "./work.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const messageOf = (row: Pick<ArticleRevision, "article_id" | "revision">): AnyMessage => ({
  articleId: row.article_id,
  revision: row.revision,
});

async function claimed(row: ArticleRevision, stage: StageName = "strip"): Promise<Claim> {
  const claim = await claimRow(store.db, stage, messageOf(row), "mine");
  if (claim === null) throw new Error("the row could not be claimed");
  return claim;
}

/** Milliseconds from the database's now until a column's instant; Infinity for "infinity". */
async function dueInMs(row: ArticleRevision): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from due_at - clock_timestamp()) * 1000)::float8 as ms from article_revision
    where article_id = ${row.article_id} and revision = ${row.revision}`.execute(store.db);
  return rows[0]?.ms ?? Number.NaN;
}

describe("claiming a row", () => {
  test("reserves it for ten seconds and counts the start", async () => {
    const row = await addRevision(store.db);
    const claim = await claimed(row);
    expect(claim).toMatchObject({ stage: "strip", token: "mine", tries: 1 });
    const now = await revisionNow(store.db, row);
    expect(now).toMatchObject({ claim: "mine", tries: 1, stage: "strip" });
    expect(await dueInMs(row)).toBeGreaterThan(leaseMs - 5000);
    expect(await dueInMs(row)).toBeLessThanOrEqual(leaseMs);
  });

  test("tells how long the row waited", async () => {
    const waited = await addRevision(store.db, { stage_at: new Date(Date.now() - 60_000) });
    expect((await claimed(waited)).waitMs).toBeGreaterThan(50_000);
  });

  test.each([
    ["is claimed", { claim: "other", due_at: new Date(Date.now() + 3_600_000) }],
    ["is in another stage", { stage: "classify" }],
    ["is done", { stage: "done" }],
    ["is not due yet", { due_at: new Date(Date.now() + 3_600_000) }],
  ] as const)("is refused while it %s", async (_why, given) => {
    const row = await addRevision(store.db, given);
    expect(await claimRow(store.db, "strip", messageOf(row), "mine")).toBeNull();
    expect((await revisionNow(store.db, row)).tries).toBe(0);
  });

  test("is refused for a row that does not exist", async () => {
    expect(await claimRow(store.db, "strip", { articleId: "999999", revision: 1 }, "mine")).toBeNull();
  });

  test("gives one of many who ask at once", async () => {
    const row = await addRevision(store.db);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => claimRow(store.db, "strip", messageOf(row), `worker ${index}`)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect((await revisionNow(store.db, row)).tries).toBe(1);
  });

  test("succeeds again when the lease has ended, and counts on", async () => {
    const row = await addRevision(store.db, { claim: "crashed", tries: 1, due_at: new Date(Date.now() - 1000) });
    expect(await claimed(row)).toMatchObject({ token: "mine", tries: 2 });
  });
});

describe("holding a claim", () => {
  test("renews leases and says which claims were lost", async () => {
    const [kept, taken] = [await addRevision(store.db), await addRevision(store.db)];
    const claims = [await claimed(kept), await claimed(taken)];
    const before = await revisionNow(store.db, kept);
    await sql`update article_revision set claim = 'other' where article_id = ${taken.article_id}`.execute(store.db);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await renewLeases(store.db, claims)).toEqual([claims[1]]);
    expect((await revisionNow(store.db, kept)).due_at.getTime()).toBeGreaterThan(before.due_at.getTime());
  });

  test.each([
    ["the same token", {}, true],
    ["another token", { claim: "other" }, false],
    ["no token", { claim: null }, false],
    ["another stage", { stage: "deduplicate" }, false],
  ] as const)("is confirmed with %s: %o → %s", async (_what, change, expected) => {
    const row = await addRevision(store.db);
    const claim = await claimed(row);
    if (Object.keys(change).length > 0)
      await store.db.updateTable("article_revision").set(change).where("article_id", "=", row.article_id).execute();
    expect(await store.db.transaction().execute((tx) => holdClaim(tx, claim))).toBe(expected);
  });

  test("passes a claim on to a process that knows its token", async () => {
    const row = await addRevision(store.db);
    await claimed(row);
    expect(await adoptClaim(store.db, "strip", messageOf(row), "mine")).toMatchObject({ tries: 1, token: "mine" });
    expect(await adoptClaim(store.db, "strip", messageOf(row), "other")).toBeNull();
    expect(await adoptClaim(store.db, "classify", messageOf(row), "mine")).toBeNull();
  });
});

describe("moving a row", () => {
  const fresh = { claim: null, tries: 0, attempts: 0, nudges: 0 };

  async function moved(
    result: Parameters<typeof moveRow>[2],
    given: Partial<ArticleRevision> = {},
  ): Promise<ArticleRevision> {
    const row = await addRevision(store.db, { attempts: 1, nudges: 5, ...given });
    const claim = await claimed(row, (given.stage ?? "strip") as StageName);
    await store.db.transaction().execute((tx) => moveRow(tx, claim, result));
    return row;
  }

  test("next: it is due in the next stage, with every counter at nought", async () => {
    const row = await moved({ kind: "next", stage: "deduplicate" });
    expect(await revisionNow(store.db, row)).toMatchObject({ ...fresh, stage: "deduplicate", outcome: null });
    expect(await dueInMs(row)).toBeLessThanOrEqual(0);
  });

  test("end: it is done with its outcome and reason, and never due again", async () => {
    const row = await moved({ kind: "end", outcome: "notArticle", reason: "a login page" });
    expect(await revisionNow(store.db, row)).toMatchObject({
      ...fresh,
      stage: "done",
      outcome: "notArticle",
      reason: "a login page",
      outcome_at: expect.any(Date),
    });
    expect(await dueInMs(row)).toBe(Infinity);
  });

  test("again: it stays, due in the time it asked for", async () => {
    const row = await moved({ kind: "again", dueInMs: 5000 });
    expect(await revisionNow(store.db, row)).toMatchObject({ ...fresh, stage: "strip" });
    expect(await dueInMs(row)).toBeGreaterThan(3000);
    expect(await dueInMs(row)).toBeLessThanOrEqual(5000);
  });

  test("idle and close: nothing is due", async () => {
    const idle = await moved({ kind: "idle" });
    expect(await revisionNow(store.db, idle)).toMatchObject({ ...fresh, stage: "strip" });
    expect(await dueInMs(idle)).toBe(Infinity);
    const closed = await moved({ kind: "close" });
    expect(await revisionNow(store.db, closed)).toMatchObject({ ...fresh, stage: "closed" });
    expect(await dueInMs(closed)).toBe(Infinity);
  });

  test("retry: it comes back with one more attempt, its starts forgotten", async () => {
    const row = await moved({ kind: "retry", reason: "busy" });
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", claim: null, tries: 0, attempts: 2 });
    // Second error of `strip`: 10 s.
    expect(await dueInMs(row)).toBeGreaterThan(8000);
    expect(await dueInMs(row)).toBeLessThanOrEqual(10_000);
  });

  test("a page that is tried again waits for its host, whose slot it frees", async () => {
    const row = await addRevision(store.db, {
      stage: "fetch",
      page_url: "https://slow.example/1",
      due_at: new Date(0),
    });
    await ensureGate(store.db, row.gate, 1);
    await store.db
      .updateTable("host_gate")
      .set({ held_by: `fetch:${row.article_id}:1` })
      .execute();
    const claim = await claimed(row, "fetch");
    await store.db.transaction().execute((tx) => returnRow(tx, claim, 60_000, true));
    expect(await dueInMs(row)).toBe(Infinity);
    const now = await revisionNow(store.db, row);
    expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(50_000);
    expect(await store.db.selectFrom("host_gate").select("held_by").execute()).toEqual([{ held_by: null }]);
  });
});

describe("attempts", () => {
  const claimWith = (stage: StageName, attempts: number): Claim =>
    ({ stage, row: { attempts }, message: { articleId: "1", revision: 1 }, token: "t", tries: 1, waitMs: 0 }) as never;

  test.each([
    ["strip", 0, false],
    ["strip", 2, false],
    ["strip", 3, true],
    ["fetch", 4, true],
    ["notify", 1000, false],
  ] as const)("%s after %d errors: the next one is the last: %s", (stage, attempts, expected) => {
    expect(isLastAttempt(claimWith(stage, attempts))).toBe(expected);
  });

  test.each([
    ["strip", 0, undefined, 2000],
    ["strip", 1, undefined, 10_000],
    ["strip", 2, undefined, 60_000],
    ["strip", 99, undefined, 60_000],
    ["strip", 0, 77, 77],
    ["fetch", 3, undefined, 1_800_000],
  ] as const)("%s after %d errors, asked for %s ms: waits %d ms", (stage, attempts, asked, expected) => {
    expect(backoffMs(claimWith(stage, attempts), asked)).toBe(expected);
  });
});

describe("waking a row", () => {
  const wake = (groupId: string, inMs: number): Promise<void> =>
    store.db.transaction().execute((tx) => wakeRow(tx, "flush", { groupId }, inMs));
  const groupNow = (id: string) =>
    store.db.selectFrom("alert_group").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  test("makes it due sooner, never later", async () => {
    const group = await addGroup(store.db, { due_at: new Date(Date.now() + 3_600_000) });
    await wake(group.id, 1000);
    const soon = (await groupNow(group.id)).due_at.getTime();
    expect(soon - Date.now()).toBeLessThanOrEqual(1000);
    await wake(group.id, 60_000);
    expect((await groupNow(group.id)).due_at.getTime()).toBe(soon);
  });

  test("leaves a row alone that is being worked on, or is in another stage", async () => {
    const dueAt = new Date(Date.now() + 3_600_000);
    for (const given of [{ claim: "busy" }, { stage: "closed" }]) {
      const group = await addGroup(store.db, { due_at: dueAt, ...given });
      await wake(group.id, 0);
      expect((await groupNow(group.id)).due_at).toEqual(dueAt);
    }
  });

  test("does not put off the reconciler's bell for a row that is due already", async () => {
    const dueAt = new Date(Date.now() - 2000);
    const group = await addGroup(store.db, { stage_at: new Date(Date.now() - 30_000), due_at: dueAt });
    await wake(group.id, 30_000);
    const now = await groupNow(group.id);
    expect(now.due_at).toEqual(dueAt);
    expect(now.stage_at.getTime()).toBeLessThan(now.due_at.getTime());
  });
});

describe("restarting and opening rows", () => {
  test("a restart begins a stage anew, whatever became of the row", async () => {
    const given = {
      stage: "done",
      outcome: "failed",
      due_at: new Date(Date.now() + 9e9),
      tries: 3,
      attempts: 4,
    } as const;
    const row = await addRevision(store.db, { ...given, claim: "stale" });
    const restart = (message: AnyMessage) =>
      store.db.transaction().execute((tx) => restartRow(tx, "classify", message));
    expect(await restart(messageOf(row))).toBe(true);
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "classify", claim: null, tries: 0, attempts: 0 });
    expect(await dueInMs(row)).toBeLessThanOrEqual(0);
    expect(await restart({ articleId: "999999", revision: 1 })).toBe(false);
  });

  test("new work is due now, but what needs its host waits for the gate", async () => {
    const { rows } = await sql<{ strip: boolean; later: boolean; fetch: boolean }>`
      select ${newWork("strip").due_at} <= now() as strip, ${newWork("flush", 5000).due_at} > now() as later,
        ${newWork("fetch").due_at} = 'infinity' as fetch`.execute(store.db);
    expect(rows[0]).toEqual({ strip: true, later: true, fetch: true });
    expect(newWork("poll").stage).toBe("poll");
  });

  test("every kind of row can be claimed by its message", async () => {
    const feed: Feed = await addFeed(store.db, { due_at: new Date(0) });
    const group = await addGroup(store.db);
    expect((await claimRow(store.db, "poll", { feedId: feed.id }, "t"))?.row).toMatchObject({ url: feed.url });
    expect((await claimRow(store.db, "flush", { groupId: group.id }, "t"))?.row).toMatchObject({ receiver: "desk" });
    expect(await claimRow(store.db, "deliver", { deliveryId: "dl_none" }, "t")).toBeNull();
  });
});

test("rows are claimed by their keys, however short the table was when the statement was planned", async () => {
  const early = await Promise.all(Array.from({ length: 20 }, () => addDelivery(store.db)));
  const readWhole = await store.db.transaction().execute(async (tx) => {
    for (const { id } of early) await claimRow(tx, "deliver", { deliveryId: id }, "mine");
    const late: string[] = [];
    for (let index = 0; index < 200; index += 1) late.push((await addDelivery(tx)).id);
    for (const id of late.slice(0, 20))
      expect(await claimRow(tx, "deliver", { deliveryId: id }, "mine")).not.toBeNull();
    const { rows } = await sql<{ scans: number }>`
      select seq_scan::int as scans from pg_stat_xact_user_tables where relname = 'delivery'`.execute(tx);
    return rows[0]?.scans;
  });
  expect(readWhole).toBe(0);
});
