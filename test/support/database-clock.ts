import { openStore, sql, storeSchema } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** A database in which it is as late as a test says. */
export interface DatabaseClock {
  /** Connections for which the time is the test's. */
  readonly db: Kysely<Database>;
  /** Their address, for other processes. */
  readonly url: string;
  now(): Date;
  /** Nothing happens by itself; a statement that is running may see the time before. */
  set(at: Date): Promise<void>;
  close(): Promise<void>;
}

/** Functions of PostgreSQL that tell the time. `current_timestamp` and its like are no functions: nobody can replace them. */
const clocks = ["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp"] as const;

/**
 * Stops the clock of a database: a schema before `pg_catalog` in the search path has functions that read a row instead. What was bound
 * before, the defaults of columns, is bound anew.
 *
 * @param at the time it is from then on
 */
export async function stopDatabaseClock(store: { readonly url: string }, at: Date): Promise<DatabaseClock> {
  const url = urlUnder(store.url);
  const plain = openStore({ url: store.url, connections: 1 });
  try {
    await install(plain, at);
  } finally {
    await plain.destroy();
  }
  const db = openStore({ url, connections: 8 });
  let current = at;
  return {
    db,
    url,
    now: () => current,
    async set(next) {
      await sql`update test_clock.instant set at = ${next}`.execute(db);
      current = next;
    },
    close: () => db.destroy(),
  };
}

/** The address of a database for connections that look into the schema of the clock first. */
function urlUnder(url: string): string {
  const address = new URL(url);
  address.searchParams.set("options", `-c search_path=test_clock,pg_catalog,${storeSchema}`);
  return address.href;
}

async function install(db: Kysely<Database>, at: Date): Promise<void> {
  await sql`create schema test_clock`.execute(db);
  await sql`create table test_clock.instant (at timestamptz not null)`.execute(db);
  await sql`insert into test_clock.instant values (${at})`.execute(db);
  for (const name of clocks) {
    await sql`create function test_clock.${sql.raw(name)}() returns timestamptz stable parallel safe language sql
      as 'select at from test_clock.instant'`.execute(db);
  }
  const { rows } = await sql<{ place: string; value: string }>`
    select format('%I.%I alter column %I', n.nspname, c.relname, a.attname) as place, pg_get_expr(d.adbin, d.adrelid) as value
    from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where n.nspname = ${storeSchema} and pg_get_expr(d.adbin, d.adrelid) like '%now()%'`.execute(db);
  for (const { place, value } of rows) {
    const bound = value.replaceAll(/\bnow\(\)/gu, "test_clock.now()");
    await sql.raw(`alter table ${place} set default ${bound}`).execute(db);
  }
}
