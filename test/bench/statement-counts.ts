import { sql } from "@wirewatch/store";
import type { TestStore } from "../support/store.ts";

/** Lets a server count its statements, which needs a start of its own. */
export async function countStatements({ db, server }: TestStore): Promise<void> {
  if (server === null) throw new RangeError("the server is shared with others; statements are counted on one's own");
  await sql`alter system set shared_preload_libraries = 'pg_stat_statements'`.execute(db);
  await server.stop();
  await server.revive();
  await sql`create extension if not exists pg_stat_statements schema public`.execute(db);
}

/** Forgets what was counted so far. */
export async function forgetStatements({ db }: TestStore): Promise<void> {
  await sql`select public.pg_stat_statements_reset()`.execute(db);
}

/** How often each kind of statement ran, the most frequent first, with the time it took. @param per what is divided by */
export async function statementLines({ db }: TestStore, per: number): Promise<string[]> {
  const { rows } = await sql<{ calls: number; ms: number; text: string }>`
    select calls::int as calls, total_exec_time as ms,
      left(regexp_replace(query, '\\s+', ' ', 'g'), 110) as text
    from public.pg_stat_statements where calls > ${per / 100} order by calls desc`.execute(db);
  const sum = rows.reduce((total, { calls }) => total + calls, 0);
  return [
    `${(sum / per).toFixed(1)} statements each:`,
    ...rows.map(
      ({ calls, ms, text }) => `  ${(calls / per).toFixed(2).padStart(5)} of ${(ms / calls).toFixed(3)} ms: ${text}`,
    ),
  ];
}
