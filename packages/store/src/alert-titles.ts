import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database, Id } from "./schema.ts";

/** Titles from which on a text is found so often that the newest alerts are looked through for it. */
const maxTitles = 5_000;

/**
 * Whether a text names a group of alerts: it is part of the headline of one of its articles or of its story's title, in any letter case, or the
 * group's own name (`al_12`). Groups that few titles lead to are named one by one, which the index of all titles finds in about a millisecond;
 * what is in more titles is soon met by whoever goes through the alerts.
 *
 * @param text not empty; characters of `like` stand for themselves
 * @param alias of the table of groups in the statement
 */
export async function namesGroup(db: Kysely<Database>, text: string, alias: string): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ ids: readonly Id[]; titles: number }>`
    select coalesce(array_agg(distinct group_id), '{}')::text[] as ids, count(*)::int as titles
    from (select t.group_id from alert_title t where title_grams(t.title) @@ title_query(${text}) and ${hasPart(text)}
      limit ${maxTitles + 1}) named`.execute(db);
  const [{ ids, titles } = { ids: [], titles: 0 }] = rows;
  const own = /^al_(\d{1,18})$/u.exec(text)?.[1];
  const ofOwnName = own === undefined ? [] : [own];
  const id = sql`${sql.ref(alias)}.id`;
  if (titles <= maxTitles) return sql`${id} = any(${[...ids, ...ofOwnName]}::bigint[])`;
  // No "exists": for that the planner looks through all titles there are.
  return sql`(${id} = any(${ofOwnName}::bigint[])
    or (select true from alert_title t where t.group_id = ${id} and ${hasPart(text)} limit 1))`;
}

function hasPart(text: string): RawBuilder<boolean> {
  return sql`t.title ilike ${`%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`}`;
}
