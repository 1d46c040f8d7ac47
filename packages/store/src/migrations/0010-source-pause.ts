import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // Sources that somebody stopped for a while; their rows in `feed` wait in the stage `paused`.
  `create table source_pause (
    source_id text primary key,
    by text not null,
    reason text not null,
    at timestamptz not null default now())`,

  // The latest polls of each feed, newest first, packed by the store (poll-log.ts).
  `create table poll_log (
    feed_id bigint primary key references feed (id) on delete cascade,
    polls bytea not null)`,
  // Every flush writes the rows anew, no indexed column of them; what is packed does not get smaller by compressing.
  `alter table poll_log set (fillfactor = 50)`,
  `alter table poll_log alter column polls set storage external`,
  `create trigger source_pause_new after insert on source_pause for each row execute function note_pause()`,
  `create trigger source_pause_end after delete on source_pause for each row execute function note_pause()`,
];

/** Pages that are open are told, as of other changes of a source; a pause has no id but the source's. */
const notePause = `create function note_pause() returns trigger language plpgsql as $$
    begin
      execute format('insert into %I.change (kind, ref) values ($1, $2)', tg_table_schema) using 'source',
        case when tg_op = 'DELETE' then old.source_id else new.source_id end;
      return null;
    end $$`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [notePause, ...statements]) await sql.raw(statement).execute(db);
}
