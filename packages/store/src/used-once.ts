import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storable } from "./clean.ts";
import type { Database } from "./schema.ts";

/**
 * Notes that something for one use was used, for a day, for all processes.
 *
 * @param purpose what it is for, e.g. `sign-on`
 * @returns false when it was used before
 */
export async function isFirstUse(db: Kysely<Database>, purpose: string, value: string): Promise<boolean> {
  const { rows } = await sql`
    insert into idempotency (caller, key, request_hash) values (${`once:${purpose}`}, ${storable(value)}, ''::bytea)
    on conflict do nothing returning key`.execute(db);
  return rows.length === 1;
}
