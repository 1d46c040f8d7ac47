import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

const name = "links";

/** The key by which links in messages are signed: 32 random bytes, made by whoever asks first and the same ever after. */
export async function linkKey(db: Kysely<Database>): Promise<Uint8Array> {
  const read = () => db.selectFrom("system_key").select("key").where("name", "=", name).executeTakeFirst();
  const known = await read();
  if (known !== undefined) return known.key;
  await db
    .insertInto("system_key")
    .values({ name, key: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await read();
  if (made === undefined) throw new Error("the key of links could not be stored");
  return made.key;
}
