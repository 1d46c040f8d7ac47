import { runStage } from "@wirewatch/pipeline";
import type { AnyMessage, RunnerDeps, StageName } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient } from "@wirewatch/runtime";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, Delivery, StoredMatch } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addMatch, addRevision, addStory, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { startWebhookSink } from "../../../test/support/webhook-sink.ts";
import type { WebhookSink } from "../../../test/support/webhook-sink.ts";
import { notifierStages } from "./main.ts";

let store: TestStore;
let http: HttpClient;
let sink: WebhookSink;

beforeAll(async () => {
  store = await startTestStore();
  http = createHttpClient({ userAgent: "test" });
});
beforeEach(async () => {
  sink = await startWebhookSink();
});
afterEach(async () => {
  await sink.close();
  await sql`truncate channel_state, delivery_attempt, delivery, alert, alert_group, topic_match, trail, story,
    article_revision, article restart identity cascade`.execute(store.db);
});
afterAll(async () => {
  await http.close();
  await store.stop();
});

type Repeat = "at-least-once" | "at-most-once";

/** The notifier's stages, for a desk with two webhooks. */
async function notifier(repeat: Repeat = "at-least-once", groupWait = "0s") {
  const secret = "${env:SINK_SECRET}";
  const config = await configFrom({
    sources: {
      network: { allow_private: [sink.host] },
      sources: [
        { id: "site", name: "The Site", url: "https://site.example/rss" },
        { id: "copier", name: "The Copier", url: "https://copier.example/rss" },
      ],
    },
    topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }],
    alerts: {
      route: { receiver: "desk", group_wait: groupWait },
      receivers: [
        {
          name: "desk",
          webhook: [
            { url: `${sink.url}/one`, secret, repeat },
            { url: `${sink.url}/two`, secret, repeat },
          ],
        },
      ],
    },
  });
  const stages = notifierStages({
    db: store.db,
    config: readerOf(config),
    http,
    resolveSecrets: (text) => Promise.resolve(text.replace(secret, sink.secret)),
    now: () => new Date(),
    random: () => 0.5,
    terminal: { write: () => undefined, color: false, width: 80 },
  });
  return {
    async run(name: StageName, message: AnyMessage, given: Partial<RunnerDeps> = {}) {
      const stage = stages.find((candidate) => candidate.name === name);
      if (stage === undefined) throw new RangeError(name);
      const runner = testRunner(store.db, given);
      const report = await runStage(stage, message, runner.deps);
      return { report, ...runner };
    },
    /** Rings for a revision and for all that this makes due; the bells that were answered. */
    async runAll(row: ArticleRevision): Promise<AnyMessage[]> {
      const waiting: { stage: StageName; message: AnyMessage }[] = [{ stage: "notify", message: messageOf(row) }];
      const answered: AnyMessage[] = [];
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { bells, logged } = await this.run(next.stage, next.message);
        expect(logged.filter((line) => line.level !== "info")).toEqual([]);
        answered.push(next.message);
        waiting.push(...bells);
      }
      return answered;
    },
  };
}

const messageOf = (row: ArticleRevision): AnyMessage => ({ articleId: row.article_id, revision: row.revision });

/** An article with a match that waits to be told about. */
async function matched(
  storyId: string,
  given: Partial<ArticleRevision> = {},
  passage = "The harbourmaster spoke.",
): Promise<{ row: ArticleRevision; match: StoredMatch }> {
  const row = await addRevision(store.db, {
    stage: "notify",
    title: "Harbour news",
    verdict: "unique",
    story_id: storyId,
    ...given,
  });
  return { row, match: await addMatch(store.db, row, { passage }) };
}

const deliveries = (): Promise<Delivery[]> => store.db.selectFrom("delivery").selectAll().orderBy("channel").execute();
const attempts = () =>
  store.db.selectFrom("delivery_attempt").selectAll().orderBy("delivery_id").orderBy("attempt").execute();
const matchNow = (match: StoredMatch): Promise<StoredMatch> =>
  store.db.selectFrom("topic_match").selectAll().where("id", "=", match.id).executeTakeFirstOrThrow();

async function makeDue(table: "delivery" | "alert_group"): Promise<void> {
  await sql`update ${sql.table(table)} set due_at = now()`.execute(store.db);
}

describe("a match", () => {
  test("is told by a notifier that has told many, whose statements are prepared by then", async () => {
    const desk = await notifier();
    for (let index = 0; index < 14; index += 1) await desk.runAll((await matched(await addStory(store.db))).row);
    expect(await deliveries()).toHaveLength(28);
  });

  test("becomes one signed message per channel, each with an id of its own", async () => {
    const { row, match } = await matched(await addStory(store.db));
    await (await notifier()).runAll(row);
    expect(sink.messages.map((message) => message.path).toSorted()).toEqual(["/one", "/two"]);
    expect(sink.rejected).toEqual([]);
    expect(new Set(sink.messages.map((message) => message.id)).size).toBe(2);
    expect(sink.messages[0]?.body).toMatchObject({
      type: "alert.opened",
      data: { revision: 1, topic: { id: "harbour" }, article: { id: row.article_id, title: "Harbour news" } },
    });
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "done", outcome: "matched" });
    expect(await matchNow(match)).toMatchObject({ outcome: "sent", detail: "groupWait", reason: null });
    expect(await deliveries()).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({ state: "sent", stage: "closed", sends: 1, status: 204 }),
      ),
    );
    expect(await attempts()).toHaveLength(2);
  });

  test("changes nothing when any of its messages comes again", async () => {
    const { row } = await matched(await addStory(store.db));
    const service = await notifier();
    const answered = await service.runAll(row);
    const before = [await deliveries(), await attempts()];
    for (const message of answered) {
      const stage = "articleId" in message ? "notify" : "groupId" in message ? "flush" : "deliver";
      expect((await service.run(stage, message)).report).toBe("skipped");
    }
    expect([await deliveries(), await attempts()]).toEqual(before);
    expect(sink.messages).toHaveLength(2);
  });

  test("that is not to be told about ends with its reason, and nobody hears of it", async () => {
    const { row, match } = await matched(await addStory(store.db), { baseline: true });
    await (await notifier()).runAll(row);
    expect(await matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "baseline" });
    expect(await revisionNow(store.db, row)).toMatchObject({ stage: "done", outcome: "matched" });
    expect(await deliveries()).toEqual([]);
  });

  test("waits for its group, which is not due before", async () => {
    const { row } = await matched(await addStory(store.db));
    const service = await notifier("at-least-once", "30s");
    const { bells } = await service.run("notify", messageOf(row));
    expect(bells).toEqual([]);
    const group = await store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();
    expect((await service.run("flush", { groupId: group.id })).report).toBe("skipped");
    await makeDue("alert_group");
    await service.run("flush", { groupId: group.id });
    const now = await store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();
    expect(now.due_at.getTime() - Date.now()).toBeGreaterThan(20_000);
    expect(sink.messages).toEqual([]);
  });
});

describe("copies of a story", () => {
  test("join the group that was told: one message, and each copy knows why", async () => {
    const story = await addStory(store.db);
    const service = await notifier();
    const original = await matched(story);
    await service.runAll(original.row);
    const copies = [];
    for (let index = 0; index < 2; index++) {
      const copy = await matched(story, {
        source_id: "copier",
        verdict: "duplicate",
        of_article_id: original.row.article_id,
        why: "the same text",
      });
      await service.runAll(copy.row);
      copies.push(copy);
    }
    expect(sink.messages).toHaveLength(2);
    for (const { row, match } of copies) {
      expect(await matchNow(match)).toMatchObject({
        outcome: "joined",
        detail: expect.stringContaining("notMaterial"),
      });
      expect(await revisionNow(store.db, row)).toMatchObject({ outcome: "duplicate", reason: "the same text" });
    }
    expect(await store.db.selectFrom("alert_group").selectAll().execute()).toHaveLength(1);
  });

  test("that come before the first message are named in it", async () => {
    const story = await addStory(store.db);
    const service = await notifier("at-least-once", "30s");
    const [first, second] = [await matched(story), await matched(story, { source_id: "copier", verdict: "duplicate" })];
    await service.run("notify", messageOf(first.row));
    await service.run("notify", messageOf(second.row));
    await sql`update alert_group set opened_at = now() - interval '1 minute', due_at = now()`.execute(store.db);
    const { bells } = await service.run("flush", { groupId: "1" });
    for (const bell of bells) await service.run(bell.stage, bell.message);
    expect(sink.messages).toHaveLength(2);
    expect(sink.messages[0]?.body.data).toMatchObject({ article: { id: first.row.article_id }, story: { sources: 2 } });
    expect(await matchNow(first.match)).toMatchObject({ outcome: "sent" });
    expect(await matchNow(second.match)).toMatchObject({ outcome: "joined" });
  });

  test("with a passage of their own are told about after the interval, as an update", async () => {
    const story = await addStory(store.db);
    const service = await notifier();
    await service.runAll((await matched(story)).row);
    await service.runAll((await matched(story, {}, "Another harbourmaster denied it.")).row);
    expect(sink.messages).toHaveLength(2);
    await sql`update alert_group set flushed_at = now() - interval '1 day', due_at = now()`.execute(store.db);
    const { bells } = await service.run("flush", { groupId: "1" });
    for (const bell of bells) await service.run(bell.stage, bell.message);
    expect(sink.messages.slice(2).map((message) => [message.body.type, message.body.data.revision])).toEqual([
      ["alert.updated", 2],
      ["alert.updated", 2],
    ]);
    expect(new Set(sink.messages.map((message) => message.id)).size).toBe(4);
  });

  test("that come while the group speaks are not forgotten", async () => {
    const story = await addStory(store.db);
    const service = await notifier();
    const first = await matched(story);
    await service.run("notify", messageOf(first.row));
    const late = await matched(story, {
      source_id: "copier",
      verdict: "duplicate",
      of_article_id: first.row.article_id,
    });
    const { report } = await service.run(
      "flush",
      { groupId: "1" },
      {
        fault: (point) => {
          if (point !== "gathered") return;
          // A copy arrives between the group's look and its word.
          void service.run("notify", messageOf(late.row));
        },
      },
    );
    expect(report).toBe("finished");
    await expect.poll(() => revisionNow(store.db, late.row)).toMatchObject({ stage: "done" });
    await makeDue("alert_group");
    await service.run("flush", { groupId: "1" });
    expect(await matchNow(late.match)).toMatchObject({ outcome: "joined" });
  });
});

describe("a delivery", () => {
  async function pending(repeat: Repeat = "at-least-once") {
    const { row } = await matched(await addStory(store.db));
    const service = await notifier(repeat);
    const { bells } = await service.run("notify", messageOf(row));
    for (const bell of bells) await service.run(bell.stage, bell.message);
    const [first, second] = await deliveries();
    if (first === undefined || second === undefined) throw new Error("there are no deliveries");
    await sql`delete from delivery where id = ${second.id}`.execute(store.db);
    const now = async (): Promise<Delivery> => (await deliveries())[0] ?? first;
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
    await makeDue("delivery");
    await service.run("deliver", message);
    expect(sink.messages).toHaveLength(2);
    expect(sink.ids("/one")).toEqual(new Set([message.deliveryId]));
    expect(await now()).toMatchObject({ state: "sent", stage: "closed", sends: 2 });
  });

  test("that died after the POST is not repeated at most once: it is unknown", async () => {
    const { service, message, now } = await pending("at-most-once");
    await service.run("deliver", message, diesBeforeCommit);
    expect(await now()).toMatchObject({ state: "sending" });
    await makeDue("delivery");
    await service.run("deliver", message);
    expect(sink.messages).toHaveLength(1);
    expect(await now()).toMatchObject({
      state: "unknown",
      stage: "closed",
      reason: expect.stringContaining("may or may not"),
    });
    expect(await attempts()).toMatchObject([{ attempt: 1, result: "unknown" }]);
  });

  test("that the receiver cannot take now comes again, and every attempt is kept", async () => {
    const { service, message, now } = await pending();
    sink.failWith(503);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "pending", stage: "deliver", status: 503, sends: 1, attempts: 0 });
    const waitMs = (await now()).due_at.getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(3000);
    expect(waitMs).toBeLessThanOrEqual(5000);
    sink.failWith(null);
    await makeDue("delivery");
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "sent", status: 204, reason: null });
    expect(await attempts()).toMatchObject([
      { attempt: 1, result: "later", status: 503 },
      { attempt: 2, result: "sent", status: 204 },
    ]);
    expect(sink.messages).toHaveLength(1);
  });

  test("that the receiver refuses for ever disables its channel; the next one is not tried", async () => {
    const { service, message, now } = await pending();
    sink.failWith(410);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "failed", stage: "closed", status: 410 });
    const off = await store.db.selectFrom("channel_state").selectAll().execute();
    expect(off).toMatchObject([{ receiver: "desk", channel: "webhook-0", disabled_at: expect.any(Date) }]);
    sink.failWith(null);
    await sql`update delivery set stage = 'deliver', state = 'pending', due_at = now()`.execute(store.db);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({ state: "failed", reason: expect.stringContaining("the channel is disabled") });
    expect(sink.messages).toEqual([]);
  });

  test("whose channel left the configuration ends with that reason", async () => {
    const { service, message, now } = await pending();
    await sql`update delivery set receiver = 'nobody'`.execute(store.db);
    await service.run("deliver", message);
    expect(await now()).toMatchObject({
      state: "failed",
      reason: expect.stringContaining("nobody has no channel webhook-0"),
    });
  });
});
