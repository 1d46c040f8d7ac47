import { newWork } from "@wirewatch/pipeline";
import type { RunnerDeps } from "@wirewatch/pipeline";
import { listDeliveries, sql } from "@wirewatch/store";
import type { Delivery, Notice } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addFeed } from "../../../test/support/rows.ts";
import { sinkSecret, useNotifierScene } from "./notifier-scene.ts";

const scene = useNotifierScene();

const sourceCount = 40;

interface Wishes {
  readonly groupWait?: string;
  readonly routes?: readonly object[];
  readonly events?: readonly string[];
}

/** The notifier's stages, for forty sources, a desk and an operator. */
async function notifier({ groupWait = "30s", routes = [], events }: Wishes = {}) {
  const run = await scene.notifier({
    sources: {
      network: { allow_private: [scene.sink.host] },
      sources: Array.from({ length: sourceCount }, (_, index) => ({
        id: `site-${index}`,
        name: `Site ${index}`,
        url: `https://site-${index}.example/rss`,
        tags: index === 0 ? ["tier-1"] : [],
      })),
    },
    alerts: {
      route: { receiver: "desk", group_wait: groupWait, routes },
      receivers: ["desk", "ops"].map((name) => ({
        name,
        webhook: [
          { url: `${scene.sink.url}/${name}`, secret: sinkSecret, ...(events === undefined ? {} : { events }) },
        ],
      })),
    },
  });
  return {
    announce: async (id: string, given: Partial<RunnerDeps> = {}) => {
      const announced = await run("announce", { noticeId: id }, given);
      expect(announced.logged.filter((line) => line.level !== "info")).toEqual([]);
      return announced;
    },
    /** Hands over all that was written. */
    deliverAll: async () => {
      for (const { id } of await deliveries()) await run("deliver", { deliveryId: id });
    },
  };
}

async function addNotice(given: Partial<Notice> = {}): Promise<string> {
  const { id } = await scene.store.db
    .insertInto("notice")
    .values({ source_id: "site-0", kind: "failing", text: "The server answers 500.", ...newWork("announce"), ...given })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

const deliveries = (): Promise<Delivery[]> =>
  scene.store.db.selectFrom("delivery").selectAll().orderBy("created_at").orderBy("receiver").execute();
const noticeNow = (id: string): Promise<Notice> =>
  scene.store.db.selectFrom("notice").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** As if so much time had passed since. */
async function later(seconds: number): Promise<void> {
  const by = sql`make_interval(secs => ${seconds})`;
  await sql`update notice set at = at - ${by}, due_at = due_at - ${by}`.execute(scene.store.db);
  await sql`update delivery set created_at = created_at - ${by}`.execute(scene.store.db);
}

describe("a notice", () => {
  test("waits for others, then is one signed message that says what happened to which source", async () => {
    const { announce, deliverAll } = await notifier();
    const id = await addNotice();
    await announce(id);
    expect(await deliveries()).toEqual([]);
    await later(31);
    const { bells } = await announce(id);
    expect(bells).toMatchObject([{ stage: "deliver" }]);
    await deliverAll();
    expect(scene.sink.rejected).toEqual([]);
    expect(scene.sink.messages).toHaveLength(1);
    expect(scene.sink.messages[0]?.body).toMatchObject({
      type: "source.problem",
      data: { source: "site-0", kind: "failing", text: "The server answers 500.", title: "Site 0 fails", links: {} },
    });
    expect(await noticeNow(id)).toMatchObject({ stage: "closed", outcome: "sent", reason: "told to desk" });
    expect(await listDeliveries(scene.store.db, { states: [], limit: 5 })).toMatchObject([
      { event: "source.problem", topic: "source health", title: "Site 0 fails", state: "sent", attempts: 1 },
    ]);
  });

  test("goes by the routes, with the labels of its source", async () => {
    const routes = [
      {
        name: "health",
        matchers: ['topic="wirewatch.source"', "severity=normal", "source_tag=tier-1"],
        receiver: "ops",
      },
    ];
    const { announce } = await notifier({ groupWait: "0s", routes });
    await announce(await addNotice());
    await announce(await addNotice({ source_id: "site-1" }));
    await announce(await addNotice({ source_id: "site-0", kind: "silent", text: "Nothing for two days." }));
    expect((await deliveries()).map(({ receiver }) => receiver)).toEqual(["ops", "desk"]);
    await later(11);
    const waiting = await scene.store.db.selectFrom("notice").select("id").where("stage", "=", "announce").execute();
    expect(waiting).toHaveLength(1);
  });

  test("goes once to a receiver that two routes lead to, and to each receiver there is", async () => {
    const routes = [
      { name: "one", matchers: ["severity=normal"], receiver: "ops", continue: true },
      { name: "two", matchers: ["severity=normal"], receiver: "ops", continue: true },
      { name: "three", matchers: ["severity=normal"], receiver: "desk" },
    ];
    const { announce } = await notifier({ groupWait: "0s", routes });
    await announce(await addNotice());
    expect((await deliveries()).map(({ receiver }) => receiver)).toEqual(["desk", "ops"]);
  });

  test("that no receiver asks for is kept with the reason", async () => {
    const { announce } = await notifier({ groupWait: "0s", events: ["alert.opened"] });
    const id = await addNotice();
    await announce(id);
    expect(await deliveries()).toEqual([]);
    expect(await noticeNow(id)).toMatchObject({
      stage: "closed",
      outcome: "suppressed",
      reason: "below_route: no channel of desk asks for source.problem",
    });
  });

  test("is told again when the source works, and not when nobody had heard of it", async () => {
    const { announce } = await notifier({ groupWait: "0s" });
    const { id: feed_id } = await addFeed(scene.store.db, { source_id: "site-0" });
    await scene.store.db.updateTable("feed").set({ failures: 3 }).execute();
    await announce(await addNotice({ feed_id }));
    const recovered = { feed_id, kind: "recovered", text: "It answers again." };
    const told = await addNotice(recovered);
    await announce(told);
    const again = await addNotice(recovered);
    await later(15);
    await announce(again);
    expect((await deliveries()).map(({ event }) => event)).toEqual([
      "source.problem",
      "source.recovered",
      "source.recovered",
    ]);

    const { id: other } = await addFeed(scene.store.db, { source_id: "site-1" });
    const unheard = await addNotice({ source_id: "site-1", feed_id: other });
    await announce(unheard);
    expect(await noticeNow(unheard)).toMatchObject({
      outcome: "suppressed",
      reason: "it was over before anybody was told",
    });
    const back = await addNotice({ source_id: "site-1", ...recovered, feed_id: other });
    await announce(back);
    expect(await noticeNow(back)).toMatchObject({
      outcome: "suppressed",
      reason: "nobody was told that it had failed",
    });
  });
});

describe("a storm of notices", () => {
  test("is one message, whoever comes first and however often each is rung for", async () => {
    const { announce, deliverAll } = await notifier();
    const ids: string[] = [];
    for (let index = 0; index < 37; index += 1) ids.push(await addNotice({ source_id: `site-${index}` }));
    await later(31);
    for (const four of [ids.slice(0, 4), ids.slice(20, 24)]) await Promise.all(four.map((id) => announce(id)));
    for (const id of [...ids, ...ids]) await announce(id);
    // Those that came at the same moment as the teller try once more.
    await later(1);
    for (const id of ids) await announce(id);
    expect(await deliveries()).toHaveLength(1);
    await deliverAll();
    expect(scene.sink.messages[0]?.body).toMatchObject({
      type: "source.problem",
      data: { source: null, kind: "failing", count: 37, text: "37 sources fail: Site 0, Site 1, Site 2 and 34 more" },
    });
    const ends = await scene.store.db.selectFrom("notice").select(["stage", "outcome", "reason"]).distinct().execute();
    expect(ends).toEqual([{ stage: "closed", outcome: "sent", reason: "told to desk, together with 36 more" }]);
  });

  test("of problems does not hold up recoveries, nor the other way round", async () => {
    const { announce } = await notifier();
    const problem = await addNotice();
    const recovery = await addNotice({ source_id: "site-1", kind: "recovered", text: "It answers again." });
    await later(31);
    await announce(problem);
    await announce(recovery);
    expect((await deliveries()).map(({ event, message }) => [event, message])).toMatchObject([
      ["source.problem", { notices: [{ sourceId: "site-0" }] }],
      ["source.recovered", { notices: [{ sourceId: "site-1" }] }],
    ]);
  });

  test("that goes on leaves ever longer pauses", async () => {
    const { announce } = await notifier();
    for (let index = 0; index < 4; index += 1) {
      const id = await addNotice({ source_id: `site-${index}` });
      await later(31);
      await announce(id);
    }
    // At 31, 62 and 124 s, not at 93: the second pause is twice the first.
    expect((await deliveries()).map(({ message }) => ("notices" in message ? message.notices.length : 0))).toEqual([
      1, 1, 2,
    ]);
  });
});

describe("a crash", () => {
  test.each(["gathered", "committing", "committed"] as const)("when it has %s tells nobody twice", async (point) => {
    const { announce } = await notifier({ groupWait: "0s" });
    const id = await addNotice();
    const crash = new Error("killed");
    const killed = announce(id, {
      fault: (at) => {
        if (at === point) throw crash;
      },
    });
    await killed.catch(() => undefined);
    await sql`update notice set due_at = now(), claim = null where stage = 'announce'`.execute(scene.store.db);
    await announce(id);
    expect(await deliveries()).toHaveLength(1);
  });
});
