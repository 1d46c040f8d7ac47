import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { addDelivery, addGroup, at } from "../operator-scene/rows.ts";
import { deliveries } from "./deliveries.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

beforeEach(async () => {
  const { db } = store;
  for (const table of ["delivery_attempt", "channel_state", "alert", "delivery", "alert_group"] as const)
    await db.deleteFrom(table).execute();
  const group = await addGroup(db);
  await addDelivery(db, "dl_sent", group, { state: "sent", sent_at: at(66), revision: 1, sends: 1 });
  await addDelivery(db, "dl_pending", group, { state: "pending", revision: 2 });
  await addDelivery(db, "dl_a", group, {
    state: "failed",
    reason: "given up after 10 attempts: no answer within 20 s",
    revision: 3,
    sends: 10,
  });
  await addDelivery(db, "dl_b", group, {
    state: "failed",
    reason: "given up after 7 attempts: no answer within 15 s",
    revision: 4,
    sends: 7,
  });
  await addDelivery(db, "dl_c", group, {
    state: "failed",
    reason: "the receiver answered 410",
    revision: 5,
    channel: "webhook-1",
  });
  await addDelivery(db, "dl_lost", group, {
    state: "unknown",
    reason: "the process ended while the message was on its way",
    revision: 6,
  });
  await db
    .insertInto("channel_state")
    .values({ receiver: "newsdesk", channel: "webhook-1", disabled_at: at(70), reason: "the receiver answered 410" })
    .execute();
});

async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const { write, text } = collector();
  const code = await deliveries(words, environmentOf(store.url), write);
  return { code, text: text() };
}

function rowOf(id: string) {
  return store.db
    .selectFrom("delivery")
    .select(["id", "state", "stage", "sends", "tries", "attempts", "claim"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

describe("list", () => {
  test("shows failed ones by their error, whatever numbers are in it", async () => {
    const { code, text } = await run("list", "--state", "failed");
    expect(code).toBe(0);
    expect(text).toContain("2 × given up after … attempts: no answer within … s");
    expect(text).toContain("1 × the receiver answered 410");
    expect(text).toContain("3 deliveries, the newest first");
    expect(text).not.toContain("dl_sent");
  });

  test("shows all states with what happens next, as many as asked for", async () => {
    const { text } = await run("list");
    expect(text).toContain("dl_sent");
    expect(text).toMatch(/pending .*not tried yet; next try now +dl_pending$/mu);
    const { text: json } = await run("list", "--limit", "2", "--json");
    expect(JSON.parse(json)).toMatchObject({
      deliveries: [{}, {}],
      failures: [{ count: 2, receivers: ["newsdesk"] }, { count: 1 }],
    });
  });

  test("goes by error alone, and only as far back as asked", async () => {
    const { text } = await run("list", "--by-error");
    expect(text).toContain("2 × given up after … attempts");
    expect(text).toContain('"… replay --like dl_a" all with its error');
    expect(text).not.toContain("the newest first");
    expect((await run("list", "--by-error", "--since", "1h")).text).toBe("No delivery has failed.\n");
    expect((await run("list", "--since", "1h")).text).toBe("There are no such deliveries.\n");
    expect(JSON.parse((await run("list", "--by-error", "--json")).text)).toEqual({
      asOf: expect.any(String),
      failures: [
        expect.objectContaining({ count: 2, exampleId: "dl_a" }),
        expect.objectContaining({ count: 1, exampleId: "dl_c" }),
      ],
    });
    await expect(run("list", "--by-error", "--state", "sent")).rejects.toThrow("leave out --state sent");
  });

  test("says of a digest and of a message about Wirewatch what they are", async () => {
    const about = async (id: string, event: string): Promise<void> => {
      const message = JSON.stringify({ id, event, title: "9 stories" });
      await store.db.updateTable("delivery").set({ event, message }).where("id", "=", id).execute();
    };
    await about("dl_a", "alert.digest");
    await about("dl_b", "source.problem");
    await about("dl_c", "system.heartbeat");
    const { text } = await run("list", "--state", "failed");
    for (const topic of ["digest", "source health", "Wirewatch"]) expect(text).toContain(`“9 stories” (${topic})`);
  });

  test("refuses states and numbers it does not know", async () => {
    await expect(run("list", "--state", "dead")).rejects.toThrow("states are failed, pending, sent, unknown");
    await expect(run("list", "--limit", "many")).rejects.toThrow("a number from 1 to");
    await expect(run("show")).rejects.toThrow("wirewatch deliveries list");
  });
});

describe("replay", () => {
  test("puts a failed delivery back with its id and a new retry ladder", async () => {
    const { code, text } = await run("replay", "dl_a");
    expect(code).toBe(0);
    expect(text).toContain("dl_a  was failed, is sent to newsdesk webhook-0 again under the same id");
    expect(text).toContain("no notifier is running");
    expect(await rowOf("dl_a")).toMatchObject({
      state: "pending",
      stage: "deliver",
      sends: 0,
      attempts: 0,
      claim: null,
    });
  });

  test("by state puts back all but those of a disabled channel", async () => {
    const { code, text } = await run("replay", "--state", "failed");
    expect(code).toBe(1);
    expect(text).toContain("2 of 3 put back");
    expect(text).toContain("dl_c  its channel newsdesk webhook-1 is disabled (the receiver answered 410); --enable");
    expect(await rowOf("dl_c")).toMatchObject({ state: "failed", stage: "closed" });
    expect(await rowOf("dl_lost")).toMatchObject({ state: "unknown" });
  });

  test("--enable enables the channel and sends", async () => {
    const { code, text } = await run("replay", "dl_c", "--enable");
    expect(code).toBe(0);
    expect(text).toContain("the channel is enabled again");
    expect(await rowOf("dl_c")).toMatchObject({ state: "pending", stage: "deliver" });
    const state = await store.db.selectFrom("channel_state").select("disabled_at").executeTakeFirstOrThrow();
    expect(state.disabled_at).toBeNull();
  });

  test("refuses what was sent, unless forced, and what is on its way or not there", async () => {
    const { code, text } = await run("replay", "dl_sent", "dl_pending", "dl_nothing");
    expect(code).toBe(1);
    expect(text).toContain("dl_sent  was sent already; --force sends it again");
    expect(text).toContain("dl_pending  is on its way already");
    expect(text).toContain("dl_nothing  there is no such delivery");
    expect(await rowOf("dl_sent")).toMatchObject({ state: "sent", stage: "closed" });
    expect((await run("replay", "dl_sent", "--force")).code).toBe(0);
    expect(await rowOf("dl_sent")).toMatchObject({ state: "pending", stage: "deliver" });
  });

  test("twice is once: the second time it is on its way", async () => {
    await run("replay", "dl_lost");
    expect(await run("replay", "dl_lost")).toMatchObject({
      code: 1,
      text: expect.stringContaining("is on its way already"),
    });
  });

  test("one that waits for its next attempt has it now, on the same ladder", async () => {
    const waits = { due_at: new Date(Date.now() + 3_600_000), attempts: 4, reason: "it answered 503" };
    await store.db.updateTable("delivery").set(waits).where("id", "=", "dl_pending").execute();
    const { code, text } = await run("replay", "dl_pending");
    expect(code).toBe(0);
    expect(text).toContain("dl_pending  is tried now, at newsdesk webhook-0, instead of later");
    const row = await store.db.selectFrom("delivery").selectAll().where("id", "=", "dl_pending").executeTakeFirst();
    expect(row).toMatchObject({ state: "pending", stage: "deliver", attempts: 4 });
    expect(row?.due_at.getTime()).toBeLessThanOrEqual(Date.now() + 1000);

    // Somebody works on it.
    const works = { due_at: new Date(Date.now() + 10_000), claim: "a notifier" };
    await store.db.updateTable("delivery").set(works).where("id", "=", "dl_pending").execute();
    expect((await run("replay", "dl_pending")).text).toContain("is on its way already");
  });

  test("--like puts back all that failed with the same error, and nothing else", async () => {
    const { code, text } = await run("replay", "--like", "dl_b");
    expect(code).toBe(0);
    expect(text).toContain("2 of 2 put back");
    expect(await rowOf("dl_a")).toMatchObject({ id: "dl_a", state: "pending", stage: "deliver" });
    expect(await rowOf("dl_c")).toMatchObject({ state: "failed" });
    await expect(run("replay", "--like", "dl_nothing")).rejects.toThrow('there is no delivery "dl_nothing"');
  });

  test("--since puts back what failed in that time", async () => {
    await store.db.updateTable("delivery").set({ created_at: new Date() }).where("id", "=", "dl_b").execute();
    const { code, text } = await run("replay", "--since", "2h", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(text)).toEqual({
      isNotifierRunning: false,
      replays: [
        { id: "dl_b", kind: "replayed", from: "failed", receiver: "newsdesk", channel: "webhook-0", isEnabled: false },
      ],
    });
    expect(await rowOf("dl_a")).toMatchObject({ state: "failed" });
  });

  test("wants ids or a state that can be replayed", async () => {
    await expect(run("replay")).rejects.toThrow("name deliveries by their ids");
    await expect(run("replay", "--state", "sent")).rejects.toThrow('not "sent"');
    await expect(run("replay", "dl_a", "--since", "2h")).rejects.toThrow("name deliveries by their ids, or say which");
  });
});
