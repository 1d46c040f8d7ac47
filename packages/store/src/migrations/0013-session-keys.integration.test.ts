import { expect, test } from "vitest";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0013-session-keys");

test("a process of the version before has no lock, so that nobody takes it for dead", async () => {
  await store.run("insert into worker (id, service, host, pid) values ('w', 'notifier', 'desk', 7)");
  await store.migrate();
  expect(await store.rows("worker")).toMatchObject([{ id: "w", service: "notifier", session_key: null }]);
});
