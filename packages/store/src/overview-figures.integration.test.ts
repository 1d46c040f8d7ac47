import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addAlert, clearAlerts, minutesAgo } from "../../../test/support/alert-rows.ts";
import { addFeed, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import {
  countAlertsSince,
  readArticleHours,
  readDeliveryFigures,
  readStageFigures,
  readTroubledSources,
} from "./overview-figures.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(async () => {
  await clearAlerts(store.db);
  await sql`truncate feed, drift, trail restart identity cascade`.execute(store.db);
});
afterAll(() => store.stop());

const hourMs = 3_600_000;

test("articles are counted in their hours, also where numbers are missing and hours are empty", async () => {
  const from = new Date(Date.UTC(2026, 2, 2));
  await sql`insert into article (id, url, url_key, source_id, first_seen_at) overriding system value
    select 5 + i * 17 + i % 3, i::text, i::text, 's', ${from}::timestamptz + make_interval(mins => i * i / 40)
    from generate_series(0, 200) i`.execute(store.db);
  const { counts, firstAt } = await readArticleHours(store.db, from, 20);
  expect(firstAt).toEqual(from);
  const expected = Array.from({ length: 20 }, (_, hour) => {
    const minutes = Array.from({ length: 201 }, (_one, i) => Math.floor((i * i) / 40));
    return minutes.filter((minute) => Math.floor(minute / 60) === hour).length;
  });
  expect(counts).toEqual(expected);
  expect((await readArticleHours(store.db, new Date(from.getTime() - 3 * hourMs), 4)).counts).toEqual([
    0,
    0,
    0,
    expected[0],
  ]);
});

test("an empty archive has empty hours and no stages", async () => {
  expect(await readArticleHours(store.db, minutesAgo(120), 2)).toEqual({ counts: [0, 0], firstAt: null });
  expect(
    [...(await readStageFigures(store.db)).values()].every(({ lastHour, open }) => lastHour === 0 && open === 0),
  ).toBe(true);
});

test("stages show what ended in the last hour, what waits and for how long", async () => {
  const row = await addRevision(store.db, { stage: "classify", stage_at: minutesAgo(20) });
  await addRevision(store.db, { stage: "done" });
  for (const [stage, minutes] of [
    ["fetch", 90],
    ["fetch", 30],
    ["strip", 20],
    ["fetch", 5],
  ] as const) {
    await store.db
      .insertInto("trail")
      .values({ article_id: row.article_id, revision: 1, at: minutesAgo(minutes), stage, result: "next" })
      .execute();
  }
  const figures = await readStageFigures(store.db);
  expect(figures.get("fetch")).toEqual({ lastHour: 2, open: 0, oldestMs: 0 });
  expect(figures.get("strip")).toMatchObject({ lastHour: 1 });
  expect(figures.get("discover")).toMatchObject({ lastHour: 2 });
  expect(figures.get("classify")).toMatchObject({ lastHour: 0, open: 1 });
  expect(Math.round((figures.get("classify")?.oldestMs ?? 0) / 60_000)).toBe(20);
});

test("alerts since an instant are stories, not messages", async () => {
  const first = await addAlert(store.db);
  await addAlert(store.db, { also: first, receiver: "duty" });
  await addAlert(store.db, { state: "acknowledged" });
  await addAlert(store.db, { openedAt: minutesAgo(3000) });
  expect(await countAlertsSince(store.db, minutesAgo(60))).toEqual({
    open: 1,
    muted: 0,
    acknowledged: 1,
    held: 0,
    closed: 0,
    untold: 0,
  });
});

test("deliveries are counted by how they ended, for receivers there are", async () => {
  const { groupId } = await addAlert(store.db);
  const states = [
    ["sent", 5],
    ["sent", 9],
    ["failed", 7],
    ["unknown", 7],
    ["sent", 3000],
  ] as const;
  for (const [at, [state, minutes]] of states.entries()) {
    await store.db
      .insertInto("delivery")
      .values({
        id: `dl_${at}`,
        group_id: groupId,
        receiver: "desk",
        channel: "slack-0",
        channel_kind: "slack",
        event: "alert.opened",
        revision: 1,
        repeat: "at-least-once",
        message: "{}",
        stage: "closed",
        state,
        created_at: minutesAgo(minutes),
      })
      .execute();
  }
  await sql`insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage, sends)
    values ('dl_x', ${groupId}, 'other', 'slack-0', 'slack', 'alert.opened', 1, 'at-least-once', '{}', 'deliver', 2)`.execute(
    store.db,
  );
  expect(await readDeliveryFigures(store.db, ["desk", "duty"], minutesAgo(1440))).toEqual({
    sent: 2,
    failed: 1,
    unknown: 1,
    retrying: 1,
  });
  expect(await readDeliveryFigures(store.db, [], minutesAgo(1440))).toMatchObject({ sent: 0, failed: 0 });
});

test("troubled sources are named once, by their worst feed; those that are not polled are left out", async () => {
  await addFeed(store.db, { source_id: "wire", status: "silent", reason: "no new article for 3 days" });
  await addFeed(store.db, { source_id: "wire", status: "blocked", reason: "blocked by the site (403)" });
  await addFeed(store.db, { source_id: "times", status: "ok" });
  await addFeed(store.db, { source_id: "gone", status: "failing" });
  await store.db
    .insertInto("drift")
    .values([
      { source_id: "wire", state: "{}", alarm_at: new Date(), alarm_text: "less" },
      { source_id: "times", state: "{}", alarm_at: new Date(), alarm_text: "half of the text" },
    ])
    .execute();
  expect(await readTroubledSources(store.db, ["wire", "times", "well"])).toMatchObject([
    { sourceId: "wire", state: "blocked", reason: "blocked by the site (403)" },
    { sourceId: "times", state: "drift", reason: "half of the text" },
  ]);
});
