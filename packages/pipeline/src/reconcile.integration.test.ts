import { openStore, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed, addGroup, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { ensureGate } from "./gate.ts";
import { graceTimes, reconcileOnce, returnToGates, ripeRows, startReconciler } from "./reconcile.ts";
import type { Nudge } from "./reconcile.ts";
import type { Bell } from "./stage.ts";
import { stageNames } from "./stages.ts";
import type { StageName } from "./stages.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(async () => {
  const tables = [
    "trail",
    "host_gate",
    "source_item",
    "article_revision",
    "article",
    "alert_group",
    "websub",
    "notice",
    "digest",
  ];
  for (const table of [...tables, "feed"]) await sql`delete from ${sql.table(table)}`.execute(store.db);
});
afterAll(() => store.stop());

const grace = Object.fromEntries(stageNames.map((name) => [name, 10_000])) as Record<StageName, number>;
const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
const ahead = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
/** Due, and not rung for since. */
function waiting(seconds: number): { readonly stage_at: Date; readonly due_at: Date } {
  const since = ago(seconds);
  return { stage_at: since, due_at: since };
}
const ripe = (): Promise<Nudge[]> => ripeRows(store.db, grace);

/** As if so many seconds had passed for all articles. */
async function letPass(seconds: number): Promise<void> {
  await sql`update article_revision set stage_at = stage_at - make_interval(secs => ${seconds}),
    due_at = due_at - make_interval(secs => ${seconds})`.execute(store.db);
}

describe("rows that are rung for", () => {
  test.each<[string, () => Partial<ArticleRevision>, number]>([
    ["came a moment ago: its bell is on the way", () => ({}), 0],
    ["has waited longer than the grace: its bell may be lost", () => waiting(11), 1],
    ["has waited less than the grace", () => waiting(8), 0],
    ["was put off and is due now (a retry, a schedule)", () => ({ stage_at: ago(5), due_at: ago(1) }), 1],
    ["is not due yet", () => ({ stage_at: ago(60), due_at: ahead(5) }), 0],
    ["is worked on: its lease runs", () => ({ stage_at: ago(60), claim: "busy", due_at: ahead(8) }), 0],
    ["lost its worker: its lease has ended", () => ({ stage_at: ago(15), claim: "dead", due_at: ago(1) }), 1],
    ["is done", () => ({ ...waiting(60), stage: "done" }), 0],
  ])("one that %s", async (_what, given, bells) => {
    const row = await addRevision(store.db, given());
    const nudges = await ripe();
    expect(nudges).toHaveLength(bells);
    if (bells === 1) {
      const message = { articleId: row.article_id, revision: row.revision };
      expect(nudges).toEqual([{ bell: { stage: "strip", message }, generation: 0 }]);
    }
  });

  test("are rung for once per grace", async () => {
    await addRevision(store.db, waiting(11));
    expect(await ripe()).toHaveLength(1);
    expect(await ripe()).toHaveLength(0);
    await letPass(9);
    expect(await ripe()).toHaveLength(0);
    await letPass(2);
    expect(await ripe()).toHaveLength(1);
  });

  test("have a new generation with every third bell, so that no job id blocks them", async () => {
    await addRevision(store.db, waiting(11));
    const generations: (number | undefined)[] = [];
    for (let round = 0; round < 7; round++) {
      generations.push((await ripe())[0]?.generation);
      await letPass(11);
    }
    expect(generations).toEqual([0, 0, 1, 1, 1, 2, 2]);
  });

  test("wait as long as their own stage says", async () => {
    await addRevision(store.db, { ...waiting(30), stage: "strip" });
    await addRevision(store.db, { ...waiting(30), stage: "classify" });
    const nudges = await ripeRows(store.db, { ...grace, classify: 60_000 });
    expect(nudges.map((nudge) => nudge.bell.stage)).toEqual(["strip"]);
  });

  test("are of every kind", async () => {
    await addRevision(store.db, waiting(11));
    const group = await addGroup(store.db, waiting(11));
    const feed = await addFeed(store.db, waiting(11));
    await addFeed(store.db, { ...waiting(11), stage: "stopped" });
    const messages = (await ripe()).map((nudge) => nudge.bell.message);
    expect(messages).toHaveLength(3);
    expect(messages).toContainEqual({ groupId: group.id });
    expect(messages).toContainEqual({ feedId: feed.id });
  });

  test("are subscriptions, notices and digests, too", async () => {
    const feed = await addFeed(store.db);
    const work = { stage_at: ago(11), due_at: ago(11) };
    const subscription = await store.db
      .insertInto("websub")
      .values({
        feed_id: feed.id,
        hub: "https://hub.example/",
        topic: feed.url,
        token: "t",
        secret: "s",
        stage: "subscribe",
        ...work,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const notice = await store.db
      .insertInto("notice")
      .values({ source_id: "site", kind: "failing", text: "It does not answer.", stage: "announce", ...work })
      .returning("id")
      .executeTakeFirstOrThrow();
    const digest = await store.db
      .insertInto("digest")
      .values({ receiver: "desk", kind: "held", for_at: ago(11), stage: "digest", ...work })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect((await ripe()).map((nudge) => nudge.bell)).toEqual([
      { stage: "subscribe", message: { subscriptionId: subscription.id } },
      { stage: "announce", message: { noticeId: notice.id } },
      { stage: "digest", message: { digestId: digest.id } },
    ]);
  });

  test("are handed to one of two who look at once", async () => {
    for (let index = 0; index < 20; index++) await addRevision(store.db, waiting(11));
    const [one, two] = await Promise.all([ripe(), ripe()]);
    expect(one.length + two.length).toBe(20);
  });
});

describe("rows of a gated stage whose worker died", () => {
  /** A feed that was let through and claimed by a worker whose lease has ended. */
  async function orphaned(gapMs: number): Promise<string> {
    const feed = await addFeed(store.db, { claim: "dead", tries: 1, stage_at: ago(12), due_at: ago(1) });
    await ensureGate(store.db, feed.gate, 1);
    await sql`update host_gate set held_by = ${`poll:${feed.id}`}, ready_at = now() + interval '100 seconds', gap_ms = ${gapMs}`.execute(
      store.db,
    );
    return feed.id;
  }
  const rung: Bell[] = [];
  const round = async (): Promise<Bell[]> => {
    rung.length = 0;
    await reconcileOnce(store.db, (bell) => Promise.resolve(rung.push(bell) > 0), grace);
    return rung;
  };

  test("wait for their host again, which rests as long as after an answer", async () => {
    const feedId = await orphaned(30_000);
    expect(await round()).toEqual([]);
    const slot = await store.db.selectFrom("host_gate").selectAll().executeTakeFirstOrThrow();
    expect(slot.held_by).toBeNull();
    expect(slot.ready_at.getTime() - Date.now()).toBeGreaterThan(25_000);
    await sql`update host_gate set ready_at = now()`.execute(store.db);
    expect(await round()).toEqual([{ stage: "poll", message: { feedId } }]);
  });

  test("keep the count of their starts", async () => {
    const feedId = await orphaned(0);
    await round();
    const feed = await store.db.selectFrom("feed").selectAll().where("id", "=", feedId).executeTakeFirstOrThrow();
    expect(feed).toMatchObject({ tries: 1, claim: null });
  });

  test("are left alone while their lease runs", async () => {
    const feedId = await orphaned(0);
    await sql`update feed set due_at = now() + interval '5 seconds'`.execute(store.db);
    await returnToGates(store.db);
    expect(await store.db.selectFrom("host_gate").select("held_by").executeTakeFirstOrThrow()).toEqual({
      held_by: `poll:${feedId}`,
    });
  });

  test("of pages: the same", async () => {
    const row = await addRevision(store.db, { stage: "fetch", claim: "dead", tries: 1, due_at: ago(1) });
    await ensureGate(store.db, row.gate, 1);
    await sql`update host_gate set held_by = ${`fetch:${row.article_id}:1`}, gap_ms = 0`.execute(store.db);
    await returnToGates(store.db);
    expect(await round()).toEqual([{ stage: "fetch", message: { articleId: row.article_id, revision: 1 } }]);
  });
});

describe("the grace", () => {
  const waited = async (stage: StageName, waits: readonly number[]): Promise<void> => {
    for (const wait_ms of waits)
      await store.db
        .insertInto("trail")
        .values({ article_id: "1", revision: 1, stage, result: "next", wait_ms })
        .execute();
  };

  test("is ten seconds where nothing has waited longer", async () => {
    await waited("strip", [0, 20, 4000]);
    expect(await graceTimes(store.db)).toEqual(grace);
  });

  test("is twice the wait of 95 in 100 under load, per stage", async () => {
    await waited("classify", [...Array.from({ length: 99 }, () => 30_000), 500_000]);
    expect(await graceTimes(store.db)).toEqual({ ...grace, classify: 60_000 });
  });

  test("forgets old times", async () => {
    await waited("strip", [...Array.from({ length: 300 }, () => 60_000), ...Array.from({ length: 200 }, () => 10)]);
    expect((await graceTimes(store.db)).strip).toBe(10_000);
  });
});

test("one round opens gates and rings for what is ripe", async () => {
  const feed = await addFeed(store.db);
  await ensureGate(store.db, feed.gate, 1);
  const row = await addRevision(store.db, waiting(11));
  const rung: Bell[] = [];
  const count = await reconcileOnce(store.db, (bell) => Promise.resolve(rung.push(bell) > 0), grace);
  expect(count).toBe(2);
  expect(rung).toEqual([
    { stage: "poll", message: { feedId: feed.id } },
    { stage: "strip", message: { articleId: row.article_id, revision: 1 } },
  ]);
});

function count(rounds: number[], index: number): void {
  rounds[index] = (rounds[index] ?? 0) + 1;
}

describe("of three candidates", () => {
  const candidates = () => {
    const rounds = [0, 0, 0];
    const running = rounds.map((_, index) => {
      const db = openStore({ url: store.url, connections: 2 });
      const reconciler = startReconciler({
        db,
        tickMs: 10,
        ring: () => Promise.resolve(true),
        onError: () => undefined,
        duties: [() => Promise.resolve(count(rounds, index))],
      });
      return {
        close: async () => {
          await reconciler.close();
          await db.destroy();
        },
      };
    });
    return { rounds, running };
  };

  test("one leads, and another takes over when it goes", async () => {
    const { rounds, running } = candidates();
    await until(() => rounds.some((round) => round >= 5), 10_000);
    const leader = rounds.findIndex((round) => round > 0);
    expect(rounds.filter((round) => round > 0)).toHaveLength(1);
    await running[leader]?.close();
    const led = rounds[leader];
    await until(() => rounds.some((round, index) => index !== leader && round >= 5), 10_000);
    expect(rounds.filter((round) => round > 0)).toHaveLength(2);
    expect(rounds[leader]).toBe(led);
    await Promise.all(running.filter((_, index) => index !== leader).map((one) => one.close()));
  });

  test("another one leads when the leader's connection is cut", async () => {
    const { rounds, running } = candidates();
    await until(() => rounds.some((round) => round >= 3), 10_000);
    const before = [...rounds];
    await sql`select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and l.granted and l.pid <> pg_backend_pid() and d.datname = current_database()`.execute(
      store.db,
    );
    await until(() => rounds.some((round, index) => round >= (before[index] ?? 0) + 5), 10_000);
    await Promise.all(running.map((one) => one.close()));
  });
});

test("a leader goes on after an error of its duties or of the store", async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const reconciler = startReconciler({
    db: store.db,
    tickMs: 5,
    ring: () => Promise.resolve(true),
    onError: (error) => errors.push(error),
    duties: [
      () => {
        runs += 1;
        return runs <= 2 ? Promise.reject(new Error("a duty failed")) : Promise.resolve();
      },
    ],
  });
  await until(() => runs >= 4, 10_000);
  await reconciler.close();
  expect(errors.map(String)).toEqual(["Error: a duty failed", "Error: a duty failed"]);
});
