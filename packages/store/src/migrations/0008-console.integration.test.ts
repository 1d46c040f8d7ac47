import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0008-console");
const changes = async () => (await store.rows("change")).map(({ kind, ref }) => `${String(kind)} ${String(ref)}`);

test("what a store holds stays as it is, nobody may come in yet, and open pages are told of what comes from now on", async () => {
  await store.run(...oldRows(1));
  const before = await Promise.all(oldTables.map((table) => store.rows(table)));
  await store.migrate();
  expect(await Promise.all(oldTables.map((table) => store.rows(table)))).toEqual(before);
  for (const table of ["person", "session", "api_token", "console_object", "audit", "match_feedback", "change"]) {
    expect(await store.rows(table)).toEqual([]);
  }

  // A process of the version before goes on, and knows nothing of changes.
  await store.run(...oldRows(2));
  expect(await changes()).toEqual(["alert 2", "silence 2"]);
  await store.run(
    "update alert_group set revision = 1",
    "update alert_group set due_at = now()",
    "update feed set status = 'ok' where id = 1",
    "update delivery set state = 'failed' where id = 'dl_1'",
    "update delivery set state = 'failed' where id = 'dl_1'",
  );
  expect((await changes()).slice(2).toSorted()).toEqual(["alert 1", "alert 2", "delivery dl_1", "source 1"]);
});

test("what was matched before can be said to be relevant, once", async () => {
  const say = "insert into match_feedback (match_id, is_relevant, by) values (1, true, 'anna')";
  await store.run(say);
  await expect(store.run(say)).rejects.toThrow("match_feedback_pkey");
  await expect(store.run(say.replace("(1,", "(99,"))).rejects.toThrow("match_feedback_match_id_fkey");
});

test("a login is one person's, however it is written; their sessions go with them", async () => {
  const add = (login: string) => `insert into person (login, name, role) values ('${login}', 'Anna', 'admin')`;
  await store.run(add("anna"));
  await expect(store.run(add("ANNA"))).rejects.toThrow("person_login");
  await store.run(
    "insert into session (token_hash, person_id, ends_at, address, agent) select '\\x01', id, now(), '::1', 'x' from person",
    "delete from person",
  );
  expect(await store.rows("session")).toEqual([]);
});
