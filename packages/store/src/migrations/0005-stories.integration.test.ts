import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { openStore } from "../database.ts";
import type { Database } from "../schema.ts";
import * as initial from "./0001-initial.ts";
import * as sources from "./0002-sources.ts";
import * as sourceBlocks from "./0003-source-blocks.ts";
import * as drift from "./0004-drift.ts";
import * as stories from "./0005-stories.ts";

let store: TestStore;
/** A database as the version before left it. */
let before: Kysely<Database>;
const earlier: readonly Migration[] = [initial, sources, sourceBlocks, drift];
const migration: Migration = stories;

beforeAll(async () => {
  store = await startTestStore();
  await sql`drop database if exists before`.execute(store.db);
  await sql`create database before`.execute(store.db);
  const url = new URL(store.url);
  url.pathname = "/before";
  before = openStore({ url: url.href, connections: 1 });
  await sql`create schema wirewatch`.execute(before);
  for (const one of earlier) await one.up(before);
});
afterAll(async () => {
  await before.destroy();
  await store.stop();
});

test("stories of originals with their copies become stories with one cluster each, and texts stay known", async () => {
  const hash = "ab".repeat(32);
  for (const statement of [
    `insert into article (url, url_key, source_id) values ('u1', 'u1', 's'), ('u2', 'u2', 's'), ('u3', 'u3', 's')`,
    `insert into story (title, first_article_id, opened_at) values ('One', 1, '2026-03-02 09:00Z'), ('Two', 3, '2026-03-02 10:00Z')`,
    `insert into article_revision (article_id, revision, source_id, gate, stage, seen_at, published_at, verdict, of_article_id, story_id) values
      (1, 1, 's', 'g', 'done', '2026-03-02 09:00Z', null, 'unique', null, 1),
      (1, 2, 's', 'g', 'done', '2026-03-02 09:30Z', null, 'revision', 1, 1),
      (2, 1, 's', 'g', 'done', '2026-03-02 09:10Z', '2026-03-02 08:00Z', 'duplicate', 1, 1),
      (3, 1, 's', 'g', 'deduplicate', '2026-03-02 10:00Z', null, null, null, null)`,
    `insert into fp_exact (body_hash, article_id) values ('${hash}', 1)`,
    `insert into fp_doc (article_id, revision, keys) values (1, 2, array[-5, 7])`,
    `insert into fp_key (key, article_id) values (-5, 1), (7, 1)`,
  ])
    await sql.raw(statement).execute(before);
  await migration.up(before);

  const all = async (query: string): Promise<unknown> => (await sql.raw(query).execute(before)).rows;
  expect(await all("select id, story_id, canonical_article_id from cluster order by id")).toEqual([
    { id: "1", story_id: "1", canonical_article_id: "1" },
    { id: "2", story_id: "2", canonical_article_id: "3" },
  ]);
  expect(await all("select article_id, cluster_id, published_at from cluster_member order by article_id")).toEqual([
    { article_id: "1", cluster_id: "1", published_at: new Date("2026-03-02T09:00:00Z") },
    { article_id: "2", cluster_id: "1", published_at: new Date("2026-03-02T08:00:00Z") },
  ]);
  expect(await all("select key, article_id, version from fp_key join fp_doc using (doc) order by key")).toEqual([
    { key: -5, article_id: "1", version: 0 },
    { key: 7, article_id: "1", version: 0 },
  ]);
  expect(await all(`select article_id from fp_exact where body_hash = decode('${hash}', 'hex')`)).toEqual([
    { article_id: "1" },
  ]);
  expect(await all("select id, last_at, indexed from story order by id")).toMatchObject([
    { id: "1", last_at: new Date("2026-03-02T09:00:00Z"), indexed: null },
    { id: "2", indexed: null },
  ]);
});
