import { sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { addStory } from "../../../test/support/rows.ts";
import { clockIn, hook, messageOf, useAlertScene } from "./alert-scene.ts";
import { keepSchedules } from "./schedules.ts";

const scene = useAlertScene();
const hour = 3_600_000;

/** The hour of a digest, so many minutes from now. */
const schedule = (minutes: number): object => ({ at: clockIn(minutes), time_zone: "UTC" });

function digestDesk(minutes: number, rest: object = {}) {
  const digest = { schedule: schedule(minutes), via: { webhook: [hook(scene.sink, "/one")] }, ...rest };
  return { receivers: [{ name: "desk", digest }] };
}

/** Lets the hour of a scheduled row be the one a day before. */
const makeDue = () =>
  sql`update digest set for_at = for_at - interval '1 day', due_at = now() where stage = 'digest'`.execute(
    scene.store.db,
  );

const loaded = (alerts: object) =>
  configFrom({
    sources: {
      network: { allow_private: [scene.sink.host] },
      sources: [{ id: "site", name: "The Site", url: "https://site.example/rss" }],
    },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: { route: { receiver: "desk" }, ...alerts },
  });

describe("a receiver of digests", () => {
  test("gets low and normal alerts in its next one, high ones at once, and the digest after it is there", async () => {
    const desk = await scene.deskWith(digestDesk(-1));
    for (const severity of ["low", "normal", "high"] as const) {
      await desk.runAll((await scene.matched(await addStory(scene.store.db), {}, undefined, { severity })).row);
    }
    expect(await scene.ends()).toEqual(["null", "null", "sent"]);
    expect(await scene.digests()).toMatchObject([{ kind: "scheduled", stage: "digest" }]);
    await makeDue();
    const { bells } = await desk.run("digest", { digestId: "1" });
    for (const bell of [...bells, ...bells]) await desk.run(bell.stage, bell.message);
    expect((await desk.run("digest", { digestId: "1" })).report).toBe("skipped");
    expect(scene.sink.messages.map(({ body }) => body.type)).toEqual(["alert.opened", "alert.digest"]);
    expect(await scene.ends()).toEqual(["digested", "digested", "sent"]);
    const [first, next] = await scene.digests();
    expect(first).toMatchObject({ outcome: "sent", stage: "closed" });
    expect((next?.for_at.getTime() ?? 0) - (first?.for_at.getTime() ?? 0)).toBe(24 * hour);
  });

  test("gets no empty one, unless it wants it", async () => {
    for (const sendEmpty of [false, true]) {
      const alerts = digestDesk(-1, { send_empty: sendEmpty });
      const desk = await scene.deskWith(alerts);
      await keepSchedules(scene.store.db, await loaded(alerts));
      await makeDue();
      const open = (await scene.digests()).find(({ stage }) => stage === "digest");
      const { bells } = await desk.run("digest", { digestId: open?.id ?? "" });
      expect(bells).toHaveLength(sendEmpty ? 1 : 0);
      await sql`truncate digest_item, delivery, digest restart identity cascade`.execute(scene.store.db);
    }
  });

  test("gets what came just after its hour in the next one: one message a day", async () => {
    const desk = await scene.deskWith(digestDesk(-1));
    await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    await sql`update digest set stage = 'closed'`.execute(scene.store.db);
    await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    const [first, second] = await scene.digests();
    expect((second?.for_at.getTime() ?? 0) - (first?.for_at.getTime() ?? 0)).toBe(24 * hour);
  });

  test.each([
    ["earlier", 30],
    ["later", 300],
  ])("whose digest comes %s by a new configuration takes along what waits", async (_when, minutes) => {
    await (await scene.deskWith(digestDesk(120))).runAll((await scene.matched(await addStory(scene.store.db))).row);
    const changed = digestDesk(minutes);
    await keepSchedules(scene.store.db, await loaded(changed));
    const { report } = await (await scene.deskWith(changed)).run("digest", { digestId: "1" });
    expect(report).toBe("finished");
    const [before, after] = await scene.digests();
    expect(before).toMatchObject({ outcome: "moved", stage: "closed" });
    expect((after?.for_at.getTime() ?? 0) - Date.now()).toBeLessThan((minutes + 1) * 60_000);
    const items = await scene.store.db.selectFrom("digest_item").select("digest_id").execute();
    expect(items).toEqual([{ digest_id: after?.id }]);
  });

  test("that wants none any more gets at once what waited", async () => {
    await (await scene.deskWith(digestDesk(120))).runAll((await scene.matched(await addStory(scene.store.db))).row);
    const plain = { receivers: [{ name: "desk", webhook: [hook(scene.sink, "/one")] }] };
    await keepSchedules(scene.store.db, await loaded(plain));
    const { bells } = await (await scene.deskWith(plain)).run("digest", { digestId: "1" });
    expect(bells).toHaveLength(1);
    expect(await scene.ends()).toEqual(["digested"]);
  });

  test("that leaves the configuration ends its rows with the reason, before their hour", async () => {
    await (await scene.deskWith(digestDesk(120))).runAll((await scene.matched(await addStory(scene.store.db))).row);
    const other = { receivers: [{ name: "other", webhook: [hook(scene.sink, "/one")] }], route: { receiver: "other" } };
    await keepSchedules(scene.store.db, await loaded(other));
    await (await scene.deskWith(other)).run("digest", { digestId: "1" });
    expect(await scene.digests()).toMatchObject([
      { outcome: "gone", reason: "receiver desk is no longer in the configuration", stage: "closed" },
    ]);
    expect(await scene.ends()).toEqual(["suppressed no_route"]);
  });
});

describe("a receiver with a limit", () => {
  const limited = { receivers: [{ name: "desk", rate_limit: { max: 2, per: "1h" }, webhook: [] as object[] }] };
  const alerts = () => ({
    receivers: limited.receivers.map((receiver) => ({ ...receiver, webhook: [hook(scene.sink, "/one")] })),
  });

  test("gets what is beyond it as one digest when the limit is free again, and nothing is silent", async () => {
    const desk = await scene.deskWith(alerts());
    for (let index = 0; index < 5; index++) {
      await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    }
    expect(scene.sink.messages).toHaveLength(2);
    const [overflow, ...others] = await scene.digests();
    expect(others).toEqual([]);
    expect(overflow).toMatchObject({ kind: "overflow", stage: "digest" });
    expect((overflow?.for_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(0.9 * hour);

    await sql`update delivery set created_at = created_at - interval '2 hours'`.execute(scene.store.db);
    await sql`update digest set for_at = now(), due_at = now()`.execute(scene.store.db);
    const { bells } = await desk.run("digest", { digestId: "1" });
    for (const bell of bells) await desk.run(bell.stage, bell.message);
    expect(scene.sink.messages.slice(2).map(({ body }) => body.data)).toMatchObject([
      { title: "3 alerts on 3 stories" },
    ]);
    expect(await scene.ends()).toEqual(["sent", "sent", "digested", "digested", "digested"]);
  });

  test("is not sent more by groups that speak at the same time", async () => {
    const desk = await scene.deskWith({ ...alerts(), route: { receiver: "desk", group_wait: "30s" } });
    for (let index = 0; index < 6; index++) {
      await desk.run("notify", messageOf((await scene.matched(await addStory(scene.store.db))).row));
    }
    await sql`update alert_group set opened_at = now() - interval '1 minute'`.execute(scene.store.db);
    for (let round = 0; round < 4; round++) {
      await sql`update alert_group set due_at = now() where stage = 'flush' and claim is null`.execute(scene.store.db);
      await Promise.all(["1", "2", "3", "4", "5", "6"].map((groupId) => desk.run("flush", { groupId })));
    }
    expect(await scene.deliveries()).toHaveLength(2);
    expect(await scene.store.db.selectFrom("digest_item").selectAll().execute()).toHaveLength(4);
  });
});

describe("a heartbeat", () => {
  const alive = (minutes: number) => ({
    receivers: [{ name: "desk", webhook: [hook(scene.sink, "/one")], heartbeat: schedule(minutes) }],
  });

  test("says once a day that Wirewatch runs, and what it did", async () => {
    const alerts = alive(-1);
    const desk = await scene.deskWith(alerts);
    await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    for (let index = 0; index < 2; index++) await keepSchedules(scene.store.db, await loaded(alerts));
    await makeDue();
    const { bells } = await desk.run("digest", { digestId: "1" });
    for (const bell of [...bells, ...bells]) await desk.run(bell.stage, bell.message);
    expect(scene.sink.messages[1]?.body).toMatchObject({
      type: "system.heartbeat",
      data: { lines: expect.arrayContaining(["1 match: 1 told, 0 suppressed", "1 message delivered, 0 failed"]) },
    });
    expect(scene.sink.messages).toHaveLength(2);
    expect(await scene.digests()).toMatchObject([
      { kind: "heartbeat", outcome: "sent" },
      { kind: "heartbeat", outcome: null, stage: "digest" },
    ]);
  });

  test("ends when nobody wants it any more", async () => {
    await keepSchedules(scene.store.db, await loaded(alive(60)));
    const plain = { receivers: [{ name: "desk", webhook: [hook(scene.sink, "/one")] }] };
    await keepSchedules(scene.store.db, await loaded(plain));
    await (await scene.deskWith(plain)).run("digest", { digestId: "1" });
    expect(await scene.digests()).toMatchObject([{ outcome: "gone", stage: "closed" }]);
  });
});

describe("alerts on their way into a digest", () => {
  const limited = () => ({
    receivers: [{ name: "desk", rate_limit: { max: 1, per: "1h" }, webhook: [hook(scene.sink, "/one")] }],
  });

  test("are in it once when their process dies before the commit", async () => {
    const desk = await scene.deskWith(digestDesk(120));
    await desk.run("notify", messageOf((await scene.matched(await addStory(scene.store.db))).row));
    for (const point of ["gathered", "committing"]) {
      const fault = (at: string): void => {
        if (at === point) throw new Error("Connection terminated unexpectedly");
      };
      expect((await desk.run("flush", { groupId: "1" }, { fault })).report).toBe("returned");
      await scene.makeDue("alert_group");
    }
    await desk.run("flush", { groupId: "1" });
    expect((await desk.run("flush", { groupId: "1" })).report).toBe("skipped");
    expect(await scene.store.db.selectFrom("digest_item").selectAll().execute()).toHaveLength(1);
    expect(await scene.digests()).toHaveLength(1);
  });

  test("are each told once while digests leave beside them", async () => {
    const desk = await scene.deskWith({ ...limited(), route: { receiver: "desk", group_wait: "0s" } });
    const count = 12;
    for (let index = 0; index < count; index++) {
      await desk.run("notify", messageOf((await scene.matched(await addStory(scene.store.db))).row));
    }
    for (let round = 0; round < 40 && (await scene.ends()).includes("null"); round++) {
      // Time goes by: now and then the limit is free again, and digests are due.
      if (round % 3 === 2) {
        await sql`update delivery set created_at = created_at - interval '1 hour'`.execute(scene.store.db);
      }
      await sql`update digest set for_at = now() - make_interval(secs => id::int), due_at = now()
        where stage = 'digest' and claim is null`.execute(scene.store.db);
      await sql`update alert_group set due_at = now() where stage = 'flush' and claim is null`.execute(scene.store.db);
      const open = (await scene.digests()).filter(({ stage }) => stage === "digest").map(({ id }) => id);
      await Promise.all([
        ...Array.from({ length: count }, (_, index) => desk.run("flush", { groupId: String(index + 1) })),
        ...open.map((digestId) => desk.run("digest", { digestId })),
      ]);
    }
    const told = (await scene.deliveries()).flatMap(({ message }) =>
      "sections" in message
        ? message.sections.flatMap(({ entries }) => entries.map(({ alertId }) => alertId))
        : "alertId" in message
          ? [message.alertId]
          : [],
    );
    expect(told.toSorted()).toEqual(Array.from({ length: count }, (_, index) => `al_${index + 1}`).toSorted());
    expect(new Set(await scene.ends())).toEqual(new Set(["sent", "digested"]));
  });
});
