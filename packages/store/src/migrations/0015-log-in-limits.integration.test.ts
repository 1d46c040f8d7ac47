import { expect, test } from "vitest";
import { useStoreBefore } from "../../../../test/support/store-before.ts";
import { countAttempt } from "../log-in-limits.ts";

const store = useStoreBefore("0015-log-in-limits");

test("people and their sessions go on, and wrong log-ins are counted from then on", async () => {
  await store.run(
    "insert into person (login, name, role, password_hash) values ('anna', 'Anna', 'admin', 'scrypt')",
    "insert into session (token_hash, person_id, ends_at, address, agent) values ('\\x01', 1, now() + interval '1 day', '::1', 'x')",
  );
  const before = [await store.rows("person"), await store.rows("session")];
  await store.migrate();
  expect([await store.rows("person"), await store.rows("session")]).toEqual(before);
  expect(await store.rows("log_in_limit")).toEqual([]);
  const bucket = { name: "login anna", burst: 1, recoverMs: 60_000 };
  expect(await countAttempt(store.db, [bucket])).toBe(0);
  expect(await countAttempt(store.db, [bucket])).toBeGreaterThan(50_000);
});
