import { parseStoredConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { createConfigReader } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** The configuration in force; null before the first one was loaded. @throws {Error} when it cannot be read */
export async function currentConfig(db: Kysely<Database>): Promise<Config | null> {
  const stored = await db.selectFrom("config").select("version").limit(1).executeTakeFirst();
  if (stored === undefined) return null;
  return (await createConfigReader(db, parseStoredConfig).current()).config;
}
