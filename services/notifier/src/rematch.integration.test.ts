import { sql } from "@wirewatch/store";
import { expect, test } from "vitest";
import { addStory, revisionNow } from "../../../test/support/rows.ts";
import { messageOf, useAlertScene } from "./alert-scene.ts";

const scene = useAlertScene();

/** An article whose match was found in the archive afterwards. */
async function rematched(story: string) {
  const original = await scene.matched(story, { stage: "done", outcome: "unmatched" });
  await sql`update topic_match set outcome = 'suppressed', reason = 'rematch', outcome_at = now() where id = ${original.match.id}`.execute(
    scene.store.db,
  );
  return original;
}

test("nobody is told of a match that was found in the archive, even when its article is rung for", async () => {
  const { row, match } = await rematched(await addStory(scene.store.db));
  await sql`update article_revision set stage = 'notify', due_at = now()`.execute(scene.store.db);
  await (await scene.desk()).runAll(row);
  expect(await scene.matchNow(match)).toMatchObject({ outcome: "suppressed", reason: "rematch" });
  expect(await revisionNow(scene.store.db, row)).toMatchObject({ stage: "done" });
  expect([await scene.deliveries(), scene.sink.messages]).toEqual([[], []]);
});

test("a copy that comes later is told of, as it would be without the rematch", async () => {
  const story = await addStory(scene.store.db);
  const { row: original } = await rematched(story);
  const { row, match } = await scene.matched(story, {
    verdict: "nearDuplicate",
    of_article_id: original.article_id,
    source_id: "copier",
  });
  const desk = await scene.desk();
  await desk.runAll(row);
  expect(await scene.matchNow(match)).toMatchObject({ outcome: "sent" });
  expect((await desk.run("notify", messageOf(row))).report).toBe("skipped");
  expect(scene.sink.messages).toHaveLength(2);
});
