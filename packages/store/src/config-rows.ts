import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storableJson } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

/** Thrown before the first configuration was loaded: a fetcher does that when it starts. */
export class NoConfigurationError extends Error {}

/** A configuration as it was loaded; its version goes into every match made with it. */
export interface ConfigVersion<Config> {
  readonly version: Id;
  readonly config: Config;
}

/** Gives the configuration that is in force, re-reading it when a newer one was loaded. */
export interface ConfigReader<Config> {
  /**
   * @param knows whether a configuration has what a row names; when the cached one has not, the newest is read: another
   *   process may have written the row with a configuration that was loaded a moment ago
   * @throws {NoConfigurationError} when none was loaded yet
   */
  current(knows?: (config: Config) => boolean): Promise<ConfigVersion<Config>>;
}

/**
 * Stores a configuration as the one in force, unless it is the same as the last.
 *
 * @param fingerprint hash of the files it came from
 * @returns its version, and whether it is new
 */
export async function saveConfig(
  db: Kysely<Database>,
  fingerprint: string,
  content: unknown,
): Promise<{ readonly version: Id; readonly isNew: boolean }> {
  return db.transaction().execute(async (tx) => {
    // Several processes may see the same change at once; one of them stores it.
    await sql`select pg_advisory_xact_lock(hashtext('wirewatch config'))`.execute(tx);
    const last = await tx
      .selectFrom("config")
      .select(["version", "fingerprint"])
      .orderBy("version", "desc")
      .limit(1)
      .executeTakeFirst();
    if (last?.fingerprint === fingerprint) return { version: last.version, isNew: false };
    const { version } = await tx
      .insertInto("config")
      .values({ fingerprint, content: storableJson(content) })
      .returning("version")
      .executeTakeFirstOrThrow();
    return { version, isNew: true };
  });
}

/**
 * Reads the configuration in force, asking the database for a newer one at most every `maxAgeMs`.
 *
 * @param parse makes the typed configuration of the stored JSON
 */
export function createConfigReader<Config>(
  db: Kysely<Database>,
  parse: (content: unknown) => Config,
  maxAgeMs = 1000,
): ConfigReader<Config> {
  let known: ConfigVersion<Config> | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  async function newest(): Promise<ConfigVersion<Config>> {
    const last = await db.selectFrom("config").select("version").orderBy("version", "desc").limit(1).executeTakeFirst();
    if (last === undefined) throw new NoConfigurationError("no configuration was loaded yet");
    if (known?.version !== last.version) {
      const row = await db
        .selectFrom("config")
        .select("content")
        .where("version", "=", last.version)
        .executeTakeFirstOrThrow();
      known = { version: last.version, config: parse(row.content) };
    }
    askedMs = performance.now();
    return known;
  }
  return {
    async current(knows = () => true) {
      const isFresh = known !== undefined && performance.now() - askedMs < maxAgeMs;
      return known !== undefined && isFresh && knows(known.config) ? known : newest();
    },
  };
}
