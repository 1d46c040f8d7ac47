import { sql } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { addStory } from "../../../test/support/rows.ts";
import { messageOf, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

const groupNow = () => scene.store.db.selectFrom("alert_group").selectAll().executeTakeFirstOrThrow();

/** Lets the group's interval be over. */
async function passInterval(): Promise<void> {
  await sql`update alert_group set flushed_at = flushed_at - interval '1 hour', due_at = now()`.execute(scene.store.db);
}

describe("a story that everybody writes about", () => {
  /** A group that has spoken, and for whose next message something waits. */
  async function waitingGroup() {
    const desk = await scene.desk();
    const story = await addStory(scene.store.db);
    const report = (said: string) => scene.matched(story, {}, `The harbourmaster said that ${said}.`);
    await desk.runAll((await report("the northern pier is closed until further notice")).row);
    await desk.runAll((await report("two ferries were sent back to the islands last night")).row);
    return { desk, report, story };
  }

  test("is looked at once for all that wait for its next message", async () => {
    const { desk, report } = await waitingGroup();
    const before = await groupNow();
    expect(before.due_at.getTime()).toBeGreaterThan(Date.now() + 60_000);
    for (const said of ["divers go down to the old wreck", "the mayor wants an inquiry", "a crane fell over"]) {
      const { bells } = await desk.run("notify", messageOf((await report(said)).row));
      expect(bells).toEqual([]);
    }
    expect((await groupNow()).due_at).toEqual(before.due_at);
  });

  test("names all of them in one update when its interval is over", async () => {
    const { desk, report } = await waitingGroup();
    for (const said of ["divers go down to the old wreck", "the mayor wants an inquiry"]) {
      await desk.runAll((await report(said)).row);
    }
    await passInterval();
    await desk.run("flush", { groupId: (await groupNow()).id });
    expect(await scene.ends()).toEqual(["sent", "sent", "joined", "joined"]);
    expect((await scene.deliveries()).filter(({ event }) => event === "alert.updated")).toHaveLength(2);
  });

  test("is looked at again for what came while its message was written", async () => {
    const { desk, report } = await waitingGroup();
    await passInterval();
    const group = await groupNow();
    await desk.run(
      "flush",
      { groupId: group.id },
      {
        fault: (point) => {
          // The message is decided; it does not name what comes now.
          if (point === "gathered") expect(group.revision).toBe(1);
        },
      },
    );
    const { bells } = await desk.run("notify", messageOf((await report("the mayor wants an inquiry")).row));
    expect(bells).toEqual([{ stage: "flush", message: { groupId: group.id } }]);
  });

  test("waits no longer for what comes while it is being looked at", async () => {
    const { desk, report } = await waitingGroup();
    await scene.makeDue("alert_group");
    const { row } = await report("the mayor wants an inquiry");
    // Both at once: whoever comes second sees what the other did.
    await Promise.all([desk.run("flush", { groupId: (await groupNow()).id }), desk.run("notify", messageOf(row))]);
    expect((await groupNow()).due_at.getTime()).toBeGreaterThan(Date.now() + 60_000);
    await passInterval();
    await desk.run("flush", { groupId: (await groupNow()).id });
    expect(await scene.ends()).toEqual(["sent", "sent", "joined"]);
  });
});

describe("an article that is a copy", () => {
  test("asks what became of its original only", async () => {
    const desk = await scene.desk();
    const story = await addStory(scene.store.db);
    const original = await scene.matched(story, { baseline: true });
    await desk.runAll(original.row);
    await desk.runAll((await scene.matched(story, {}, "The harbourmaster opened the quay.")).row);
    const copy = await scene.matched(story, { verdict: "duplicate", of_article_id: original.row.article_id });
    await desk.runAll(copy.row);
    expect(await scene.matchNow(copy.match)).toMatchObject({ outcome: "suppressed", reason: "duplicate" });
  });
});
