import { sql } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed, addMatch, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { loadPage, loadPageBefore, loadText, loadTextBefore, savePage, saveText } from "./bodies.ts";
import { storable, storableJson } from "./clean.ts";
import { createConfigReader, saveConfig } from "./config-rows.ts";
import { openStore } from "./database.ts";
import { isMigrated, migrateStore, NewerSchemaError } from "./migrate.ts";
import { readOverview } from "./overview.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

/** An empty database beside the migrated one. */
async function emptyDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: store.url });
  await client.connect();
  await client.query(`drop database if exists ${name}`);
  await client.query(`create database ${name}`);
  await client.end();
  return Object.assign(new URL(store.url), { pathname: `/${name}` }).href;
}

describe("migrating", () => {
  test("an empty database makes it this version's; a second time changes nothing", async () => {
    const db = openStore({ url: await emptyDatabase("twice") });
    expect(await isMigrated(db)).toBe(false);
    expect(await migrateStore(db)).not.toEqual([]);
    expect(await isMigrated(db)).toBe(true);
    expect(await migrateStore(db)).toEqual([]);
    await db.destroy();
  });

  test("from several processes at once is done by one of them", async () => {
    const url = await emptyDatabase("at_once");
    const processes = Array.from({ length: 5 }, () => openStore({ url, connections: 2 }));
    const applied = await Promise.all(processes.map((db) => migrateStore(db)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await Promise.all(processes.map((db) => isMigrated(db)))).toEqual([true, true, true, true, true]);
    await Promise.all(processes.map((db) => db.destroy()));
  });

  test("a database of a newer version is refused and left as it is", async () => {
    const db = openStore({ url: await emptyDatabase("newer") });
    await migrateStore(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(db);
    await expect(migrateStore(db)).rejects.toThrow(NewerSchemaError);
    await expect(migrateStore(db)).rejects.toThrow(/newer Wirewatch \(it has 9999-later\)/);
    expect(await isMigrated(db)).toBe(false);
    await db.destroy();
  });
});

describe("a pool", () => {
  test("goes on after the server cut its connections, and tells who asked to know", async () => {
    const errors: Error[] = [];
    const db = openStore({ url: store.url, connections: 2, name: "to be cut", onError: (error) => errors.push(error) });
    await sql`select 1`.execute(db);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'to be cut'`.execute(
      store.db,
    );
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
    await db.destroy();
  });
});

describe("what PostgreSQL cannot hold", () => {
  const hostile = "a\0b \uD800 \uDFFF \u{1F600}";

  test("is refused by it as it is", async () => {
    await expect(sql`select ${"a\0b"}::text`.execute(store.db)).rejects.toThrow();
    await expect(sql`select ${JSON.stringify({ text: hostile })}::jsonb`.execute(store.db)).rejects.toThrow();
  });

  test("comes back from text and JSON as what was storable of it", async () => {
    const { rows } = await sql<{ text: string; json: unknown }>`
      select ${storable(hostile)}::text as text, ${storableJson({ [hostile]: hostile })}::jsonb as json`.execute(
      store.db,
    );
    const clean = "ab \uFFFD \uFFFD \u{1F600}";
    expect(rows).toEqual([{ text: clean, json: { [clean]: clean } }]);
  });
});

describe("bodies", () => {
  test("of a page come back byte for byte; a second time replaces the first", async () => {
    const { article_id: id } = await addRevision(store.db);
    expect(await loadPage(store.db, id, 1)).toBeNull();
    const bytes = Buffer.from([0, 255, 254, 0, 60]);
    await savePage(store.db, id, 1, { contentType: "text/html; charset=utf-16", body: bytes });
    expect(await loadPage(store.db, id, 1)).toMatchObject({ contentType: "text/html; charset=utf-16", body: bytes });
    await savePage(store.db, id, 1, { contentType: null, body: "<p>ü</p>" });
    expect(await loadPage(store.db, id, 1)).toMatchObject({ contentType: null, body: Buffer.from("<p>ü</p>") });
    expect(await loadPage(store.db, id, 2)).toBeNull();
  });

  test("of a page come with its validators; those of the last version that came are found", async () => {
    const { article_id: id } = await addRevision(store.db);
    await savePage(store.db, id, 1, { contentType: null, body: "one", etag: 'W/"1"', lastModified: "then" });
    await savePage(store.db, id, 3, { contentType: null, body: "three" });
    expect(await loadPage(store.db, id, 1)).toMatchObject({ etag: 'W/"1"', lastModified: "then" });
    expect((await loadPageBefore(store.db, id, 4))?.body.toString()).toBe("three");
    expect((await loadPageBefore(store.db, id, 3))?.body.toString()).toBe("one");
    expect(await loadPageBefore(store.db, id, 1)).toBeNull();
  });

  test("of a text come back with their sections, per revision", async () => {
    const { article_id: id } = await addRevision(store.db);
    const sections = [{ heading: "H\0", text: "T \uD800", role: "main" as const }];
    await saveText(store.db, id, 1, { text: "one", sections });
    const left = { captions: ["C\0"], cut: [{ text: "Menu \uD800", reason: "navigation" as const }] };
    await saveText(store.db, id, 2, { text: "two", sections: [], ...left });
    expect(await loadText(store.db, id, 2)).toEqual({
      text: "two",
      sections: [],
      captions: ["C"],
      cut: [{ text: "Menu \uFFFD", reason: "navigation" }],
    });
    await saveText(store.db, id, 2, { text: "two again", sections: [] });
    expect(await loadText(store.db, id, 1)).toEqual({
      text: "one",
      sections: [{ heading: "H", text: "T \uFFFD", role: "main" }],
      captions: [],
      cut: [],
    });
    expect(await loadTextBefore(store.db, id, 3)).toMatchObject({ text: "two again" });
    expect(await loadTextBefore(store.db, id, 2)).toMatchObject({ text: "one" });
    expect(await loadTextBefore(store.db, id, 1)).toBeNull();
    expect(await loadText(store.db, id, 3)).toBeNull();
  });
});

describe("the configuration in force", () => {
  interface Named {
    readonly name: string;
  }
  const reader = (maxAgeMs?: number) => {
    const parsed: unknown[] = [];
    const parse = (content: unknown): Named => {
      parsed.push(content);
      return content as Named;
    };
    return { parsed, ...createConfigReader(store.db, parse, maxAgeMs) };
  };
  afterEach(() => sql`truncate config restart identity`.execute(store.db));

  test("is asked for in vain before one was loaded", async () => {
    await expect(reader().current()).rejects.toThrow("no configuration was loaded yet");
  });

  test("has a new version with each change, also back to what it was", async () => {
    expect(await saveConfig(store.db, "a", { name: "A" })).toEqual({ version: "1", isNew: true });
    expect(await saveConfig(store.db, "a", { name: "A" })).toEqual({ version: "1", isNew: false });
    expect(await saveConfig(store.db, "b", { name: "B" })).toEqual({ version: "2", isNew: true });
    expect(await saveConfig(store.db, "a", { name: "A" })).toEqual({ version: "3", isNew: true });
  });

  test("is stored once when several processes see the change", async () => {
    const saved = await Promise.all(Array.from({ length: 6 }, () => saveConfig(store.db, "a", { name: "A" })));
    expect(saved.filter((one) => one.isNew)).toHaveLength(1);
    expect(new Set(saved.map((one) => one.version))).toEqual(new Set(["1"]));
  });

  test("is read again when it changed, and parsed once per version", async () => {
    await saveConfig(store.db, "a", { name: "A" });
    const config = reader(0);
    expect(await config.current()).toEqual({ version: "1", config: { name: "A" } });
    await config.current();
    await saveConfig(store.db, "b", { name: "B" });
    expect(await config.current()).toEqual({ version: "2", config: { name: "B" } });
    expect(config.parsed).toHaveLength(2);
  });

  test("is asked for at most once in its time", async () => {
    await saveConfig(store.db, "a", { name: "A" });
    const config = reader(60_000);
    await config.current();
    await saveConfig(store.db, "b", { name: "B" });
    expect(await config.current()).toMatchObject({ version: "1" });
  });

  test("stays the last good one when the new one does not parse", async () => {
    await saveConfig(store.db, "a", { name: "A" });
    let isBroken = false;
    const config = createConfigReader(
      store.db,
      (content) => {
        if (isBroken) throw new Error("the stored configuration does not fit this version");
        return content as Named;
      },
      0,
    );
    await config.current();
    isBroken = true;
    await saveConfig(store.db, "b", { name: "B" });
    await expect(config.current()).rejects.toThrow("does not fit this version");
    isBroken = false;
    expect(await config.current()).toMatchObject({ version: "2" });
  });
});

describe("the overview", () => {
  test("of nothing is empty", async () => {
    await sql`truncate source_item, article_body, page, article_revision, article, feed restart identity cascade`.execute(
      store.db,
    );
    expect(await readOverview(store.db)).toEqual({
      stages: {},
      outcomes: {},
      finished: {},
      items: 0,
      feeds: {},
      deliveries: {},
      matches: {},
    });
  });

  test("counts what is where", async () => {
    const feed = await addFeed(store.db, { status: "ok" });
    await addFeed(store.db, { stage: "stopped", status: "disabled" });
    const waiting = await addRevision(store.db, { stage_at: new Date(Date.now() - 60_000) });
    await addRevision(store.db, { stage: "classify" });
    const done = await addRevision(store.db, { stage: "done", outcome: "matched" });
    await addMatch(store.db, done);
    await addMatch(store.db, done, { topic_id: "other", outcome: "sent" });
    await store.db
      .insertInto("source_item")
      .values({ source_id: "site", feed_id: feed.id, item_key: "k", item_hash: "h" })
      .execute();
    await store.db
      .insertInto("trail")
      .values({ article_id: waiting.article_id, revision: 1, stage: "fetch", result: "strip" })
      .execute();
    const overview = await readOverview(store.db);
    expect(overview).toEqual({
      stages: { strip: { open: 1, oldestMs: expect.any(Number) }, classify: { open: 1, oldestMs: expect.any(Number) } },
      outcomes: { matched: 1 },
      finished: { fetch: 1 },
      items: 1,
      feeds: { ok: 1 },
      deliveries: {},
      matches: { open: 1, sent: 1 },
    });
    expect(overview.stages["strip"]?.oldestMs).toBeGreaterThan(50_000);
  });
});
