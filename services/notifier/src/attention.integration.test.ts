import { verifyLink } from "@wirewatch/alerting";
import { acknowledge, linkKey, sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { hook, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

const files = (rest: object = {}) => ({
  public_url: "https://wirewatch.example.org/",
  receivers: [
    {
      name: "desk",
      webhook: [hook(scene.sink, "/desk")],
      remind: { every: "15m", max: 2 },
      escalate: { unless_acknowledged_within: "40m", to: "duty" },
      ...rest,
    },
    { name: "duty", webhook: [hook(scene.sink, "/duty")], time_zone: "Asia/Kolkata" },
  ],
});

/** A critical alert that was told, and a way to let time pass for it. */
async function told(rest: object = {}) {
  const desk = await scene.deskWith(files(rest));
  const story = await addStory(scene.store.db);
  const { row } = await scene.matched(story, {}, undefined, { severity: "critical" });
  await desk.runAll(row);
  /** Lets minutes pass, and the group look whether there is something to do. */
  const pass = async (minutes: number): Promise<void> => {
    await sql`update delivery set created_at = created_at - make_interval(mins => ${minutes})`.execute(scene.store.db);
    await sql`update alert_group set due_at = now(), flushed_at = flushed_at - make_interval(mins => ${minutes}),
      acknowledged_at = acknowledged_at - make_interval(mins => ${minutes}),
      escalated_at = escalated_at - make_interval(mins => ${minutes})`.execute(scene.store.db);
    for (let times = 0; times < 2; times++) {
      const { bells } = await desk.run("flush", { groupId: "1" });
      for (const bell of [...bells, ...bells]) await desk.run(bell.stage, bell.message);
    }
  };
  return { desk, story, pass };
}

const messages = (): string[] => scene.sink.messages.map(({ path, body }) => `${path} ${body.type}`);

describe("an alert that nobody has acknowledged", () => {
  test("is repeated as often as the receiver wants, then told to somebody else, each once", async () => {
    const { pass } = await told();
    for (let index = 0; index < 5; index++) await pass(16);
    expect(messages()).toEqual([
      "/desk alert.opened",
      "/desk alert.reminder",
      "/desk alert.reminder",
      "/duty alert.escalated",
    ]);
    expect(new Set(scene.sink.messages.map(({ id }) => id)).size).toBe(4);
    expect(scene.sink.messages.map(({ body }) => body.data)).toMatchObject([
      {},
      { note: "Reminder 1 of 2: nobody has acknowledged this alert." },
      { note: "Reminder 2 of 2: nobody has acknowledged this alert." },
      { note: "Escalated: nobody at desk acknowledged this alert within 40 minutes." },
    ]);
  });

  test("is left alone once somebody has, until there is news", async () => {
    const { desk, story, pass } = await told();
    await pass(16);
    await acknowledge(scene.store.db, "al_1", "ada");
    for (let index = 0; index < 4; index++) await pass(16);
    expect(messages()).toEqual(["/desk alert.opened", "/desk alert.reminder"]);
    await desk.runAll((await scene.matched(story, {}, "The pilot spoke.", { severity: "critical" })).row);
    await pass(16);
    expect(messages().slice(2)).toEqual(["/desk alert.updated", "/desk alert.reminder"]);
    expect(scene.sink.messages.at(-1)?.body.data).toMatchObject({ note: expect.stringContaining("Reminder 1 of 2") });
  });

  test("is not repeated when it is of normal severity", async () => {
    const desk = await scene.deskWith(files());
    await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    await sql`update delivery set created_at = created_at - interval '1 hour'`.execute(scene.store.db);
    await sql`update alert_group set due_at = now()`.execute(scene.store.db);
    await desk.run("flush", { groupId: "1" });
    expect(messages()).toEqual(["/desk alert.opened"]);
  });

  test("is looked at again in time", async () => {
    await told();
    const { due_at: dueAt } = await scene.store.db.selectFrom("alert_group").select("due_at").executeTakeFirstOrThrow();
    expect(dueAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000);
    expect(dueAt.getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000);
  });
});

test("links in messages are signed, for each receiver its own", async () => {
  const { pass } = await told({ remind: undefined });
  await pass(41);
  const key = await linkKey(scene.store.db);
  const rows = await scene.deliveries();
  expect(rows.map(({ receiver }) => receiver).toSorted()).toEqual(["desk", "duty"]);
  for (const { receiver, message } of rows) {
    expect(Object.keys(message.links).toSorted()).toEqual(["ack", "mute", "open", "why"]);
    for (const [action, address] of Object.entries(message.links)) {
      expect(address).toMatch(/^https:\/\/wirewatch\.example\.org\/l\/[\w.-]+$/u);
      const token = address.slice(address.lastIndexOf("/") + 1);
      expect(verifyLink(key, token, new Date())).toMatchObject({
        kind: "valid",
        link: { action, receiver, alertId: "al_1" },
      });
    }
  }
});
