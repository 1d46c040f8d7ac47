import { sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { openNotice } from "./notices.ts";

let store: TestStore;
let feed: Feed;

beforeAll(async () => {
  store = await startTestStore();
  feed = await addFeed(store.db);
});
afterAll(() => store.stop());

describe("a notice", () => {
  const notice = { sourceId: "site", kind: "failing", text: "Site could not be read" } as const;
  const open = (given: object = {}) =>
    store.db.transaction().execute((tx) => openNotice(tx, { ...notice, feedId: feed.id, ...given }));
  afterEach(() => sql`truncate notice restart identity cascade`.execute(store.db));

  test("is written once while it is on its way", async () => {
    const bell = await open();
    expect(bell).toEqual({ stage: "announce", message: { noticeId: "1" } });
    expect(await open()).toEqual(bell);
    expect(await open({ kind: "recovered" })).not.toEqual(bell);
    expect(await open({ feedId: null })).not.toEqual(bell);
    const rows = await store.db.selectFrom("notice").select(["kind", "text", "stage"]).orderBy("id").execute();
    expect(rows[0]).toEqual({ kind: "failing", text: "Site could not be read", stage: "announce" });
    expect(rows).toHaveLength(3);
  });

  test("is written again after it was told", async () => {
    const bell = await open();
    await store.db.updateTable("notice").set({ stage: "closed" }).execute();
    expect(await open()).not.toEqual(bell);
  });
});
