import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0010-source-pause");

test("sources go on being polled, nothing is paused, and open pages are told when that changes", async () => {
  await store.run(...oldRows(1));
  const before = await Promise.all(oldTables.map((table) => store.rows(table)));
  await store.migrate();
  expect(await Promise.all(oldTables.map((table) => store.rows(table)))).toEqual(before);
  expect([await store.rows("source_pause"), await store.rows("poll_log")]).toEqual([[], []]);
  expect(await store.rows("feed")).toMatchObject([{ stage: "poll", status: "new" }]);
  await store.run("truncate change", ...oldRows(2));
  const pause = "insert into source_pause (source_id, by, reason) values ('site', 'anna', 'maintenance')";
  await store.run(pause, "delete from source_pause");
  const told = (await store.rows("change")).filter(({ kind }) => kind === "source");
  expect(told.map(({ ref }) => ref)).toEqual(["site", "site"]);
  await store.run(pause);
  await expect(store.run(pause)).rejects.toThrow("source_pause_pkey");
});

test("what is known of polls goes with the feed", async () => {
  await store.run(
    "insert into feed (source_id, url, gate, stage) values ('gone', 'https://gone.example/', 'gone.example', 'poll')",
    "insert into poll_log (feed_id, polls) select id, '\\x00' from feed",
    "delete from feed where source_id = 'gone'",
  );
  expect(await store.rows("poll_log")).toHaveLength(2);
});
