import { setTimeout as sleep } from "node:timers/promises";
import { openStore, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { addDelivery, addFeed, addGroup, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { PermanentError, RetryLaterError } from "./errors.ts";
import { ensureGate } from "./gate.ts";
import { runAdopted, runStage } from "./run-stage.ts";
import { defineStage } from "./stage.ts";
import type { DefinedStage, StageResult, Step } from "./stage.ts";
import { claimRow } from "./work.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => store.stop());

type StripStep = Step<"strip", unknown, unknown>;

/** A `strip` stage that writes a title and moves on, unless parts of it are replaced. */
function stripStage(parts: Partial<StripStep> = {}): DefinedStage {
  return defineStage<"strip", unknown, unknown>("strip", {
    gather: (row) => Promise.resolve(row.page_url),
    decide: (url) => `read from ${String(url)}`,
    async commit(tx, title, row): Promise<StageResult> {
      await tx
        .updateTable("article_revision")
        .set({ title: String(title) })
        .where("article_id", "=", row.article_id)
        .execute();
      return { kind: "next", stage: "deduplicate", detail: { title } };
    },
    ...parts,
  });
}

const messageOf = (row: ArticleRevision) => ({ articleId: row.article_id, revision: row.revision });

const trailOf = (row: ArticleRevision) =>
  store.db.selectFrom("trail").selectAll().where("article_id", "=", row.article_id).orderBy("id").execute();

/** Makes a row that was returned due again. */
async function makeDue(row: ArticleRevision): Promise<void> {
  await sql`update article_revision set due_at = now() where article_id = ${row.article_id}`.execute(store.db);
}

describe("a run", () => {
  test("moves the row, keeps what was written, tells the trail once and rings the next bell", async () => {
    const row = await addRevision(store.db);
    const { deps, bells } = testRunner(store.db);
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("finished");
    const now = await revisionNow(store.db, row);
    expect(now).toMatchObject({ stage: "deduplicate", title: `read from ${row.page_url}`, claim: null, tries: 0 });
    expect(await trailOf(row)).toEqual([
      expect.objectContaining({
        stage: "strip",
        result: "deduplicate",
        detail: { title: now.title },
        worker: "tester",
        work_ms: expect.any(Number),
      }),
    ]);
    expect(bells).toEqual([{ stage: "deduplicate", message: messageOf(row) }]);
    expect(deps.inFlight.size).toBe(0);
  });

  test("changes nothing when its message comes again", async () => {
    const row = await addRevision(store.db);
    const { deps, bells } = testRunner(store.db);
    await runStage(stripStage(), messageOf(row), deps);
    const before = await revisionNow(store.db, row);
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("skipped");
    expect(await revisionNow(store.db, row)).toEqual(before);
    expect(await trailOf(row)).toHaveLength(1);
    expect(bells).toHaveLength(1);
  });

  test("is skipped while another one holds the row", async () => {
    const row = await addRevision(store.db);
    const gate = Promise.withResolvers<void>();
    const { deps } = testRunner(store.db);
    const first = runStage(stripStage({ gather: () => gate.promise }), messageOf(row), deps);
    await vi.waitFor(() => expect(deps.inFlight.size).toBe(1));
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("skipped");
    gate.resolve();
    expect(await first).toBe("finished");
    expect(await trailOf(row)).toHaveLength(1);
  });

  test("of many for the same bell, one works", async () => {
    const row = await addRevision(store.db);
    const { deps } = testRunner(store.db);
    const reports = await Promise.all(Array.from({ length: 10 }, () => runStage(stripStage(), messageOf(row), deps)));
    expect(reports.toSorted()).toEqual(["finished", ...Array.from({ length: 9 }, () => "skipped")]);
    expect(await trailOf(row)).toHaveLength(1);
  });

  test("drops its result when the lease passed to another worker meanwhile, with all it wrote", async () => {
    const row = await addRevision(store.db);
    const late = testRunner(store.db);
    const slow = stripStage({
      gather: async () => {
        // Its lease ends, and another worker does the work.
        await sql`update article_revision set due_at = now() where article_id = ${row.article_id}`.execute(store.db);
        expect(
          await runStage(stripStage({ decide: () => "by the other" }), messageOf(row), testRunner(store.db).deps),
        ).toBe("finished");
      },
      decide: () => "by the late one",
    });
    expect(await runStage(slow, messageOf(row), late.deps)).toBe("lost");
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "deduplicate", title: "by the other" });
    expect(await trailOf(row)).toHaveLength(1);
    expect(late.bells).toEqual([]);
    expect(late.logged).toContainEqual(expect.objectContaining({ message: expect.stringContaining("dropped") }));
  });

  test("drops its result while the other worker still works, too", async () => {
    const row = await addRevision(store.db);
    const { deps } = testRunner(store.db);
    const slow = stripStage({
      gather: async () => {
        await makeDue(row);
        await claimRow(store.db, "strip", messageOf(row), "other");
      },
    });
    expect(await runStage(slow, messageOf(row), deps)).toBe("lost");
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", claim: "other", title: null, tries: 2 });
  });

  test("leaves nothing of a commit that fails half way", async () => {
    const row = await addRevision(store.db);
    const broken = stripStage({
      async commit(tx, _decision, { article_id }) {
        await tx.updateTable("article_revision").set({ title: "half" }).where("article_id", "=", article_id).execute();
        throw new Error("no more");
      },
    });
    expect(await runStage(broken, messageOf(row), testRunner(store.db).deps)).toBe("returned");
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", title: null, attempts: 1 });
  });

  test("passes the kill switches in order", async () => {
    const row = await addRevision(store.db);
    const points: string[] = [];
    await runStage(stripStage(), messageOf(row), testRunner(store.db, { fault: (point) => points.push(point) }).deps);
    expect(points).toEqual(["claimed", "gathered", "committing", "committed", "rung"]);
  });

  test("rings what its result names; a row that is due again is left to the reconciler", async () => {
    const other = { stage: "flush", message: { groupId: "5" } } as const;
    const row = await addRevision(store.db);
    const { deps, bells } = testRunner(store.db);
    const again = stripStage({ commit: () => Promise.resolve({ kind: "again", dueInMs: 0, ring: [other] }) });
    await runStage(again, messageOf(row), deps);
    expect(bells).toEqual([other]);
    const now = await revisionNow(store.db, row);
    expect(now.due_at.getTime()).toBeGreaterThan(now.stage_at.getTime());
  });
});

describe("an error", () => {
  test("counts an attempt and comes back after the stage's back-off, until the row ends as failed with its words", async () => {
    const row = await addRevision(store.db);
    const { deps } = testRunner(store.db);
    const failing = stripStage({ gather: () => Promise.reject(new Error("the page makes no sense")) });
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await runStage(failing, messageOf(row), deps)).toBe("returned");
      const now = await revisionNow(store.db, row);
      expect(now).toMatchObject({ stage: "strip", attempts: attempt, tries: 0, claim: null });
      waits.push(Math.round((now.due_at.getTime() - Date.now()) / 1000));
      await makeDue(row);
    }
    expect(waits).toEqual([2, 10, 60]);
    expect(await runStage(failing, messageOf(row), deps)).toBe("finished");
    expect(await revisionNow(store.db, row)).toMatchObject({
      stage: "done",
      outcome: "failed",
      reason: "the page makes no sense",
    });
    expect((await trailOf(row)).map((step) => `${step.result}: ${step.reason}`)).toEqual([
      ...Array.from({ length: 3 }, () => "retry: the page makes no sense"),
      "failed: the page makes no sense",
    ]);
  });

  test("that is permanent ends the row at once", async () => {
    const row = await addRevision(store.db);
    const stage = stripStage({ gather: () => Promise.reject(new PermanentError("there is no page")) });
    expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("finished");
    expect(await revisionNow(store.db, row)).toMatchObject({ outcome: "failed", reason: "there is no page" });
  });

  test("that says later is not counted, however often", async () => {
    const row = await addRevision(store.db);
    const stage = stripStage({ gather: () => Promise.reject(new RetryLaterError("the service rests", 30_000)) });
    for (let run = 0; run < 6; run++) {
      expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("returned");
      const now = await revisionNow(store.db, row);
      expect(now).toMatchObject({ stage: "strip", attempts: 0, tries: 0 });
      expect(now.due_at.getTime() - Date.now()).toBeGreaterThan(25_000);
      await makeDue(row);
    }
  });

  test("of the store is not counted: the row waits for its lease to end", async () => {
    const row = await addRevision(store.db);
    const { deps, logged } = testRunner(store.db);
    const away = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none" });
    const stage = stripStage({ gather: () => sql`select 1`.execute(away) });
    expect(await runStage(stage, messageOf(row), deps)).toBe("returned");
    await away.destroy();
    expect(await revisionNow(store.db, row)).toMatchObject({ attempts: 0, tries: 1, claim: expect.any(String) });
    expect(await trailOf(row)).toEqual([]);
    expect(logged).toEqual([
      expect.objectContaining({ level: "warn", message: expect.stringContaining("the store is away") }),
    ]);
  });

  test("of a long text is cut, and a text that PostgreSQL cannot hold is cleaned", async () => {
    const row = await addRevision(store.db);
    const text = `bad\0 \uD800 ${"x".repeat(2000)}`;
    const stage = stripStage({ gather: () => Promise.reject(new PermanentError(text)) });
    expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("finished");
    const { reason } = await revisionNow(store.db, row);
    expect(reason).toMatch(/^bad .* x+…$/u);
    expect(reason?.length).toBeLessThan(520);
  });

  test("that was expected (a retry result) counts like one that was thrown", async () => {
    const row = await addRevision(store.db);
    const { deps } = testRunner(store.db);
    const busy = stripStage({ commit: () => Promise.resolve({ kind: "retry", reason: "no time", delayMs: 5000 }) });
    for (let run = 0; run < 3; run++) {
      expect(await runStage(busy, messageOf(row), deps)).toBe("finished");
      await makeDue(row);
    }
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", attempts: 3 });
    await runStage(busy, messageOf(row), deps);
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "done", outcome: "failed", reason: "no time" });
  });

  test("in the last attempt leaves the end to the stage, when it has a word in it", async () => {
    const row = await addRevision(store.db, { attempts: 3 });
    const stage = stripStage({
      gather: () => Promise.reject(new Error("again")),
      abandon: (_tx, _row, reason) =>
        Promise.resolve({ kind: "end", outcome: "notArticle", reason: `gave up: ${reason}` }),
    });
    await runStage(stage, messageOf(row), testRunner(store.db).deps);
    expect(await revisionNow(store.db, row)).toMatchObject({ outcome: "notArticle", reason: "gave up: again" });
  });
});

describe("a row whose process crashes", () => {
  const crash = new Error("killed");
  /** What a SIGKILL leaves: the claim, and nothing else. */
  async function crashOnce(row: ArticleRevision): Promise<void> {
    const dies = testRunner(store.db, {
      fault: (point) => {
        if (point === "claimed") throw crash;
      },
    });
    await expect(runStage(stripStage(), messageOf(row), dies.deps)).rejects.toBe(crash);
    await makeDue(row);
  }

  test("has its starts counted before the work, and forgotten after it", async () => {
    const row = await addRevision(store.db);
    await crashOnce(row);
    await crashOnce(row);
    expect((await revisionNow(store.db, row)).tries).toBe(2);
    await runStage(stripStage(), messageOf(row), testRunner(store.db, {}).deps);
    expect((await revisionNow(store.db, row)).tries).toBe(0);
  });

  test("runs alone from the third start on, and only then", async () => {
    const row = await addRevision(store.db);
    const alone: unknown[] = [];
    const { deps } = testRunner(store.db, {
      token: () => "the token",
      runAlone: async (stage, message, token) => {
        alone.push([stage, message, token]);
        await runAdopted(stripStage(), message, token, testRunner(store.db).deps);
        return true;
      },
    });
    await crashOnce(row);
    await crashOnce(row);
    expect(alone).toEqual([]);
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("finished");
    expect(alone).toEqual([["strip", messageOf(row), "the token"]]);
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "deduplicate", tries: 0 });
    expect(await trailOf(row)).toHaveLength(1);
  });

  test("ends as failed when it crashes alone, too", async () => {
    const row = await addRevision(store.db, { tries: 2 });
    const { deps } = testRunner(store.db, { runAlone: () => Promise.resolve(false) });
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("finished");
    expect(await revisionNow(store.db, row)).toMatchObject({
      stage: "done",
      outcome: "failed",
      reason: "it crashed the stripper 3 times, the last time alone in a process of its own",
    });
  });

  test("does not end when its own process was stopped because another worker has the row", async () => {
    const row = await addRevision(store.db, { tries: 2 });
    const { deps } = testRunner(store.db, {
      runAlone: () => {
        for (const entry of deps.inFlight.values()) entry.abort.abort(new Error("the row was taken over"));
        return Promise.resolve(false);
      },
    });
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("lost");
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", outcome: null });
  });

  test("is not adopted by a process whose claim is gone", async () => {
    const row = await addRevision(store.db);
    expect(await runAdopted(stripStage(), messageOf(row), "stale", testRunner(store.db).deps)).toBe("skipped");
    expect(await trailOf(row)).toEqual([]);
  });
});

describe("the time limit", () => {
  /** The limit ends when the test says so. */
  function handLimit(): { readonly asked: number[]; readonly end: () => void } {
    const limit = new AbortController();
    const asked: number[] = [];
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      asked.push(ms);
      return limit.signal;
    });
    return { asked, end: () => limit.abort(new DOMException("took too long", "TimeoutError")) };
  }

  test("of the stage aborts the signal, and the row comes back with an attempt counted", async () => {
    const row = await addRevision(store.db);
    const limit = handLimit();
    const stage = stripStage({
      gather: async (_row, signal) => {
        const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        limit.end();
        await aborted;
      },
    });
    expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("returned");
    expect(limit.asked).toEqual([30_000]);
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "strip", attempts: 1, title: null });
  });

  test("counts when a stage did not listen to the signal: its late result is not written", async () => {
    const row = await addRevision(store.db);
    const limit = handLimit();
    const stage = stripStage({ gather: () => Promise.resolve(limit.end()) });
    expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("returned");
    expect(await revisionNow(store.db, row)).toMatchObject({ attempts: 1, title: null });
  });

  test("ends a row that keeps even a process of its own busy for ever", async () => {
    const row = await addRevision(store.db, { tries: 2 });
    const limit = handLimit();
    const { deps } = testRunner(store.db, {
      runAlone: async (_stage, _message, _token, signal) => {
        limit.end();
        await sleep(0);
        return !signal.aborted;
      },
    });
    expect(await runStage(stripStage(), messageOf(row), deps)).toBe("finished");
    // Longer than the stage's own limit, which the process keeps itself if it can.
    expect(limit.asked[0]).toBeGreaterThan(30_000);
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "done", outcome: "failed" });
    expect((await revisionNow(store.db, row)).reason).toContain("alone in a process of its own");
  });
});

describe("a gated stage", () => {
  test("frees its host and says when the next task may go", async () => {
    const row = await addRevision(store.db, {
      stage: "fetch",
      page_url: "https://polite.example/1",
      due_at: new Date(0),
    });
    await ensureGate(store.db, row.gate, 1);
    await store.db
      .updateTable("host_gate")
      .set({ held_by: `fetch:${row.article_id}:1` })
      .execute();
    const { deps, gaps, bells } = testRunner(store.db);
    const stage = defineStage("fetch", {
      gather: () => Promise.resolve(null),
      decide: () => null,
      commit: (): Promise<StageResult> => Promise.resolve({ kind: "next", stage: "strip", gapMs: 2000 }),
    });
    await runStage(stage, messageOf(row), deps);
    const slot = await store.db
      .selectFrom("host_gate")
      .selectAll()
      .where("gate", "=", row.gate)
      .executeTakeFirstOrThrow();
    expect(slot.held_by).toBeNull();
    expect(slot.ready_at.getTime() - Date.now()).toBeGreaterThan(1000);
    expect(gaps).toEqual([{ gates: [row.gate], gapMs: 2000 }]);
    expect(bells).toEqual([{ stage: "strip", message: messageOf(row) }]);
  });

  test("rings nothing for work that waits for its host, and names the hosts that have some", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0) });
    const { deps, gaps, bells } = testRunner(store.db);
    const stage = defineStage("poll", {
      gather: () => Promise.resolve(null),
      decide: () => null,
      commit: (): Promise<StageResult> =>
        Promise.resolve({ kind: "again", dueInMs: 0, gapMs: 1000, gates: ["https://pages.example"] }),
    });
    await runStage(stage, { feedId: feed.id }, deps);
    expect(bells).toEqual([]);
    expect(gaps).toEqual([
      { gates: [feed.gate], gapMs: 1000 },
      { gates: ["https://pages.example"], gapMs: 0 },
    ]);
  });
});

describe("a run that settles", () => {
  type PollStep = Step<"poll", unknown, unknown>;

  /** A `poll` stage that found nothing new. */
  function quietPoll(parts: Partial<PollStep> = {}): DefinedStage {
    return defineStage<"poll", unknown, unknown>("poll", {
      gather: () => Promise.resolve(null),
      decide: () => null,
      settle: () => ({ dueInMs: 60_000, gapMs: 3000, set: { status: "ok" }, relaxed: true }),
      commit: () => Promise.reject(new Error("it is not committed")),
      ...parts,
    });
  }
  const feedNow = (id: string) =>
    store.db.selectFrom("feed").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  test("writes its row, frees its host, and passes the kill switches in order", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0), status: "slow", tries: 1 });
    await ensureGate(store.db, feed.gate, 1);
    await sql`update host_gate set held_by = ${`poll:${feed.id}`} where gate = ${feed.gate}`.execute(store.db);
    const points: string[] = [];
    const { deps, gaps, bells } = testRunner(store.db, { fault: (point) => points.push(point) });
    expect(await runStage(quietPoll(), { feedId: feed.id }, deps)).toBe("finished");
    expect(await feedNow(feed.id)).toMatchObject({ status: "ok", claim: null, tries: 0 });
    expect(points).toEqual(["claimed", "gathered", "committing", "committed", "rung"]);
    expect(gaps).toEqual([{ gates: [feed.gate], gapMs: 3000 }]);
    expect(bells).toEqual([]);
  });

  test("is told in the log only to those who want to know everything", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0) });
    const { deps, logged } = testRunner(store.db);
    const told: string[] = [];
    const log = { ...deps.log, debug: (_fields: object, message: string) => void told.push(message) };
    await runStage(quietPoll(), { feedId: feed.id }, { ...deps, log });
    expect(logged).toEqual([]);
    expect(told).toEqual(["stage settled"]);
  });

  test("is told in the log like any other when its row's work is over", async () => {
    const { id } = await addDelivery(store.db);
    const { deps, logged } = testRunner(store.db);
    const stage = defineStage<"deliver", unknown, unknown>("deliver", {
      gather: () => Promise.resolve(null),
      decide: () => null,
      settle: () => ({ dueInMs: null, set: { state: "sent" } }),
      commit: () => Promise.reject(new Error("it is not committed")),
    });
    expect(await runStage(stage, { deliveryId: id }, deps)).toBe("finished");
    expect(logged).toMatchObject([{ message: "stage finished", fields: { deliveryId: id, result: "close" } }]);
  });

  test("is committed instead when it says so", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0) });
    const { deps, logged } = testRunner(store.db);
    const stage = quietPoll({
      settle: () => null,
      commit: (): Promise<StageResult> => Promise.resolve({ kind: "again", dueInMs: 60_000 }),
    });
    expect(await runStage(stage, { feedId: feed.id }, deps)).toBe("finished");
    expect(logged.map(({ message }) => message)).toEqual(["stage finished"]);
  });

  test("drops its result when another worker took the row over", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0), status: "slow" });
    const { deps } = testRunner(store.db);
    const late = quietPoll({
      gather: async () => {
        await sql`update feed set due_at = now() where id = ${feed.id}`.execute(store.db);
        await claimRow(store.db, "poll", { feedId: feed.id }, "other");
      },
    });
    expect(await runStage(late, { feedId: feed.id }, deps)).toBe("lost");
    expect(await feedNow(feed.id)).toMatchObject({ status: "slow", claim: "other" });
  });

  test("that fails is returned like any other", async () => {
    const feed = await addFeed(store.db, { due_at: new Date(0) });
    const stage = quietPoll({ settle: () => ({ dueInMs: 0, set: { reason: "\0" } }) });
    expect(await runStage(stage, { feedId: feed.id }, testRunner(store.db).deps)).toBe("returned");
    expect(await feedNow(feed.id)).toMatchObject({ stage: "poll", attempts: 1, claim: null });
  });
});

test("a host rests from the end of a long transaction, not from its beginning", async () => {
  const feed = await addFeed(store.db, { due_at: new Date(0) });
  await ensureGate(store.db, feed.gate, 1);
  await sql`update host_gate set held_by = ${`poll:${feed.id}`} where gate = ${feed.gate}`.execute(store.db);
  const stage = defineStage("poll", {
    gather: () => Promise.resolve(null),
    decide: () => null,
    commit: async (): Promise<StageResult> => {
      await sleep(300);
      return { kind: "again", dueInMs: 60_000, gapMs: 1000 };
    },
  });
  const startedMs = performance.now();
  await runStage(stage, { feedId: feed.id }, testRunner(store.db).deps);
  const { rows } = await sql<{ rest: number }>`
    select (extract(epoch from ready_at - clock_timestamp()) * 1000)::float8 as rest from host_gate where gate = ${feed.gate}`.execute(
    store.db,
  );
  expect((rows[0]?.rest ?? 0) + performance.now() - startedMs).toBeGreaterThanOrEqual(1300);
});

test("a host whose request failed in our code rests as long as it did before", async () => {
  const row = await addRevision(store.db, { stage: "fetch", page_url: "https://crawl.example/1", due_at: new Date(0) });
  await ensureGate(store.db, row.gate, 1);
  await sql`update host_gate set held_by = ${`fetch:${row.article_id}:1`}, gap_ms = 30000 where gate = ${row.gate}`.execute(
    store.db,
  );
  const stage = defineStage("fetch", {
    gather: () => Promise.reject(new Error("no")),
    decide: () => null,
    commit: (): Promise<StageResult> => Promise.resolve({ kind: "next", stage: "strip" }),
  });
  expect(await runStage(stage, messageOf(row), testRunner(store.db).deps)).toBe("returned");
  const slot = await store.db
    .selectFrom("host_gate")
    .selectAll()
    .where("gate", "=", row.gate)
    .executeTakeFirstOrThrow();
  expect(slot.held_by).toBeNull();
  expect(slot.ready_at.getTime() - Date.now()).toBeGreaterThan(25_000);
});

test("rows that are no articles leave no trail", async () => {
  const group = await addGroup(store.db);
  const stage = defineStage("flush", {
    gather: () => Promise.resolve(null),
    decide: () => null,
    commit: (): Promise<StageResult> => Promise.resolve({ kind: "close" }),
  });
  const before = await store.db
    .selectFrom("trail")
    .select(sql<string>`count(*)`.as("n"))
    .executeTakeFirst();
  expect(await runStage(stage, { groupId: group.id }, testRunner(store.db).deps)).toBe("finished");
  expect(
    await store.db
      .selectFrom("trail")
      .select(sql<string>`count(*)`.as("n"))
      .executeTakeFirst(),
  ).toEqual(before);
});
