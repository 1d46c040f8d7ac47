import { afterAll, beforeAll, expect, test } from "vitest";
import { addGroup, addMatch, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { tellJoined } from "./settle.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

test.each([2, null])(
  "what joined silently was told by the message that names it (%s), not by the one before",
  async (revision) => {
    const { db } = store;
    const row = await addRevision(db);
    const match = await addMatch(db, row, { outcome: "joined" });
    const group = await addGroup(db, { revision: 2 });
    const alert = { group_id: group.id, match_id: match.id, article_id: row.article_id };
    await db
      .insertInto("alert")
      .values({ ...alert, state: "joined", group_revision: 1 })
      .execute();
    await db.transaction().execute((tx) => tellJoined(tx, group.id, revision));
    const now = await db.selectFrom("alert").selectAll().where("group_id", "=", group.id).executeTakeFirstOrThrow();
    expect(now).toMatchObject({ state: "told", group_revision: revision });
  },
);
