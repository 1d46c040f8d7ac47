import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** A search somebody wants to run again; seen by everybody. */
export interface SavedSearch {
  readonly id: Id;
  readonly name: string;
  readonly query: string;
  /** Everything of the search page's address but the query, e.g. `source=harbour-post&dialect=lexis`. */
  readonly filters: string;
  /** Login of its maker. */
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Private addresses of its feed that work. */
  readonly feeds: number;
}

/** More are not kept: a list that long is read by nobody. */
const maxSearches = 500;

/** @returns its id; null when there are as many as are kept */
export async function saveSearch(
  db: Db,
  given: { readonly name: string; readonly query: string; readonly filters: string; readonly createdBy: Id },
): Promise<Id | null> {
  const { rows } = await sql<{ id: Id }>`
    insert into saved_search (name, query, filters, created_by)
    select ${storable(given.name)}, ${storable(given.query)}, jsonb_build_object('address', ${storable(given.filters)}::text), ${given.createdBy}
    where (select count(*) from saved_search) < ${maxSearches} returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** All of them by name. */
export async function listSavedSearches(db: Db): Promise<readonly SavedSearch[]> {
  const { rows } = await sql<SavedSearch>`${searches} order by lower(s.name), s.id limit ${maxSearches}`.execute(db);
  return rows;
}

export async function findSavedSearch(db: Db, id: Id): Promise<SavedSearch | null> {
  if (!/^\d{1,18}$/u.test(id)) return null;
  const { rows } = await sql<SavedSearch>`${searches} where s.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Takes it away together with the addresses of its feed. @returns its name; null when there is none */
export async function deleteSavedSearch(tx: Transaction<Database>, id: Id): Promise<string | null> {
  if (!/^\d{1,18}$/u.test(id)) return null;
  const { rows } = await sql<{ name: string }>`delete from saved_search where id = ${id} returning name`.execute(tx);
  await sql`update feed_token set revoked_at = now() where kind = 'search' and ref = ${id} and revoked_at is null`.execute(
    tx,
  );
  return rows[0]?.name ?? null;
}

const searches = sql`
  select s.id, s.name, s.query, coalesce(s.filters ->> 'address', '') as filters, p.login as "createdBy", s.created_at as "createdAt",
    (select count(*)::int from feed_token t where t.kind = 'search' and t.ref = s.id::text and t.revoked_at is null) as feeds
  from saved_search s join person p on p.id = s.created_by`;
