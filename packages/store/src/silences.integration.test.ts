import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addMatch, addRevision, addStory } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { sql } from "kysely";
import { activeSilences, addSilence, countMuted, expireSilence, listSilences } from "./silences.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() =>
  sql`truncate silence, topic_match, article_revision, article restart identity cascade`.execute(store.db),
);
afterAll(() => store.stop());

const hour = 3_600_000;
const fromNow = (hours: number): Date => new Date(Date.now() + hours * hour);
const add = (startsIn: number, endsIn: number, given: { matchers?: string[]; comment?: string } = {}) =>
  addSilence(store.db, {
    matchers: ['topic="harbour"'],
    startsAt: fromNow(startsIn),
    endsAt: fromNow(endsIn),
    author: "ada",
    comment: "",
    ...given,
  });

describe("silences", () => {
  test("hold from their start until just before their end, and are listed by their state, the longest first", async () => {
    const [over, active, longer, later] = [await add(-2, -1), await add(-1, 1), await add(-1, 2), await add(1, 3)];
    expect((await activeSilences(store.db)).map(({ id }) => id)).toEqual([active, longer]);
    const listed = async (state: "pending" | "active" | "expired" | null) =>
      (await listSilences(store.db, { state })).map(({ id }) => id);
    expect(await listed("pending")).toEqual([later]);
    expect(await listed("active")).toEqual([longer, active]);
    expect(await listed("expired")).toEqual([over]);
    expect(await listed(null)).toEqual([later, longer, active, over]);
  });

  test("keep their words as they were said, whatever is in them", async () => {
    const matchers = ['desk=~"a\\"b|c"', "severity!=low"];
    const id = await add(-1, 1, { matchers, comment: "until the “harbour”\u0000 calms down" });
    expect(await activeSilences(store.db)).toEqual([
      {
        id,
        matchers,
        startsAt: expect.any(Date),
        endsAt: expect.any(Date),
        author: "ada",
        comment: expect.stringContaining("calms"),
      },
    ]);
  });

  test("can be ended by hand, once, and say by whom", async () => {
    const id = await add(-1, 1);
    expect([await expireSilence(store.db, id, "bo"), await expireSilence(store.db, id, "cy")]).toEqual([true, false]);
    expect(await activeSilences(store.db)).toEqual([]);
    expect(await listSilences(store.db)).toMatchObject([
      { id, state: "expired", expiredBy: "bo", expiredAt: expect.any(Date) },
    ]);
  });

  test.each(["0", "99", "", "1; drop table silence", "9".repeat(30), "-1", "1.5"])(
    "there is none named %j",
    async (id) => {
      await add(-2, -1);
      expect([await expireSilence(store.db, id, "bo"), await countMuted(store.db, id)]).toEqual([false, 0]);
    },
  );

  test("count the matches they kept from being told, and not those of others", async () => {
    const id = await add(-1, 1);
    const story = await addStory(store.db);
    for (const by of [id, id, `${id}1`]) {
      const match = await addMatch(store.db, await addRevision(store.db, { story_id: story }));
      await sql`update topic_match set outcome = 'suppressed', reason = 'silenced', detail = ${`silence ${by} of ada, until x`},
        outcome_at = now() where id = ${match.id}`.execute(store.db);
    }
    expect(await countMuted(store.db, id)).toBe(2);
  });
});
