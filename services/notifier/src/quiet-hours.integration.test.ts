import { addSilence, sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { clockIn, hook, messageOf, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

/** A desk with quiet hours now, or in some hours. */
function files(action: "hold" | "digest" | "drop", isNight = true, rest: object = {}) {
  const [start, end] = isNight ? [clockIn(-60), clockIn(60)] : [clockIn(180), clockIn(240)];
  return {
    time_intervals: [{ name: "night", time_zone: "UTC", times: [{ start, end }] }],
    receivers: [{ name: "desk", webhook: [hook(scene.sink, "/one")] }],
    route: {
      receiver: "desk",
      group_wait: "0s",
      // oxlint-disable-next-line unicorn/no-thenable -- the key is called so in alerts.yaml
      quiet_hours: { during: "night", then: action, except: ['severity="critical"'] },
      ...rest,
    },
  };
}

/** Lets the night be over for what is held. */
const endNight = () =>
  sql`update digest set for_at = now(), due_at = now() where stage = 'digest'`.execute(scene.store.db);

describe("in quiet hours", () => {
  test("alerts are held, and leave as one batch when they end; each message comes twice", async () => {
    const night = await scene.deskWith(files("hold"));
    for (let index = 0; index < 3; index++)
      await night.runAll((await scene.matched(await addStory(scene.store.db))).row);
    expect(scene.sink.messages).toEqual([]);
    expect(await scene.ends()).toEqual(["null", "null", "null"]);
    const [held, ...others] = await scene.digests();
    expect(others).toEqual([]);
    expect(held).toMatchObject({ receiver: "desk", kind: "held", stage: "digest" });
    expect((held?.for_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(58 * 60_000);

    await endNight();
    const day = await scene.deskWith(files("hold", false));
    const { bells } = await day.run("digest", { digestId: held?.id ?? "" });
    for (const bell of [...bells, ...bells]) await day.run(bell.stage, bell.message);
    expect((await day.run("digest", { digestId: held?.id ?? "" })).report).toBe("skipped");
    expect(scene.sink.messages.map(({ body }) => body)).toMatchObject([
      { type: "alert.digest", data: { reason: "held", title: "3 alerts on 3 stories" } },
    ]);
    expect(await scene.ends()).toEqual(["digested", "digested", "digested"]);
    expect(await scene.digests()).toMatchObject([{ stage: "closed", outcome: "sent", left_at: expect.any(Date) }]);
  });

  test("what is excepted is sent at once", async () => {
    const night = await scene.deskWith(files("hold"));
    const { row } = await scene.matched(await addStory(scene.store.db), {}, undefined, { severity: "critical" });
    await night.runAll(row);
    expect(scene.sink.messages).toHaveLength(1);
    expect(await scene.ends()).toEqual(["sent"]);
  });

  test("alerts are dropped where the route says so, and say why", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db));
    await (await scene.deskWith(files("drop"))).runAll(row);
    expect(await scene.matchNow(match)).toMatchObject({
      outcome: "suppressed",
      reason: "quiet_hours",
      detail: expect.stringContaining("quiet hours night, until 20"),
    });
    expect(await scene.digests()).toEqual([]);
  });

  test("copies of what is held join it, and what is new is held with it", async () => {
    const story = await addStory(scene.store.db);
    const night = await scene.deskWith(files("hold"));
    const first = await scene.matched(story);
    await night.runAll(first.row);
    const copy = { source_id: "copier", verdict: "duplicate", of_article_id: first.row.article_id };
    await night.runAll((await scene.matched(story, copy)).row);
    await night.runAll((await scene.matched(story, {}, "Another pilot spoke.")).row);
    expect(await scene.ends()).toEqual(["null", "joined", "null"]);
    await endNight();
    const day = await scene.deskWith(files("hold", false));
    const { bells } = await day.run("digest", { digestId: "1" });
    for (const bell of bells) await day.run(bell.stage, bell.message);
    expect(scene.sink.messages.map(({ body }) => body.data)).toMatchObject([
      { title: "2 alerts on 1 story", sections: [{ entries: [{ articles: 2, alert_id: "al_1" }] }] },
    ]);
    const group = await scene.store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();
    expect(group.flushed_at).not.toBeNull();
  });

  test("a silence that came in the night counts when the batch leaves, and a batch of nothing is no message", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db));
    await (await scene.deskWith(files("hold"))).runAll(row);
    const [startsAt, endsAt] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
    await addSilence(scene.store.db, { matchers: ["topic=harbour"], startsAt, endsAt, author: "ada", comment: "" });
    await endNight();
    const { bells } = await (await scene.deskWith(files("hold", false))).run("digest", { digestId: "1" });
    expect(bells).toEqual([]);
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "silenced" });
    expect(await scene.digests()).toMatchObject([{ outcome: "empty", stage: "closed" }]);
  });

  test("what is still in quiet hours when its batch is due waits on", async () => {
    const { row } = await scene.matched(await addStory(scene.store.db));
    const night = await scene.deskWith(files("hold"));
    await night.runAll(row);
    await endNight();
    await night.run("digest", { digestId: "1" });
    expect(await scene.digests()).toMatchObject([
      { outcome: "empty", stage: "closed" },
      { kind: "held", outcome: null, stage: "digest" },
    ]);
    const items = await scene.store.db.selectFrom("digest_item").select("digest_id").execute();
    expect(items).toEqual([{ digest_id: "2" }]);
    expect(await scene.ends()).toEqual(["null"]);
  });

  test.each([
    ["receiver", { receivers: [{ name: "other", webhook: [] }], route: { receiver: "other" } }, "suppressed no_route"],
    ["route", { route: { name: "renamed", receiver: "desk" } }, "digested"],
    ["interval", { time_intervals: [], route: { receiver: "desk" } }, "digested"],
  ])("nothing is lost when the %s leaves the configuration meanwhile", async (_what, given, expected) => {
    const { row } = await scene.matched(await addStory(scene.store.db));
    await (await scene.deskWith(files("hold"))).runAll(row);
    await endNight();
    const receivers = [{ name: "other", webhook: [hook(scene.sink, "/one")] }];
    const changed = "receivers" in given ? { ...given, receivers } : { receivers: files("hold").receivers, ...given };
    const { bells } = await (await scene.deskWith(changed)).run("digest", { digestId: "1" });
    expect(bells).toHaveLength(expected === "digested" ? 1 : 0);
    expect(await scene.ends()).toEqual([expected]);
  });

  test("a batch that died before its commit leaves once", async () => {
    const { row } = await scene.matched(await addStory(scene.store.db));
    await (await scene.deskWith(files("hold"))).runAll(row);
    await endNight();
    const day = await scene.deskWith(files("hold", false));
    const crash = new Error("Connection terminated unexpectedly");
    for (const point of ["gathered", "committing"] as const) {
      const fault = (at: string): void => {
        if (at === point) throw crash;
      };
      expect((await day.run("digest", { digestId: "1" }, { fault })).report).toBe("returned");
      await sql`update digest set due_at = now()`.execute(scene.store.db);
    }
    const { bells } = await day.run("digest", { digestId: "1" });
    for (const bell of bells) await day.run(bell.stage, bell.message);
    expect(scene.sink.messages).toHaveLength(1);
  });
});

describe("matches that are silenced or inhibited", () => {
  test("end with that reason when they arrive, and count for the silence", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db));
    const [startsAt, endsAt] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
    await addSilence(scene.store.db, { matchers: ['source="site"'], startsAt, endsAt, author: "ada", comment: "" });
    await (await scene.desk()).runAll(row);
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "silenced" });
  });

  test("end so when the silence comes while they wait in their group", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db));
    const desk = await scene.desk("at-least-once", "30s");
    await desk.run("notify", messageOf(row));
    const [startsAt, endsAt] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
    await addSilence(scene.store.db, { matchers: ['source="site"'], startsAt, endsAt, author: "ada", comment: "" });
    await sql`update alert_group set opened_at = now() - interval '1 minute', due_at = now()`.execute(scene.store.db);
    await desk.run("flush", { groupId: "1" });
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "silenced" });
    expect(await scene.deliveries()).toEqual([]);
  });

  const rules = (back: boolean) => [rule("confirmed", "harbour"), ...(back ? [rule("harbour", "confirmed")] : [])];
  const rule = (source: string, target: string) => ({
    name: `${source}-beats-${target}`,
    source_matchers: [`topic=${source}`],
    target_matchers: [`topic=${target}`],
    equal: ["story"],
    for: "24h",
  });
  const topics = ["harbour", "confirmed"].map((id) => ({ id, name: id, any: [id] }));

  test("of two topics in one story the one that a rule prefers is told", async () => {
    const story = await addStory(scene.store.db);
    const desk = await scene.deskWith({ inhibit_rules: rules(false) }, topics);
    await desk.runAll((await scene.matched(story, {}, undefined, { topic_id: "confirmed" })).row);
    const rumour = await scene.matched(story);
    await desk.runAll(rumour.row);
    const elsewhere = await scene.matched(await addStory(scene.store.db));
    await desk.runAll(elsewhere.row);
    expect(await scene.ends()).toEqual(["sent", "suppressed inhibited", "sent"]);
    expect(await scene.matchNow(rumour.match)).toMatchObject({
      detail: "match 1 takes its place by the rule confirmed-beats-harbour",
    });
  });

  test("one of two is told when each would take the other's place, also by two processes at once", async () => {
    const desk = await scene.deskWith({ inhibit_rules: rules(true) }, topics);
    for (let round = 0; round < 5; round++) {
      const story = await addStory(scene.store.db);
      const two = [await scene.matched(story), await scene.matched(story, {}, undefined, { topic_id: "confirmed" })];
      await Promise.all(two.map(({ row }) => desk.run("notify", messageOf(row))));
      await sql`update article_revision set due_at = now() where stage = 'notify'`.execute(scene.store.db);
      for (const { row } of two) await desk.run("notify", messageOf(row));
      const ends = (await scene.ends()).slice(-2);
      expect(ends.toSorted()).toEqual(["null", "suppressed inhibited"]);
    }
  });
});
