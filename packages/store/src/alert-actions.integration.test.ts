import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addGroup, addMatch, addRevision, addStory } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { acknowledge, findAlert, listAlerts, muteStory } from "./alert-actions.ts";
import { linkKey } from "./link-key.ts";
import { activeSilences } from "./silences.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate silence, alert, alert_group, topic_match, article_revision, article, story restart identity cascade`.execute(
    store.db,
  ),
);
afterAll(() => store.stop());

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

/** A group with one match, in the state that it has after its message. */
async function group(given: Parameters<typeof addGroup>[1] = {}, state: "waiting" | "sent" | "held" = "sent") {
  const story = await addStory(store.db);
  const row = await addRevision(store.db, { story_id: story, title: "Ships wait" });
  const match = await addMatch(store.db, row);
  const added = await addGroup(store.db, { story_id: story, ...given });
  await store.db
    .insertInto("alert")
    .values({ group_id: added.id, match_id: match.id, article_id: row.article_id, state })
    .execute();
  return { id: added.id, alertId: `al_${added.id}`, story };
}

describe("an alert", () => {
  test.each([
    ["waiting", {}, "waiting"],
    ["held", {}, "held"],
    ["open", { flushed_at: minutesAgo(5) }, "sent"],
    ["open", { flushed_at: minutesAgo(5), acknowledged_at: minutesAgo(6), acknowledged_by: "ada" }, "sent"],
    ["acknowledged", { flushed_at: minutesAgo(5), acknowledged_at: minutesAgo(4), acknowledged_by: "ada" }, "sent"],
    ["closed", { flushed_at: minutesAgo(5), stage: "closed" }, "sent"],
  ] as const)("is listed as %s with %o", async (state, given, alertState) => {
    const { alertId, story } = await group(given, alertState);
    const listed = await listAlerts(store.db, { state, limit: 10 });
    expect(listed).toMatchObject([
      { alertId, state, storyId: story, title: "A story", topicName: "Harbour", matches: 1 },
    ]);
    expect(await findAlert(store.db, alertId)).toEqual(listed[0]);
    expect(await listAlerts(store.db, { limit: 10 })).toEqual(listed);
    expect(listed[0]?.acknowledgedBy ?? null).toBe(state === "acknowledged" ? "ada" : null);
  });

  test("is listed with the newest first, as many as asked for", async () => {
    for (const minutes of [3, 1, 2]) await group({ opened_at: minutesAgo(minutes) });
    expect((await listAlerts(store.db, { limit: 2 })).map(({ alertId }) => alertId)).toEqual(["al_2", "al_3"]);
  });

  test("is acknowledged once, by whoever was first, until there is news", async () => {
    const { id, alertId } = await group({ flushed_at: minutesAgo(5) });
    expect(await acknowledge(store.db, alertId, "ada")).toMatchObject({ kind: "acknowledged", by: "ada" });
    expect(await acknowledge(store.db, id, "bo")).toMatchObject({ kind: "already", by: "ada", at: expect.any(Date) });
    await sql`update alert_group set flushed_at = clock_timestamp()`.execute(store.db);
    expect(await acknowledge(store.db, alertId, "bo")).toMatchObject({ kind: "acknowledged", by: "bo" });
  });

  test("is acknowledged by one of many who do it at once", async () => {
    const { alertId } = await group({ flushed_at: minutesAgo(5) });
    const all = await Promise.all(["a", "b", "c", "d"].map((by) => acknowledge(store.db, alertId, by)));
    expect(all.filter((done) => done?.kind === "acknowledged")).toHaveLength(1);
    expect(new Set(all.map((done) => done?.by)).size).toBe(1);
  });

  test("whose story is muted gets a silence for the story in its topic", async () => {
    const { alertId, story } = await group({ flushed_at: minutesAgo(5) });
    const muted = await muteStory(store.db, alertId, "ada", 3_600_000);
    const [silence] = await activeSilences(store.db);
    expect(muted).toEqual({ silenceId: silence?.id, storyId: story, endsAt: silence?.endsAt });
    expect(silence).toMatchObject({
      matchers: ['topic="harbour"', `story="${story}"`],
      author: "ada",
      comment: `the story of alert ${alertId}: A story`,
    });
    expect((silence?.endsAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_590_000);
  });

  test.each(["al_99", "", "al_", "nt_1", "al_1; --", "al_0", `al_${"9".repeat(40)}`])(
    "is not found as %j",
    async (name) => {
      await group();
      expect(await findAlert(store.db, name)).toBeNull();
      expect(await acknowledge(store.db, name, "ada")).toBeNull();
      expect(await muteStory(store.db, name, "ada", 1000)).toBeNull();
    },
  );
});

test("the key of links is made once, also when several ask for it first", async () => {
  const keys = await Promise.all([linkKey(store.db), linkKey(store.db), linkKey(store.db)]);
  expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
  expect(await linkKey(store.db)).toEqual(keys[0]);
  expect(keys[0]).toHaveLength(32);
});
