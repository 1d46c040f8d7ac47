import { openStore, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { blockGate, ensureGate, gateOf, holderOf, openGates, releaseGate } from "./gate.ts";
import type { Bell } from "./stage.ts";

let store: TestStore;
/** Another process, as far as the database can tell. */
let second: Kysely<Database>;

beforeAll(async () => {
  store = await startTestStore();
  second = openStore({ url: store.url, connections: 8 });
});
afterEach(async () => {
  for (const table of ["control", "host_gate", "article_revision", "article", "feed"])
    await sql`delete from ${sql.table(table)}`.execute(store.db);
});
afterAll(async () => {
  await second.destroy();
  await store.stop();
});

const host = "https://paper.example";

/** Pages of one host that wait for it. */
async function waitingPages(count: number, of = host): Promise<void> {
  for (let index = 0; index < count; index++)
    await addRevision(store.db, { stage: "fetch", page_url: `${of}/${index}` });
}

const slots = () => store.db.selectFrom("host_gate").selectAll().orderBy("gate").orderBy("slot").execute();

/** As if so many seconds had passed for all gates. */
async function letPass(seconds: number): Promise<void> {
  await sql`update host_gate set ready_at = ready_at - make_interval(secs => ${seconds})`.execute(store.db);
}

function release(bell: Bell | undefined, gapMs: number): Promise<void> {
  return store.db.transaction().execute((tx) => releaseGate(tx, host, holderOfBell(bell), gapMs));
}

function block(forMs: number): Promise<void> {
  return store.db.transaction().execute((tx) => blockGate(tx, host, forMs));
}

function holderOfBell(bell: Bell | undefined): string {
  if (bell === undefined || !("articleId" in bell.message)) throw new Error("no page was let through");
  return holderOf("fetch", [bell.message.articleId, bell.message.revision]);
}

test.each([
  ["https://news.example/a?b", "https://news.example"],
  ["http://news.example:8080/a", "http://news.example:8080"],
  ["https://NEWS.example:443/", "https://news.example"],
])("%s is behind the gate %s", (url, gate) => {
  expect(gateOf(url)).toBe(gate);
});

describe("a gate", () => {
  test("lets one task through per slot and holds the slot for it", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(3);
    const [bell, ...more] = await openGates(store.db);
    expect(more).toEqual([]);
    expect(bell?.stage).toBe("fetch");
    expect(await openGates(store.db)).toEqual([]);
    expect(await slots()).toEqual([expect.objectContaining({ slot: 0, held_by: holderOfBell(bell) })]);
  });

  test("makes the task due now, oldest first", async () => {
    await ensureGate(store.db, host, 1);
    const later = await addRevision(store.db, {
      stage: "fetch",
      page_url: `${host}/later`,
      next_at: new Date(Date.now() - 1000),
    });
    const first = await addRevision(store.db, {
      stage: "fetch",
      page_url: `${host}/first`,
      next_at: new Date(Date.now() - 9000),
    });
    expect(await openGates(store.db)).toEqual([
      { stage: "fetch", message: { articleId: first.article_id, revision: 1 } },
    ]);
    expect((await revisionNow(store.db, first)).due_at).toBeInstanceOf(Date);
    expect((await revisionNow(store.db, later)).due_at).not.toBeInstanceOf(Date);
  });

  test("has as many at once as it has slots", async () => {
    await ensureGate(store.db, host, 3);
    await waitingPages(5);
    expect(await openGates(store.db)).toHaveLength(3);
    expect(await openGates(store.db)).toEqual([]);
  });

  test("keeps the gap after each task, on the database's clock", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(2);
    const [bell] = await openGates(store.db);
    await release(bell, 2000);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(1.5);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(1);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("does not give a slot away that another task holds", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(2);
    await openGates(store.db);
    await store.db.transaction().execute((tx) => releaseGate(tx, host, "fetch:999:1", 0));
    expect(await openGates(store.db)).toEqual([]);
  });

  test("takes a slot back from a worker that said nothing for two minutes", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(2);
    await openGates(store.db);
    await letPass(119);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(2);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("prefers a feed to pages, and knows only tasks whose time has come", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(1);
    const feed = await addFeed(store.db, { url: `${host}/rss` });
    await addFeed(store.db, { url: `${host}/later`, next_at: new Date(Date.now() + 60_000) });
    const [bell] = await openGates(store.db);
    expect(bell).toEqual({ stage: "poll", message: { feedId: feed.id } });
    await store.db.transaction().execute((tx) => releaseGate(tx, host, holderOf("poll", [feed.id]), 0));
    expect((await openGates(store.db))[0]?.stage).toBe("fetch");
  });

  test("is asked alone when it is named", async () => {
    const other = "https://other.example";
    for (const gate of [host, other]) {
      await ensureGate(store.db, gate, 1);
      await waitingPages(1, gate);
    }
    expect(await openGates(store.db, [])).toEqual([]);
    expect(await openGates(store.db, [other])).toHaveLength(1);
    expect((await slots()).map((slot) => [slot.gate, slot.held_by !== null])).toEqual([
      [other, true],
      [host, false],
    ]);
  });

  test("lets nothing through while the system drains", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(1);
    await store.db.insertInto("control").values({ name: "drain" }).execute();
    expect(await openGates(store.db)).toEqual([]);
    await store.db.deleteFrom("control").execute();
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("is made once; more slots are added to it", async () => {
    await ensureGate(store.db, host, 1);
    await ensureGate(store.db, host, 1);
    expect(await slots()).toHaveLength(1);
    await ensureGate(store.db, host, 2);
    expect((await slots()).map((slot) => slot.slot)).toEqual([0, 1]);
  });
});

describe("a host that asks for a pause", () => {
  test("is left alone by everybody for that long, and not less because of a gap", async () => {
    await ensureGate(store.db, host, 2);
    await waitingPages(5);
    await block(60_000);
    expect(await openGates(store.db)).toEqual([]);
    await block(1000);
    await letPass(59);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(2);
    expect(await openGates(store.db)).toHaveLength(2);
  });

  test("stays closed when the task that was told so ends", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(2);
    const [bell] = await openGates(store.db);
    await block(60_000);
    await release(bell, 1000);
    await letPass(50);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(11);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("stays closed when other tasks that were on their way end", async () => {
    await ensureGate(store.db, host, 3);
    await waitingPages(6);
    const [told, ...others] = await openGates(store.db);
    await block(60_000);
    await release(told, 1000);
    for (const bell of others) await release(bell, 1000);
    await letPass(50);
    expect(await openGates(store.db)).toEqual([]);
  });
});

test("two processes never hold the same slot", async () => {
  const hosts = Array.from({ length: 20 }, (_, index) => `https://host-${index}.example`);
  for (const gate of hosts) {
    await ensureGate(store.db, gate, 2);
    await waitingPages(4, gate);
  }
  const rounds = await Promise.all(
    Array.from({ length: 12 }, (_, index) => openGates(index % 2 === 0 ? store.db : second)),
  );
  const bells = rounds.flat().map(holderOfBell);
  expect(new Set(bells).size).toBe(bells.length);
  expect(bells).toHaveLength(40);
  expect(new Set((await slots()).map((slot) => slot.held_by))).toEqual(new Set(bells));
});
