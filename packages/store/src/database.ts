import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { preparing } from "./prepared.ts";
import type { Database } from "./schema.ts";

/** Schema of PostgreSQL that holds Wirewatch's tables; BullMQ's live in `bullmq` beside it. */
export const storeSchema = "wirewatch";

export interface StoreOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Most connections this process opens. */
  readonly connections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
  /** Longest wait for a connection, milliseconds; 5 seconds when left out. */
  readonly connectTimeoutMs?: number;
  /** Called for errors of idle connections; they are replaced by themselves. */
  readonly onError?: (error: Error) => void;
}

/** A pool of connections to Wirewatch's tables. The caller ends it with `db.destroy()`. */
export function openStore(options: StoreOptions): Kysely<Database> {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections ?? 10,
    application_name: options.name ?? "wirewatch",
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: `-c search_path=${storeSchema}`,
    statement_timeout: 60_000,
    query_timeout: 70_000,
  });
  pool.on("error", (error) => options.onError?.(error));
  // A connection that is in use when the server dies says so here; without a listener that would end the process.
  pool.on("connect", (client) => client.on("error", (error) => options.onError?.(error)));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}
