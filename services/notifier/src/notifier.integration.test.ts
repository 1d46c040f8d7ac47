import { sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory, revisionNow } from "../../../test/support/rows.ts";
import { messageOf, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

describe("a match", () => {
  test("is told by a notifier that has told many, whose statements are prepared by then", async () => {
    const desk = await scene.desk();
    for (let index = 0; index < 14; index += 1)
      await desk.runAll((await scene.matched(await addStory(scene.store.db))).row);
    expect(await scene.deliveries()).toHaveLength(28);
  });

  test("becomes one signed message per channel, each with an id of its own", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db));
    await (await scene.desk()).runAll(row);
    expect(scene.sink.messages.map((message) => message.path).toSorted()).toEqual(["/one", "/two"]);
    expect(scene.sink.rejected).toEqual([]);
    expect(new Set(scene.sink.messages.map((message) => message.id)).size).toBe(2);
    expect(scene.sink.messages[0]?.body).toMatchObject({
      type: "alert.opened",
      data: { revision: 1, topic: { id: "harbour" }, article: { id: row.article_id, title: "Harbour news" } },
    });
    expect(await revisionNow(scene.store.db, row)).toMatchObject({ stage: "done", outcome: "matched" });
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "sent", detail: "groupWait", reason: null });
    expect(await scene.deliveries()).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({ state: "sent", stage: "closed", sends: 1, status: 204 }),
      ),
    );
    expect(await scene.attempts()).toHaveLength(2);
  });

  test("changes nothing when any of its messages comes again", async () => {
    const { row } = await scene.matched(await addStory(scene.store.db));
    const service = await scene.desk();
    const answered = await service.runAll(row);
    const before = [await scene.deliveries(), await scene.attempts()];
    for (const message of answered) {
      const stage = "articleId" in message ? "notify" : "groupId" in message ? "flush" : "deliver";
      expect((await service.run(stage, message)).report).toBe("skipped");
    }
    expect([await scene.deliveries(), await scene.attempts()]).toEqual(before);
    expect(scene.sink.messages).toHaveLength(2);
  });

  test("that is not to be told about ends with its reason, and nobody hears of it", async () => {
    const { row, match } = await scene.matched(await addStory(scene.store.db), { baseline: true });
    await (await scene.desk()).runAll(row);
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "baseline" });
    expect(await revisionNow(scene.store.db, row)).toMatchObject({ stage: "done", outcome: "matched" });
    expect(await scene.deliveries()).toEqual([]);
  });

  test("waits for its group, which is not due before", async () => {
    const { row } = await scene.matched(await addStory(scene.store.db));
    const service = await scene.desk("at-least-once", "30s");
    const { bells } = await service.run("notify", messageOf(row));
    expect(bells).toEqual([]);
    const group = await scene.store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();
    expect((await service.run("flush", { groupId: group.id })).report).toBe("skipped");
    await scene.makeDue("alert_group");
    await service.run("flush", { groupId: group.id });
    const now = await scene.store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();
    expect(now.due_at.getTime() - Date.now()).toBeGreaterThan(20_000);
    expect(scene.sink.messages).toEqual([]);
  });
});

describe("a revision of an article that was told about", () => {
  test("is an update of the same group when it says something else, and nothing when it does not", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk();
    const first = await scene.matched(story);
    await service.runAll(first.row);
    const revised = { article_id: first.row.article_id, page_url: first.row.page_url, verdict: "revision" };
    const same = await scene.matched(story, { ...revised, revision: 2, material: false });
    await service.runAll(same.row);
    expect(await scene.matchNow(same.match)).toMatchObject({ outcome: "suppressed", reason: "not_material" });
    const other = await scene.matched(story, { ...revised, revision: 3, material: true });
    await service.runAll(other.row);
    await sql`update alert_group set flushed_at = now() - interval '1 day', due_at = now()`.execute(scene.store.db);
    const { bells } = await service.run("flush", { groupId: "1" });
    for (const bell of bells) await service.run(bell.stage, bell.message);
    expect(await scene.matchNow(other.match)).toMatchObject({ outcome: "sent", detail: "textChanged" });
    expect(scene.sink.messages.slice(2).map((message) => message.body.type)).toEqual([
      "alert.updated",
      "alert.updated",
    ]);
    expect(await scene.store.db.selectFrom("alert_group").selectAll().execute()).toHaveLength(1);
  });
});

describe("copies of a story", () => {
  test("join the group that was told: one message, and each copy knows why", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk();
    const original = await scene.matched(story);
    await service.runAll(original.row);
    const copies = [];
    for (let index = 0; index < 2; index++) {
      const copy = await scene.matched(story, {
        source_id: "copier",
        verdict: "duplicate",
        of_article_id: original.row.article_id,
        why: "the same text",
      });
      await service.runAll(copy.row);
      copies.push(copy);
    }
    expect(scene.sink.messages).toHaveLength(2);
    for (const { row, match } of copies) {
      expect(await scene.matchNow(match)).toMatchObject({
        outcome: "joined",
        detail: expect.stringContaining("notMaterial"),
      });
      expect(await revisionNow(scene.store.db, row)).toMatchObject({ outcome: "duplicate", reason: "the same text" });
    }
    expect(await scene.store.db.selectFrom("alert_group").selectAll().execute()).toHaveLength(1);
  });

  test("that come after their group was closed are not told about", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk();
    const original = await scene.matched(story);
    await service.runAll(original.row);
    await sql`update alert_group set stage = 'closed'`.execute(scene.store.db);
    const copy = { source_id: "copier", verdict: "duplicate", of_article_id: original.row.article_id };
    const { row, match } = await scene.matched(story, copy);
    await service.runAll(row);
    expect(scene.sink.messages).toHaveLength(2);
    expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "duplicate" });
  });

  test("that come before the first message are named in it", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk("at-least-once", "30s");
    const [first, second] = [
      await scene.matched(story),
      await scene.matched(story, { source_id: "copier", verdict: "duplicate" }),
    ];
    await service.run("notify", messageOf(first.row));
    await service.run("notify", messageOf(second.row));
    await sql`update alert_group set opened_at = now() - interval '1 minute', due_at = now()`.execute(scene.store.db);
    const { bells } = await service.run("flush", { groupId: "1" });
    for (const bell of bells) await service.run(bell.stage, bell.message);
    expect(scene.sink.messages).toHaveLength(2);
    expect(scene.sink.messages[0]?.body.data).toMatchObject({
      article: { id: first.row.article_id },
      story: { sources: 2 },
    });
    expect(await scene.matchNow(first.match)).toMatchObject({ outcome: "sent" });
    expect(await scene.matchNow(second.match)).toMatchObject({ outcome: "joined" });
  });

  test("with a passage of their own are told about after the interval, as an update", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk();
    await service.runAll((await scene.matched(story)).row);
    await service.runAll((await scene.matched(story, {}, "Another harbourmaster denied it.")).row);
    expect(scene.sink.messages).toHaveLength(2);
    await sql`update alert_group set flushed_at = now() - interval '1 day', due_at = now()`.execute(scene.store.db);
    const { bells } = await service.run("flush", { groupId: "1" });
    for (const bell of bells) await service.run(bell.stage, bell.message);
    expect(scene.sink.messages.slice(2).map((message) => [message.body.type, message.body.data.revision])).toEqual([
      ["alert.updated", 2],
      ["alert.updated", 2],
    ]);
    expect(new Set(scene.sink.messages.map((message) => message.id)).size).toBe(4);
  });

  test("that come while the group speaks are not forgotten", async () => {
    const story = await addStory(scene.store.db);
    const service = await scene.desk();
    const first = await scene.matched(story);
    await service.run("notify", messageOf(first.row));
    const late = await scene.matched(story, {
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
    await expect.poll(() => revisionNow(scene.store.db, late.row)).toMatchObject({ stage: "done" });
    await scene.makeDue("alert_group");
    await service.run("flush", { groupId: "1" });
    expect(await scene.matchNow(late.match)).toMatchObject({ outcome: "joined" });
  });
});
