import { sql } from "kysely";
import { expect, test } from "vitest";
import { oldRows, oldTables } from "../../../../test/support/old-rows.ts";
import { useStoreBefore } from "../../../../test/support/store-before.ts";

const store = useStoreBefore("0011-delivery-lists");

async function planOf(statement: string): Promise<string> {
  const { rows } = await sql.raw<{ "QUERY PLAN": string }>(`explain ${statement}`).execute(store.db);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

test("deliveries stay as they are, and their lists are read by the new indexes", async () => {
  await store.run(...oldRows(1));
  await store.run(`insert into delivery (id, receiver, channel, channel_kind, event, revision, repeat, message, stage, state, created_at)
    select 'old_' || n, 'desk', 'webhook-' || n % 3, 'webhook', 'alert.opened', 1, 'at-least-once', '{}', 'closed',
      case when n % 100 = 0 then 'failed' else 'sent' end, now() - make_interval(mins => n)
    from generate_series(1, 5000) n`);
  const before = await Promise.all(oldTables.map((table) => store.rows(table)));
  await store.migrate();
  expect(await Promise.all(oldTables.map((table) => store.rows(table)))).toEqual(before);
  await store.run("analyze delivery", ...oldRows(2));
  expect(await store.rows("delivery")).toHaveLength(5002);
  expect(await planOf("select id from delivery order by created_at desc, id desc limit 50")).toContain(
    "delivery_created",
  );
  expect(
    await planOf("select id from delivery where state in ('failed', 'unknown') order by created_at, id limit 50"),
  ).toContain("delivery_dead");
  const channel = "receiver = 'desk' and channel = 'webhook-1'";
  expect(await planOf(`select id from delivery where ${channel} order by created_at desc limit 1`)).toContain(
    "delivery_channel",
  );
});
