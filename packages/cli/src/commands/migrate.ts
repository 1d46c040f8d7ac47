import { migrateQueues } from "@wirewatch/pipeline";
import type { Environment } from "@wirewatch/runtime";
import { migrateStore, openStore } from "@wirewatch/store";
import { findStore } from "../store-url.ts";

/** `wirewatch migrate`: brings the tables of store and queues to this version; safe to repeat. @returns exit code */
export async function migrate(env: Environment, write: (text: string) => void): Promise<number> {
  const store = await findStore(env);
  const db = openStore({ url: store.url, connections: 2 });
  try {
    const applied = await migrateStore(db);
    await migrateQueues(store.url);
    write(applied.length === 0 ? "the store is up to date\n" : `applied ${applied.join(", ")}\n`);
    return 0;
  } finally {
    await db.destroy();
    await store.release();
  }
}
