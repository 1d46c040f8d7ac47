import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Alerts whose titles one statement copies; 20,000 took 7 s on a busy machine, and no statement may take more than a minute. */
const batch = 20_000;

const statements = [
  // What the alerts of a group are called: the headlines of its articles and its story's title, each once. To be found by any part of them
  // (alert-titles.ts) without a look at all of them. A title takes 370 bytes with its indexes, an alert has one or two.
  `create table alert_title (
    group_id bigint not null,
    title text not null)`,
  // Of the titles themselves an index could not hold those that are long.
  `create unique index alert_title_once on alert_title (group_id, hashtextextended(title, 0))`,

  // Every three characters that follow each other, in small letters, and the last two and the last: so that a part of a title is found by
  // its own three by three, or by how it begins when it is shorter. It reads the title three times, each time from one character further on,
  // in threes, which takes two thirds of the time of cutting each three on its own. Not pg_trgm: a server may not have it, and with the C
  // locale it knows no letters but a to z. Character 1 is what threes are split at.
  `create function title_grams(title text) returns tsvector language sql immutable strict parallel safe
    return array_to_tsvector(array_remove(string_to_array(
      regexp_replace(translate(lower(title), chr(1), ' '), '(...)', '\\1' || chr(1), 'g') || chr(1) ||
      regexp_replace(substr(translate(lower(title), chr(1), ' '), 2), '(...)', '\\1' || chr(1), 'g') || chr(1) ||
      regexp_replace(substr(translate(lower(title), chr(1), ' '), 3), '(...)', '\\1' || chr(1), 'g'), chr(1)), ''))`,
  // What titles with this part have at least. The first 30 characters lead to few enough.
  `create function title_query(part text) returns tsquery language sql immutable strict parallel safe
    return (select string_agg('''' || replace(replace(substr(t, n, 3), '\\', '\\\\'), '''', '''''') || '''' ||
        case when length(t) < 3 then ':*' else '' end, ' & ')::tsquery
      from (select left(translate(lower(part), chr(1), ' '), 30) as t) cut, generate_series(1, greatest(length(t) - 2, 1)) n where t <> '')`,
  // Statistics of it would cost more than all else: each look would cut thousands of titles. A small list of what is not sorted in yet, since
  // each search reads it.
  `create index alert_title_grams on alert_title using gin (title_grams(title)) with (gin_pending_list_limit = 1024)`,
  `alter index alert_title_grams alter column 1 set statistics 0`,

  // By a trigger, since processes of the version before go on for a while. No title has more than 1,000 characters; what says so is none.
  `create function note_alert_title() returns trigger language plpgsql set search_path from current as $$
    begin
      insert into alert_title (group_id, title)
      select new.group_id, left(given.title, 1000) from (
        select y.title from alert_group g join story y on y.id = g.story_id where g.id = new.group_id
        union all
        select v.title from topic_match m join article_revision v on v.article_id = m.article_id and v.revision = m.revision
          where m.id = new.match_id) given
      where given.title <> '' on conflict do nothing;
      return null;
    end $$`,
];

/** From these on new alerts wait for the end of the migration. In the order in which the notifier writes, so that neither waits for the other. */
const locking = [
  `alter table alert_title add foreign key (group_id) references alert_group (id) on delete cascade`,
  `create trigger alert_titled after insert on alert for each row execute function note_alert_title()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await copyAll(db);
  for (const statement of locking) await sql.raw(statement).execute(db);
  // Those that came meanwhile; that the others are there is seen in a tenth of the time.
  await copyAll(db);
}

/** Copies the titles of the alerts that are there. */
async function copyAll(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ last: string | null }>`select max(id) as last from alert`.execute(db);
  for (let after = 0, last = Number(rows[0]?.last ?? 0); after < last; after += batch) await copyTitles(db, after);
}

async function copyTitles(db: Kysely<unknown>, after: number): Promise<void> {
  await sql`
    insert into alert_title (group_id, title)
    select distinct group_id, left(title, 1000) from (
      select a.group_id, y.title from alert a join alert_group g on g.id = a.group_id join story y on y.id = g.story_id
        where a.id > ${after}::bigint and a.id <= ${after + batch}::bigint
      union all
      select a.group_id, v.title from alert a join topic_match m on m.id = a.match_id
        join article_revision v on v.article_id = m.article_id and v.revision = m.revision
        where a.id > ${after}::bigint and a.id <= ${after + batch}::bigint) given
    where title <> '' on conflict do nothing`.execute(db);
}
