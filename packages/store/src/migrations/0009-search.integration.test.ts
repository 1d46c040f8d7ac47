import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const feedToken = (hash: string) =>
  `insert into feed_token (token_hash, kind, ref, created_by) values ('\\x${hash}', 'topic', 'harbour', 1)`;

const filled = useStoreBefore("0009-search");

test("an archive stays as it is, is not taken for indexed, and the addresses of feeds go on", async () => {
  await filled.run(...oldRows(1), "insert into person (login, name, role) values ('anna', 'Anna', 'admin')");
  await filled.run(feedToken("01"), feedToken("02"));
  const before = await Promise.all(oldTables.map((table) => filled.rows(table)));
  await filled.migrate();
  expect(await Promise.all(oldTables.map((table) => filled.rows(table)))).toEqual(before);
  // "wirewatch reindex search" makes the index of what was there; until then it says so.
  expect(await filled.rows("reindex")).toEqual([]);
  expect(await filled.rows("article_search")).toEqual([]);
  await filled.run(feedToken("03"));
  const tokens = await filled.rows("feed_token");
  expect(tokens).toMatchObject(Array.from({ length: 3 }, () => ({ name: "", revoked_at: null, ref: "harbour" })));
  expect(new Set(tokens.map(({ id }) => id)).size).toBe(3);
});

test("what is found goes with its article", async () => {
  await filled.run(
    `insert into article (url, url_key, source_id) values ('u', 'k', 'site')`,
    `insert into article_search (article_id, revision, source_id, at, tokens)
      select id, 1, 'site', now(), '''quay''' from article where url_key = 'k'`,
    `delete from article where url_key = 'k'`,
  );
  expect(await filled.rows("article_search")).toEqual([]);
});
