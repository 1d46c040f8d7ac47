import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addGroup, addMatch, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { readAlertLatency } from "./alert-latency.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate delivery, alert, alert_group, topic_match, article_revision, article restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);

/** A message that left a second ago about an article with these times, in seconds before it left. */
async function sent(
  published: number | null,
  seen: number,
  given: { event?: string; sentAt?: Date } = {},
): Promise<void> {
  const { event = "alert.opened", sentAt = ago(1) } = given;
  const before = (seconds: number): string => new Date(sentAt.getTime() - seconds * 1000).toISOString();
  const row = await addRevision(store.db);
  const match = await addMatch(store.db, row);
  const group = await addGroup(store.db);
  await store.db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: match.id,
      article_id: row.article_id,
      state: "sent",
      group_revision: 1,
      created_at: before(2),
    })
    .execute();
  const article = { publishedAt: published === null ? null : before(published), firstSeenAt: before(seen) };
  await sql`insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage, state, sent_at)
    values (${`dl_${group.id}`}, ${group.id}, 'desk', 'webhook-0', 'webhook', ${event}, 1, 'at-least-once',
      ${JSON.stringify({ article })}, 'closed', 'sent', ${sentAt})`.execute(store.db);
}

describe("the latency of alerts", () => {
  test("is that of first messages, from publication, first sight and match", async () => {
    for (let seconds = 1; seconds <= 100; seconds++) await sent(seconds + 60, seconds + 2);
    expect(await readAlertLatency(store.db, 3_600_000)).toEqual({
      publishedToSent: { p50Ms: expect.closeTo(110_500, -2), p95Ms: expect.closeTo(155_050, -2), count: 100 },
      seenToSent: { p50Ms: expect.closeTo(52_500, -2), p95Ms: expect.closeTo(97_050, -2), count: 100 },
      matchedToSent: { p50Ms: expect.closeTo(2_000, -2), p95Ms: expect.closeTo(2_000, -2), count: 100 },
    });
  });

  test("leaves out updates, what left earlier, and dates that are missing or from the future", async () => {
    await sent(10, 5, { event: "alert.updated" });
    await sent(10, 5, { sentAt: ago(7200) });
    expect(await readAlertLatency(store.db, 3_600_000)).toEqual({
      publishedToSent: null,
      seenToSent: null,
      matchedToSent: null,
    });
    await sent(null, 5);
    await sent(-600, 5);
    expect(await readAlertLatency(store.db, 3_600_000)).toMatchObject({
      publishedToSent: null,
      seenToSent: { count: 2 },
    });
  });
});
