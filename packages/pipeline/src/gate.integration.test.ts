import { openStore, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Feed, Kysely } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { RetryLaterError } from "./errors.ts";
import { blockGate, ensureGate, enterGate, gateOf, holderOf, releaseGate } from "./gate.ts";
import { openGates, wakeGates } from "./open-gates.ts";
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
  if (bell !== undefined && "feedId" in bell.message) return holderOf("poll", [bell.message.feedId]);
  if (bell === undefined || !("articleId" in bell.message)) throw new Error("nothing was let through");
  return holderOf("fetch", [bell.message.articleId, bell.message.revision]);
}

const page = (given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> =>
  addRevision(store.db, { stage: "fetch", page_url: `${host}/${Math.random()}`, ...given });

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

describe("turns", () => {
  /** What the gate lets through in so many turns, each of them over at once. */
  async function letThrough(turns: number, kindOf: (bell: Bell) => string): Promise<string[]> {
    const kinds: string[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const [bell] = await openGates(store.db);
      if (bell === undefined) break;
      kinds.push(kindOf(bell));
      const done = "feedId" in bell.message ? "feed" : "article_revision";
      await sql`update ${sql.table(done)} set due_at = 'infinity', next_at = now() + interval '1 hour' where due_at < 'infinity'`.execute(
        store.db,
      );
      await release(bell, 0);
    }
    return kinds;
  }

  test("a feed has its turn although pages pile up, and pages have theirs although there are many feeds", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(4);
    for (let index = 0; index < 4; index++) await addFeed(store.db, { url: `${host}/feed-${index}` });
    const kinds = await letThrough(8, (bell) => bell.stage);
    expect(kinds).toEqual(["poll", "fetch", "poll", "fetch", "poll", "fetch", "poll", "fetch"]);
  });

  test("news do not wait for pages that can wait, nor these for ever", async () => {
    await ensureGate(store.db, host, 1);
    const old = new Date(Date.now() - 3_600_000);
    const older = [{ baseline: true }, { too_old: true }, { trigger: "recheck" }];
    const names = new Map<string, string>();
    for (const given of older) names.set((await page({ ...given, next_at: old })).article_id, "older");
    for (let index = 0; index < 3; index++) names.set((await page()).article_id, "news");
    const nameOf = ({ message }: Bell): string => ("articleId" in message ? (names.get(message.articleId) ?? "") : "");
    expect(await letThrough(6, nameOf)).toEqual(["news", "older", "news", "older", "news", "older"]);
  });

  test("a host with one kind of work spends all its turns on it", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(3);
    expect(await letThrough(5, (bell) => bell.stage)).toEqual(["fetch", "fetch", "fetch"]);
  });
});

describe("a gate whose number of slots changes", () => {
  test("loses free slots at once", async () => {
    await ensureGate(store.db, host, 4);
    await ensureGate(store.db, host, 2);
    expect((await slots()).map((slot) => slot.slot)).toEqual([0, 1]);
  });

  test("loses a held slot when it is released, and lets nothing through it meanwhile", async () => {
    await ensureGate(store.db, host, 2);
    await waitingPages(4);
    const bells = await openGates(store.db);
    expect(bells).toHaveLength(2);
    await ensureGate(store.db, host, 1);
    expect(await slots()).toHaveLength(2);
    const inSlot = new Map((await slots()).map((slot) => [slot.held_by, slot.slot]));
    for (const bell of bells) await release(bell, 0);
    expect(inSlot.size).toBe(2);
    expect((await slots()).map((slot) => slot.slot)).toEqual([0]);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("keeps the pause of the slots it loses", async () => {
    await ensureGate(store.db, host, 2);
    await waitingPages(4);
    const [first, second] = await openGates(store.db);
    // The free slot rests; the held one is released later.
    const lost = (await slots()).find((slot) => slot.slot === 1)?.held_by;
    const [inLost, inKept] = lost === holderOfBell(first) ? [first, second] : [second, first];
    await release(inLost, 60_000);
    await release(inKept, 0);
    await ensureGate(store.db, host, 1);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(61);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("gets a slot back that was about to go", async () => {
    await ensureGate(store.db, host, 2);
    await waitingPages(4);
    const bells = await openGates(store.db);
    await ensureGate(store.db, host, 1);
    await ensureGate(store.db, host, 2);
    for (const bell of bells) await release(bell, 0);
    expect((await slots()).map((slot) => slot.slot)).toEqual([0, 1]);
  });

  test("stays blocked", async () => {
    await ensureGate(store.db, host, 2);
    await waitingPages(2);
    await block(60_000);
    await ensureGate(store.db, host, 1);
    expect(await openGates(store.db)).toEqual([]);
  });
});

describe("a hold that ends without a word", () => {
  const minutes = (count: number): Promise<void> => letPass(60 * count);

  test("sends its task back to wait for its turn: late bells find nothing", async () => {
    await ensureGate(store.db, host, 1);
    const first: Feed = await addFeed(store.db, { url: `${host}/first`, next_at: new Date(Date.now() - 60_000) });
    await addFeed(store.db, { url: `${host}/second` });
    await openGates(store.db);
    await minutes(3);
    expect(await openGates(store.db)).toHaveLength(1);
    const now = await store.db.selectFrom("feed").selectAll().where("id", "=", first.id).executeTakeFirstOrThrow();
    expect(now.due_at).not.toBeInstanceOf(Date);
  });

  test("does not end while a worker renews its lease", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(2);
    await openGates(store.db);
    await sql`update article_revision set claim = 'slow', due_at = now() + interval '5 seconds' where due_at < 'infinity'`.execute(
      store.db,
    );
    await minutes(3);
    expect(await openGates(store.db)).toEqual([]);
    await sql`update article_revision set due_at = now() where claim = 'slow'`.execute(store.db);
    expect(await openGates(store.db)).toHaveLength(1);
  });
});

describe("a redirect to another host", () => {
  const visit = (gapMs = 1000): Promise<{ waitMs: number }> => enterGate(store.db, host, gapMs);

  test("may go at once where nobody was, and the next one after the pause", async () => {
    expect((await visit(2000)).waitMs).toBe(0);
    const { waitMs } = await visit(2000);
    expect(waitMs).toBeGreaterThan(1500);
    expect(waitMs).toBeLessThanOrEqual(2010);
    expect((await visit(2000)).waitMs).toBeGreaterThan(3500);
  });

  test("keeps the host's own tasks away for its pause", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(1);
    await visit(5000);
    expect(await openGates(store.db)).toEqual([]);
    await letPass(6);
    expect(await openGates(store.db)).toHaveLength(1);
  });

  test("waits for the pause of the request before", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(1);
    const [bell] = await openGates(store.db);
    await release(bell, 10_000);
    expect((await visit()).waitMs).toBeGreaterThan(9000);
  });

  test("comes back later when the host is busy", async () => {
    await ensureGate(store.db, host, 1);
    await waitingPages(1);
    await openGates(store.db);
    const error = await visit().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error).toMatchObject({ delayMs: 5000, message: expect.stringContaining(host) });
  });

  test("comes back later when the host asked for a pause, and takes no moment of it", async () => {
    await ensureGate(store.db, host, 1);
    await block(60_000);
    const error = await visit().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLaterError);
    expect((error as RetryLaterError).delayMs).toBeGreaterThan(55_000);
    await letPass(61);
    expect((await visit()).waitMs).toBe(0);
  });

  test("of several at once each has a moment of its own", async () => {
    const waits = await Promise.all(Array.from({ length: 5 }, () => visit(1000)));
    const sorted = waits.map(({ waitMs }) => waitMs).toSorted((a, b) => a - b);
    for (const [index, waitMs] of sorted.entries()) expect(waitMs).toBeGreaterThan(index * 1000 - 500);
  });
});

test("work that was stored outside a stage is rung for", async () => {
  await ensureGate(store.db, host, 1);
  await waitingPages(1);
  const rung: Bell[] = [];
  await wakeGates(store.db, { ring: (bell) => Promise.resolve(rung.push(bell) > 0) }, [host, "https://nobody.example"]);
  expect(rung.map((bell) => bell.stage)).toEqual(["fetch"]);
});

test("hosts with work are found among many that have none", async () => {
  await sql`insert into host_gate (gate, slot) select 'https://idle-' || i, 0 from generate_series(1, 500) i`.execute(
    store.db,
  );
  const hosts = Array.from({ length: 5 }, (_, index) => `https://busy-${index}.example`);
  for (const gate of hosts) {
    await ensureGate(store.db, gate, 1);
    await waitingPages(2, gate);
  }
  await addFeed(store.db, { url: `${host}/rss` });
  await ensureGate(store.db, host, 1);
  expect(await openGates(store.db)).toHaveLength(6);
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
