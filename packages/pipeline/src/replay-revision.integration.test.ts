import { afterAll, beforeAll, expect, test } from "vitest";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import type { ArticleRevision } from "@wirewatch/store";
import { replayRevision } from "./replay-revision.ts";
import type { RevisionReplay } from "./replay-revision.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

const failed = { stage: "done", outcome: "failed", reason: "the page crashed it", outcome_at: new Date() } as const;

function replay(row: Pick<ArticleRevision, "article_id" | "revision">): Promise<RevisionReplay> {
  const message = { articleId: row.article_id, revision: row.revision };
  return store.db.transaction().execute((tx) => replayRevision(tx, message));
}

async function left(row: ArticleRevision, stage: string, result: string): Promise<void> {
  const { article_id, revision } = row;
  await store.db.insertInto("trail").values({ article_id, revision, stage, result }).execute();
}

test("what failed goes back to the stage that gave up, once, with its attempts anew", async () => {
  const row = await addRevision(store.db, { ...failed, attempts: 4 });
  await left(row, "fetch", "strip");
  await left(row, "strip", "failed");
  const message = { articleId: row.article_id, revision: 1 };
  expect(await replay(row)).toEqual({
    ...message,
    kind: "replayed",
    stage: "strip",
    bell: { stage: "strip", message },
  });
  expect(await revisionNow(store.db, row)).toMatchObject({
    stage: "strip",
    outcome: null,
    reason: null,
    attempts: 0,
    tries: 0,
  });
  expect(await replay(row)).toEqual({ ...message, kind: "open" });
});

test("a page waits for its host again, also when nothing tells where it failed", async () => {
  const row = await addRevision(store.db, failed);
  expect(await replay(row)).toMatchObject({ kind: "replayed", stage: "fetch", bell: null });
  expect((await revisionNow(store.db, row)).due_at).toBe(Infinity);
});

test("what is finished is never done again, and a later revision is not overtaken", async () => {
  const matched = await addRevision(store.db, { ...failed, outcome: "matched" });
  expect(await replay(matched)).toMatchObject({ kind: "finished", outcome: "matched" });
  const old = await addRevision(store.db, failed);
  await addRevision(store.db, { article_id: old.article_id, revision: 2 });
  expect(await replay(old)).toMatchObject({ kind: "replaced" });
  expect(await replay({ article_id: "999999", revision: 1 })).toMatchObject({ kind: "missing" });
});
