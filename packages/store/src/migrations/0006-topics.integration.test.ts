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
import * as topics from "./0006-topics.ts";

let store: TestStore;
/** A database as the version before left it. */
let before: Kysely<Database>;
const earlier: readonly Migration[] = [initial, sources, sourceBlocks, drift, stories];
const migration: Migration = topics;

beforeAll(async () => {
  store = await startTestStore();
  // Other tests of migrations may run on the same server.
  await sql`drop database if exists before_topics`.execute(store.db);
  await sql`create database before_topics`.execute(store.db);
  const url = new URL(store.url);
  url.pathname = "/before_topics";
  before = openStore({ url: url.href, connections: 1 });
  await sql`create schema wirewatch`.execute(before);
  for (const one of earlier) await one.up(before);
});
afterAll(async () => {
  await before.destroy();
  await store.stop();
});

/** What a process of the version before writes; one may go on running beside the new ones. */
const oldMatch = (articleId: number): string => `
  insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength)
  values (${articleId}, 1, 1, 'harbour', 'Harbour', 'high', 1, '[0]', '{"s0": [[4, 17]]}', '[{"clause": "any[0]", "query": "quay"}]',
    '{"text": "The quay", "marks": [], "heading": null}', 0.5)`;

test("matches of the version before stay as they are, and say that the rest is not known", async () => {
  await sql.raw(oldMatch(1)).execute(before);
  await migration.up(before);
  await sql.raw(oldMatch(2)).execute(before);

  const { rows } = await sql.raw("select * from topic_match order by article_id").execute(before);
  const unknown = {
    topic_version: "",
    features: {},
    is_brief: false,
    snippets: [],
    text_language: null,
    raised_from: null,
  };
  const kept = { severity: "high", units: [0], snippet: { text: "The quay", marks: [], heading: null }, strength: 0.5 };
  expect(rows).toMatchObject([
    { article_id: "1", ...kept, ...unknown },
    { article_id: "2", ...kept, ...unknown },
  ]);
  expect((await sql.raw("select * from topic_usage").execute(before)).rows).toEqual([]);
});
