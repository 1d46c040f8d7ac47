import { hostname } from "node:os";
import { openStore, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed, addGroup, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { createDeathWatch } from "./dead-workers.ts";
import type { DeadWorker } from "./dead-workers.ts";
import { lifeLock, tokenPrefix } from "./presence.ts";
import { ripeRows } from "./reconcile.ts";
import { stageNames } from "./stages.ts";
import type { StageName } from "./stages.ts";

let store: TestStore;
/** Where the locks of those that live are held. */
let living: Kysely<Database>;

beforeAll(async () => {
  store = await startTestStore();
  living = openStore({ url: store.url, connections: 1 });
});
afterEach(async () => {
  await sql`select pg_advisory_unlock_all()`.execute(living);
  for (const table of ["worker", "article_revision", "article", "alert_group", "feed"])
    await sql`delete from ${sql.table(table)}`.execute(store.db);
});
afterAll(async () => {
  await living.destroy();
  await store.stop();
});

const key = 4711;
const grace = Object.fromEntries(stageNames.map((name) => [name, 10_000])) as Record<StageName, number>;

interface GivenWorker {
  readonly service?: string;
  readonly host?: string;
  readonly session_key?: number | null;
}

async function addWorker(id: string, given: GivenWorker = {}): Promise<void> {
  await store.db
    .insertInto("worker")
    .values({ id, service: "stripper", host: hostname(), pid: 1, session_key: key, ...given })
    .execute();
}

async function lock(number: number): Promise<void> {
  await sql`select pg_advisory_lock(${lifeLock}, ${number})`.execute(living);
}

/** A row that somebody works on: its lease has eight seconds left. */
function worked(owner: number): Pick<ArticleRevision, "claim" | "tries" | "stage_at" | "due_at"> {
  const now = Date.now();
  return { claim: `${tokenPrefix(owner)}abc`, tries: 1, stage_at: new Date(now - 2000), due_at: new Date(now + 8000) };
}

/** Looks once, at that time, on a machine where no process runs unless said otherwise. */
function watch(isRunning = false): (atMs?: number) => Promise<DeadWorker[]> {
  let clock = 0;
  const look = createDeathWatch({ monotonicMs: () => clock, isRunning: () => isRunning });
  return (atMs = 0) => {
    clock = atMs;
    return look(store.db);
  };
}

const rung = async (): Promise<string[]> =>
  (await ripeRows(store.db, grace)).map(({ bell, generation }) => `${bell.stage} ${generation}`);

describe("a process of this machine that has neither its lock nor its process id", () => {
  test("is dead: its rows are rung for at once, with a bell that its own cannot block", async () => {
    await addWorker("dead");
    await addRevision(store.db, worked(key));
    expect(await rung()).toEqual([]);
    expect(await watch()()).toEqual([{ id: "dead", rows: 1 }]);
    expect(await rung()).toEqual(["strip 1"]);
  });

  test("is dead although somebody holds that number in another database", async () => {
    await addWorker("dead");
    const other = await startTestStore();
    await other.db.connection().execute(async (session) => {
      await sql`select pg_advisory_lock(${lifeLock}, ${key})`.execute(session);
      expect(await watch()()).toHaveLength(1);
      await sql`select pg_advisory_unlock_all()`.execute(session);
    });
    await other.stop();
  });

  test("is forgotten, so that it is dead once", async () => {
    await addWorker("dead");
    const look = watch();
    await look();
    expect(await look()).toEqual([]);
    expect(await store.db.selectFrom("worker").selectAll().execute()).toEqual([]);
  });

  test("leaves all kinds of rows that its services work on, and no other's", async () => {
    await addWorker("dead", { service: "fetcher+notifier" });
    const work = worked(key);
    const group = { claim: work.claim, stage_at: work.stage_at, due_at: work.due_at };
    await addGroup(store.db, { ...group, tries: 1 });
    const feed = await addFeed(store.db, { ...group, tries: 1 });
    const neighbour = await addRevision(store.db, worked(key * 10));
    const other = await addRevision(store.db, { ...work, stage: "classify" });
    expect(await watch()()).toEqual([{ id: "dead", rows: 2 }]);
    for (const row of [neighbour, other])
      expect((await revisionNow(store.db, row)).due_at.getTime()).toBeGreaterThan(Date.now() + 3000);
    // One that waits for its host goes through the gate again: it is due, and the leader's round returns it.
    const { due_at } = await store.db
      .selectFrom("feed")
      .select("due_at")
      .where("id", "=", feed.id)
      .executeTakeFirstOrThrow();
    expect(due_at.getTime()).toBeLessThanOrEqual(Date.now() + 50);
  });

  test("keeps the count of starts, by which rows that kill are found", async () => {
    await addWorker("dead");
    const row = await addRevision(store.db, { ...worked(key), tries: 2 });
    await watch()();
    expect(await revisionNow(store.db, row)).toMatchObject({ tries: 2, claim: row.claim });
  });

  test("may have taken bells with it: what waits in its stages is rung for once more, the oldest first and not all", async () => {
    await addWorker("dead");
    for (let nth = 0; nth < 103; nth += 1) await addRevision(store.db, { nudges: 4 });
    // Of the last second, however long it took to write them: what waits for ten is rung for anyway.
    await sql`update article_revision set (stage_at, due_at) = row(now() - article_id * interval '5 ms', now() - article_id * interval '5 ms')`.execute(
      store.db,
    );
    await addRevision(store.db, { stage: "classify" });
    expect(await rung()).toEqual([]);
    await watch()();
    const bells = await rung();
    expect(bells).toHaveLength(100);
    expect(new Set(bells)).toEqual(new Set(["strip 2"]));
  });
});

describe("nobody else is dead", () => {
  test("who holds the lock", async () => {
    await addWorker("alive");
    await lock(key);
    expect(await watch()(60_000)).toEqual([]);
  });

  test("who never had one", async () => {
    await addWorker("old", { session_key: null });
    const look = watch();
    await look();
    expect(await look(60_000)).toEqual([]);
  });

  test.each([
    ["who still runs here", true, hostname()],
    ["who runs where nobody can look", false, "elsewhere"],
  ])("%s, until the lock has been away for three seconds", async (_who, isRunning, host) => {
    await addWorker("silent", { host });
    const look = watch(isRunning);
    expect(await look(1000)).toEqual([]);
    expect(await look(3900)).toEqual([]);
    expect(await look(4000)).toEqual([{ id: "silent", rows: 0 }]);
  });

  test("who has the lock again before that", async () => {
    await addWorker("back", { host: "elsewhere" });
    const look = watch();
    await look(0);
    await lock(key);
    await look(2000);
    await sql`select pg_advisory_unlock_all()`.execute(living);
    expect(await look(4000)).toEqual([]);
    expect(await look(7000)).toHaveLength(1);
  });
});
