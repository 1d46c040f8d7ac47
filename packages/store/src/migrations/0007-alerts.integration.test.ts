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
import * as alerts from "./0007-alerts.ts";

let store: TestStore;
/** A database as the version before left it. */
let before: Kysely<Database>;
const earlier: readonly Migration[] = [initial, sources, sourceBlocks, drift, stories, topics];
const migration: Migration = alerts;

beforeAll(async () => {
  store = await startTestStore();
  // Other tests of migrations may run on the same server.
  await sql`drop database if exists before_alerts`.execute(store.db);
  await sql`create database before_alerts`.execute(store.db);
  const url = new URL(store.url);
  url.pathname = "/before_alerts";
  before = openStore({ url: url.href, connections: 1 });
  await sql`create schema wirewatch`.execute(before);
  for (const one of earlier) await one.up(before);
});
afterAll(async () => {
  await before.destroy();
  await store.stop();
});

/** What a process of the version before writes; one may go on running beside the new ones. */
const oldRows = (number: number): readonly string[] => [
  `insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength)
    values (${number}, 1, 1, 'harbour', 'Harbour', 'high', 1, '[0]', '{}', '[]', '{"text": "The quay", "marks": [], "heading": null}', 0.5)`,
  `insert into alert_group (group_key, route, receiver, topic_id, severity, closes_at, stage)
    values ('group ${number}', 'default', 'desk', 'harbour', 'high', now(), 'flush')`,
  `insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
    values ('dl_${number}', ${number}, 'desk', 'webhook-0', 'webhook', 'alert.opened', 1, 'at-least-once', '{}', 'deliver')`,
  `insert into channel_state (receiver, channel, disabled_at, reason) values ('desk', 'webhook-${number}', now(), 'gone')`,
];

test("alerts of the version before stay open, and nobody has acknowledged them", async () => {
  for (const statement of oldRows(1)) await sql.raw(statement).execute(before);
  await migration.up(before);
  for (const statement of oldRows(2)) await sql.raw(statement).execute(before);

  const rows = async (table: string) => (await sql.raw(`select * from ${table} order by 1`).execute(before)).rows;
  const group = { stage: "flush", acknowledged_at: null, acknowledged_by: null, reminders: 0, escalated_at: null };
  expect(await rows("alert_group")).toMatchObject([group, group]);
  expect(await rows("delivery")).toMatchObject([
    { id: "dl_1", group_id: "1", digest_id: null },
    { id: "dl_2", group_id: "2", digest_id: null },
  ]);
  expect(await rows("channel_state")).toMatchObject([1, 2].map(() => ({ failing_since: null, reason: "gone" })));
  expect(await rows("topic_match")).toMatchObject([{ matched_at: null }, { matched_at: expect.any(Date) }]);
});

test("a digest of an hour of the day is there once, also after it left; what is held may come again", async () => {
  const digest = (kind: string, stage: string): string => `
    insert into digest (receiver, kind, for_at, stage) values ('desk', '${kind}', '2026-03-02 07:30Z', '${stage}')`;
  for (const kind of ["scheduled", "held"]) await sql.raw(digest(kind, "closed")).execute(before);
  await sql.raw(digest("held", "digest")).execute(before);
  await expect(sql.raw(digest("held", "digest")).execute(before)).rejects.toThrow("digest_live");
  await expect(sql.raw(digest("scheduled", "digest")).execute(before)).rejects.toThrow("digest_once");
});
