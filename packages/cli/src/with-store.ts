import type { Environment } from "@wirewatch/runtime";
import { isMigrated, openStore } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { findStore } from "./store-url.ts";

/** The store as a command has it. */
export interface CommandStore {
  readonly db: Kysely<Database>;
  readonly url: string;
}

/**
 * Opens the store for the time of one command, and closes it whatever happens.
 *
 * @throws {Error} saying what to do, when there is no store, it does not answer, or its tables are another version's
 */
export async function withStore<T>(env: Environment, work: (store: CommandStore) => Promise<T>): Promise<T> {
  const store = await findStore(env);
  const db = openStore({ url: store.url, connections: 3, name: "wirewatch command" });
  try {
    const ready = await isMigrated(db).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`the store at ${new URL(store.url).host} does not answer: ${why}`, { cause: error });
    });
    if (!ready) throw new Error('the store has other tables than this version needs; run "wirewatch migrate" once');
    return await work({ db, url: store.url });
  } finally {
    await db.destroy();
    await store.release();
  }
}
