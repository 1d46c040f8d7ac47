import { expect, test } from "vitest";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0009-search");

test("an empty archive begins with its index, so that nothing has to be indexed afterwards", async () => {
  await store.migrate();
  expect(await store.rows("reindex")).toMatchObject([{ name: "search", version: 1, finished_at: expect.any(Date) }]);
});
