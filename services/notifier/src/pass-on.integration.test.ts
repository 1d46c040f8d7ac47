import type { RunnerDeps } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { hook, useAlertScene } from "./alert-scene.ts";
import { sinkUrl } from "./notifier-scene.ts";

const scene = useAlertScene();

/** A receiver with one channel, and one that takes its place. */
const files = (rest: object = {}) => ({
  receivers: [
    { name: "desk", webhook: [hook(scene.sink, "/desk")], fallback: "ops", ...rest },
    { name: "ops", webhook: [hook(scene.sink, "/ops")] },
  ],
});

/** A delivery to the desk that was tried nine times. */
async function almostGivenUp(rest: object = {}) {
  const desk = await scene.deskWith(files(rest));
  scene.sink.failWith(500);
  await desk.runAll((await scene.matched(await addStory(scene.store.db))).row).catch(() => undefined);
  await sql`update delivery set sends = 9, due_at = now(), created_at = now() - interval '7 hours'`.execute(
    scene.store.db,
  );
  const [delivery] = await scene.deliveries();
  if (delivery === undefined) throw new Error("there is no delivery");
  return { desk, message: { deliveryId: delivery.id } };
}

describe("what could not be delivered", () => {
  test("goes to the fallback with a word why, once, also when a process dies over it", async () => {
    const { desk, message } = await almostGivenUp();
    const dies: Partial<RunnerDeps> = {
      fault: (point) => {
        if (point === "committing") throw new Error("Connection terminated unexpectedly");
      },
    };
    expect((await desk.run("deliver", message, dies)).report).toBe("returned");
    await sql`update delivery set due_at = now(), sends = 9`.execute(scene.store.db);
    const { bells } = await desk.run("deliver", message);
    expect((await desk.run("deliver", message)).report).toBe("skipped");
    scene.sink.failWith(null);
    for (const bell of [...bells, ...bells]) await desk.run(bell.stage, bell.message);
    expect(scene.sink.messages.map(({ path, body }) => [path, body.type])).toEqual([["/ops", "alert.opened"]]);
    expect(scene.sink.messages[0]?.body.data).toMatchObject({
      note: expect.stringMatching(/^Sent to you because webhook-0 of desk failed: given up after 10 attempts/u),
    });
    expect((await scene.deliveries()).map(({ receiver, state }) => `${receiver} ${state}`).toSorted()).toEqual([
      "desk failed",
      "ops sent",
    ]);
  });

  test("stays where it is without a fallback, with its attempts and its message", async () => {
    const { desk, message } = await almostGivenUp({ fallback: undefined });
    const { bells } = await desk.run("deliver", message);
    expect(bells).toEqual([]);
    expect(await scene.deliveries()).toMatchObject([{ state: "failed", message: { event: "alert.opened" } }]);
    expect((await scene.attempts()).at(-1)).toMatchObject({ result: "dead", status: 500 });
  });

  test("to a room leaves late, in one digest to that room alone", async () => {
    const room = { slack: [{ url: sinkUrl }], webhook: [hook(scene.sink, "/desk")], fallback: undefined };
    const desk = await scene.deskWith(files(room));
    for (let index = 0; index < 2; index++) {
      await desk.run("notify", {
        articleId: (await scene.matched(await addStory(scene.store.db))).row.article_id,
        revision: 1,
      });
      await desk.run("flush", { groupId: String(index + 1) });
    }
    scene.sink.failWith(500);
    await sql`update delivery set sends = 6, created_at = now() - interval '7 hours'`.execute(scene.store.db);
    const toRoom = (await scene.deliveries()).filter(({ channel }) => channel.startsWith("slack"));
    expect(toRoom).toHaveLength(2);
    for (const { id } of toRoom) {
      await desk.run("deliver", { deliveryId: id });
      expect((await desk.run("deliver", { deliveryId: id })).report).toBe("skipped");
    }
    const [late, ...others] = await scene.digests();
    expect(others).toEqual([]);
    expect(late).toMatchObject({ kind: "late", channel: toRoom[0]?.channel, receiver: "desk" });
    await sql`update digest set for_at = now(), due_at = now()`.execute(scene.store.db);
    await desk.run("digest", { digestId: late?.id ?? "" });
    const digest = (await scene.deliveries()).filter(({ event }) => event === "alert.digest");
    expect(digest).toMatchObject([
      { channel: toRoom[0]?.channel, message: { why: "late", title: "2 alerts on 2 stories" } },
    ]);
    // They were told by the other channel, and stay so.
    expect(await scene.ends()).toEqual(["sent", "sent"]);
  });
});

describe("a webhook that only fails", () => {
  const state = () => scene.store.db.selectFrom("channel_state").selectAll().orderBy("receiver").execute();

  test("is noted since when, and no more once it works", async () => {
    const { desk, message } = await almostGivenUp();
    expect(await state()).toMatchObject([{ receiver: "desk", failing_since: expect.any(Date), disabled_at: null }]);
    const [before] = await state();
    await sql`update delivery set sends = 1`.execute(scene.store.db);
    await desk.run("deliver", message);
    expect((await state())[0]?.failing_since).toEqual(before?.failing_since);
    scene.sink.failWith(null);
    await scene.makeDue("delivery");
    await desk.run("deliver", message);
    expect(await state()).toMatchObject([{ receiver: "desk", failing_since: null, disabled_at: null }]);
  });

  test("is disabled after five days, and its fallback is told once", async () => {
    const { desk, message } = await almostGivenUp();
    await sql`update channel_state set failing_since = now() - interval '121 hours'`.execute(scene.store.db);
    await sql`update delivery set sends = 1`.execute(scene.store.db);
    const { bells } = await desk.run("deliver", message);
    scene.sink.failWith(null);
    for (const bell of [...bells, ...bells]) await desk.run(bell.stage, bell.message);
    expect(await state()).toMatchObject([{ disabled_at: expect.any(Date), failing_since: null }]);
    expect(scene.sink.messages.map(({ path, body }) => `${path} ${body.type}`).toSorted()).toEqual([
      "/ops alert.opened",
      "/ops channel.disabled",
    ]);
    const told = scene.sink.messages.find(({ body }) => body.type === "channel.disabled");
    expect(told?.body.data).toMatchObject({
      title: "webhook-0 of desk is disabled",
      lines: expect.arrayContaining([expect.stringContaining("nothing but failures for 5 days")]),
    });
  });

  test("that is gone is disabled at once; without a fallback the receiver of all routes is told", async () => {
    const desk = await scene.deskWith({
      receivers: [
        { name: "desk", webhook: [hook(scene.sink, "/desk")] },
        { name: "side", webhook: [hook(scene.sink, "/side")] },
      ],
      route: {
        receiver: "desk",
        group_wait: "0s",
        routes: [{ name: "side", receiver: "side", matchers: ["topic=harbour"] }],
      },
    });
    scene.sink.failWith(410);
    const answered = await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    expect(answered).toHaveLength(4);
    const rows = (await scene.deliveries()).map(({ receiver, event }) => `${receiver} ${event}`).toSorted();
    expect(rows).toEqual(["desk channel.disabled", "side alert.opened"]);
    // The other one is disabled by its own answer, and has nobody else to tell.
    expect((await state()).filter(({ disabled_at: at }) => at !== null)).toHaveLength(2);
  });
});
