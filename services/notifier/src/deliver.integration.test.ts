import type { RunnerDeps } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Delivery } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { hook, messageOf, useAlertScene } from "./alert-scene.ts";
import type { Repeat } from "./alert-scene.ts";

const scene = useAlertScene();

describe("a delivery", () => {
  async function pending(repeat: Repeat = "at-least-once") {
    const { row } = await scene.matched(await addStory(scene.store.db));
    const service = await scene.desk(repeat);
    const { bells } = await service.run("notify", messageOf(row));
    for (const bell of bells) await service.run(bell.stage, bell.message);
    const [first, second] = await scene.deliveries();
    if (first === undefined || second === undefined) throw new Error("there are no deliveries");
    await sql`delete from delivery where id = ${second.id}`.execute(scene.store.db);
    const now = async (): Promise<Delivery> => (await scene.deliveries())[0] ?? first;
    return { service, message: { deliveryId: first.id }, now };
  }

  /** Lets the process die between the receiver's answer and the commit. */
  const diesBeforeCommit: Partial<RunnerDeps> = {
    fault: (point) => {
      if (point === "committing") throw crash;
    },
  };
  const crash = new Error("Connection terminated unexpectedly");

  test("that died after the POST is repeated with the same id", async () => {
    const { service, message, now } = await pending();
    expect((await service.run("deliver", message, diesBeforeCommit)).report).toBe("returned");
    expect(await now()).toMatchObject({ state: "pending", stage: "deliver", sends: 1 });
    await scene.makeDue("delivery");
    await service.run("deliver", message);
    expect(scene.sink.messages).toHaveLength(2);
    expect(scene.sink.ids("/one")).toEqual(new Set([message.deliveryId]));
    expect(await now()).toMatchObject({ state: "sent", stage: "closed", sends: 2 });
  });

  test("that died after the POST is not repeated at most once: it is unknown", async () => {
    const { service, message, now } = await pending("at-most-once");
    await service.run("deliver", message, diesBeforeCommit);
    expect(await now()).toMatchObject({ state: "sending" });
    await scene.makeDue("delivery");
    await service.run("deliver", message);
    expect(scene.sink.messages).toHaveLength(1);
    expect(await now()).toMatchObject({
      state: "unknown",
      stage: "closed",
      reason: expect.stringContaining("may or may not"),
    });
    expect(await scene.attempts()).toMatchObject([{ attempt: 1, result: "unknown" }]);
  });

  test("that the receiver cannot take now comes again, and every attempt is kept", async () => {
    const { service, message, now } = await pending();
    scene.sink.failWith(503);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "pending", stage: "deliver", status: 503, sends: 1, attempts: 0 });
    const waitMs = (await now()).due_at.getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(3000);
    expect(waitMs).toBeLessThanOrEqual(5000);
    scene.sink.failWith(null);
    await scene.makeDue("delivery");
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "sent", status: 204, reason: null });
    expect(await scene.attempts()).toMatchObject([
      { attempt: 1, result: "later", status: 503 },
      { attempt: 2, result: "sent", status: 204 },
    ]);
    expect(scene.sink.messages).toHaveLength(1);
  });

  test("that tries a channel out ends with its first failure, is told to no fallback, and says nothing of how long it fails", async () => {
    await addStory(scene.store.db);
    const service = await scene.deskWith({
      receivers: [
        { name: "desk", webhook: [hook(scene.sink, "/desk")], fallback: "ops" },
        { name: "ops", webhook: [hook(scene.sink, "/ops")] },
      ],
    });
    const tried = {
      id: "dl_tried",
      event: "system.test",
      at: "2026-03-02T09:00:00.000Z",
      severity: "low",
      title: "Test",
    };
    await sql`insert into delivery (id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
      values ('dl_tried', 'desk', 'webhook-0', 'webhook', 'system.test', 1, 'at-least-once',
        ${JSON.stringify({ ...tried, lines: ["Nothing has happened."], timeZone: "UTC", links: {} })}, 'deliver')`.execute(
      scene.store.db,
    );
    scene.sink.failWith(503);
    const { bells } = await service.run("deliver", { deliveryId: "dl_tried" });
    expect(bells).toEqual([]);
    expect(await scene.deliveries()).toMatchObject([{ state: "failed", stage: "closed", status: 503, sends: 1 }]);
    const facts = {
      attempt: 1,
      result: "dead",
      status: 503,
      latency_ms: expect.any(Number),
      excerpt: expect.any(String),
    };
    expect(await scene.attempts()).toMatchObject([facts]);
    expect(await scene.store.db.selectFrom("channel_state").selectAll().execute()).toEqual([]);
  });

  test("that the receiver refuses for ever disables its channel; the next one is not tried", async () => {
    const { service, message, now } = await pending();
    scene.sink.failWith(410);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "failed", stage: "closed", status: 410 });
    const off = await scene.store.db.selectFrom("channel_state").selectAll().execute();
    expect(off).toMatchObject([{ receiver: "desk", channel: "webhook-0", disabled_at: expect.any(Date) }]);
    scene.sink.failWith(null);
    await sql`update delivery set stage = 'deliver', state = 'pending', due_at = now()`.execute(scene.store.db);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "failed", reason: expect.stringContaining("the channel is disabled") });
    expect(scene.sink.messages).toEqual([]);
  });

  test("whose channel left the configuration ends with that reason", async () => {
    const { service, message, now } = await pending();
    await sql`update delivery set receiver = 'nobody'`.execute(scene.store.db);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("nobody has no channel webhook-0"),
    });
  });
});
