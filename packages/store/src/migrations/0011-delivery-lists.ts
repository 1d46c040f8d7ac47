import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // The log of deliveries, the newest first, whoever they are for.
  `create index delivery_created on delivery (created_at desc, id desc)`,
  // Those that did not arrive: few, and looked at often.
  `create index delivery_dead on delivery (created_at, id) where state in ('failed', 'unknown')`,
  // Names of channels, found one after the other, and the last deliveries of each.
  `create index delivery_channel on delivery (receiver, channel, created_at desc)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
