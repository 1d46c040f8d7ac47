import { sql } from "@wirewatch/store";
import type { Delivery } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addDelivery } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { openAttemptBook } from "./attempt-book.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate delivery_attempt, delivery, channel_state cascade`.execute(store.db));
afterAll(() => store.stop());

const claimed = (given: Partial<Omit<Delivery, "message">>) => addDelivery(store.db, { claim: "mine", ...given });
const now = ({ id }: Delivery) =>
  store.db.selectFrom("delivery").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

describe("attempts that begin at the same time", () => {
  test("are each counted once, and marked where a crash must not repeat them", async () => {
    const rows = [
      await claimed({ claim: "one" }),
      await claimed({ claim: "two", sends: 3 }),
      await claimed({ claim: "three", repeat: "at-most-once" }),
    ];
    const book = openAttemptBook(store.db);
    await Promise.all(rows.map((row) => book.noteStart(row)));
    const after = await Promise.all(rows.map(now));
    expect(after.map(({ sends, state }) => [sends, state])).toEqual([
      [1, "pending"],
      [4, "pending"],
      [1, "sending"],
    ]);
  });

  test("begin without the one that was taken over", async () => {
    const rows = [await claimed({ claim: "one" }), await claimed({ claim: "two" }), await claimed({ claim: "three" })];
    const lost = rows[1];
    if (lost === undefined) throw new Error("there is no second delivery");
    await store.db.updateTable("delivery").set({ claim: "other" }).where("id", "=", lost.id).execute();
    const book = openAttemptBook(store.db);
    const results = await Promise.allSettled(rows.map((row) => book.noteStart(row)));
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { message: expect.stringContaining("taken over") } },
      { status: "fulfilled" },
    ]);
    expect(await now(lost)).toMatchObject({ sends: 0, state: "pending" });
  });

  test("each know of their own channel, as it is now", async () => {
    await sql`insert into channel_state (receiver, channel, disabled_at, reason, failing_since) values
      ('desk', 'webhook-1', now(), 'it is gone', null), ('room', 'slack-0', null, null, now())`.execute(store.db);
    const rows = [
      await claimed({}),
      await claimed({ channel: "webhook-1" }),
      await claimed({ receiver: "room", channel: "slack-0" }),
      await claimed({ receiver: "nobody" }),
    ];
    const book = openAttemptBook(store.db);
    const states = () => Promise.all(rows.map((row) => book.channelState(row)));
    expect(await states()).toMatchObject([
      undefined,
      { disabled_at: expect.any(Date), reason: "it is gone", failing_since: null },
      { disabled_at: null, failing_since: expect.any(Date) },
      undefined,
    ]);
    await sql`update channel_state set disabled_at = null`.execute(store.db);
    expect((await states())[1]).toMatchObject({ disabled_at: null });
  });
});
