import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addAlert, clearAlerts } from "../../../test/support/alert-rows.ts";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { namesGroup } from "./alert-titles.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => clearAlerts(store.db));
afterAll(() => store.stop());

/** Titles of the groups that a text names. */
async function named(text: string): Promise<string[]> {
  const isNamed = await namesGroup(store.db, text, "g");
  const { rows } = await sql<{ title: string }>`
    select s.title from alert_group g join story s on s.id = g.story_id where ${isNamed} order by g.id`.execute(
    store.db,
  );
  return rows.map(({ title }) => title);
}

const hostile = String.raw`'"\:*&|!<->() %_`;

test.each([
  ["quay", "The Quay is closed"],
  ["E QUAY IS", "The Quay is closed"],
  ["ua", "The Quay is closed"],
  ["d", "The Quay is closed"],
  ["ed", "The Quay is closed"],
  ["hafen", "Seehafenbetrieb ruht"],
  ["地震", "東京で地震が発生"],
  ["生", "東京で地震が発生"],
  ["КРАН", "Портовый кран упал"],
  ["😀", "Ships 😀 wait"],
  ["e\u0001t", "one\u0001two\u0001\u0001three"],
  [hostile, `a${hostile}b`],
  [String.raw`\:`, `a${hostile}b`],
  ["   ", "a   b"],
])("%j is in %j", async (text, title) => {
  await addAlert(store.db, { title: "Nothing of that: xxx" });
  await addAlert(store.db, { title });
  expect(await named(text)).toEqual([title]);
});

test("what is found is what contains the text, whatever it is made of", async () => {
  const random = seededRandom(3);
  const letters = Array.from("aabbcc  AB'\\:*&%_éÉİıßſ地震😀\u0001\n");
  const made = (most: number): string =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => letters[Math.floor(random() * letters.length)]).join(
      "",
    );
  const titles = Array.from({ length: 80 }, () => made(40));
  for (const title of titles) await addAlert(store.db, { title });
  const texts = Array.from({ length: 150 }, () => made(5));
  const cut = titles.flatMap((title) => [title.slice(3, 9), title.slice(-2), title.slice(-35)]);
  let found = 0;
  for (const text of [...texts, ...cut].map((one) => one.toWellFormed()).filter((one) => one !== "")) {
    const { rows } = await sql<{ title: string }>`
      select s.title from alert_group g join story s on s.id = g.story_id
      where s.title ilike ${`%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`} order by g.id`.execute(store.db);
    expect({ text, titles: await named(text) }).toEqual({ text, titles: rows.map(({ title }) => title) });
    found += rows.length;
  }
  expect(found).toBeGreaterThan(200);
});

test("what is in very many titles is found as well, and so is a group by its own name among them", async () => {
  const first = await addAlert(store.db, { title: "Quay 0" });
  const own = await addAlert(store.db, { title: "Quay 1" });
  const other = await addAlert(store.db, { title: "Nothing of that" });
  await sql`insert into alert_title (group_id, title) select ${first.groupId}::bigint, 'al_' || ${own.groupId}::text || ' quay ' || n
    from generate_series(1, 6000) n`.execute(store.db);
  expect(await named("quay")).toEqual(["Quay 0", "Quay 1"]);
  expect(await named(own.alertId)).toEqual(["Quay 0", "Quay 1"]);
  expect(await named(other.alertId)).toEqual(["Nothing of that"]);
});

test("an article without a headline, one that repeats the story's, and one that is far too long are alerted as others", async () => {
  const random = seededRandom(5);
  const long = Array.from({ length: 200_000 }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000))).join(
    "",
  );
  const same = await addAlert(store.db, { title: "Quay" });
  await addAlert(store.db, { title: "Quay", storyId: same.storyId });
  await addAlert(store.db, { title: "" });
  await addAlert(store.db, { title: long });
  expect(await named(long.slice(500, 700))).toEqual([long]);
  const { rows } = await sql<{ n: number; longest: number }>`
    select count(*)::int as n, max(length(title)) as longest from alert_title`.execute(store.db);
  expect(rows).toEqual([{ n: 3, longest: 1000 }]);
});
