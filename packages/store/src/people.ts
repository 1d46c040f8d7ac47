import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { Role } from "./console-tables.ts";
import type { Database, Id } from "./schema.ts";
import { endSessionsOf } from "./sessions.ts";

/** Somebody who may use the console, as the list of people shows them. */
export interface Person {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** True when they can log in with a password, be it one for one log-in only. */
  readonly hasPassword: boolean;
  /** Until when the password is one to log in with once; null when it is their own, or there is none. */
  readonly oneTimeUntil: Date | null;
  /** Comes by single sign-on. */
  readonly isSignedOn: boolean;
  readonly createdAt: Date;
  readonly lastSeenAt: Date | null;
  readonly disabledAt: Date | null;
  /** Sessions that go on. */
  readonly sessions: number;
}

/** What a login may look like: it stands in audit lines, links and commands. */
export const loginPattern = /^[a-z0-9][a-z0-9._@+-]{0,63}$/u;

/** How long a password to log in with once is good, hours. */
export const oneTimeHours = 24;

const listed = sql`
  select p.id, p.login, p.name, p.role, p.password_hash is not null as "hasPassword", p.one_time_until as "oneTimeUntil",
    p.subject is not null as "isSignedOn", p.created_at as "createdAt", p.last_seen_at as "lastSeenAt", p.disabled_at as "disabledAt",
    (select count(*)::int from session s where s.person_id = p.id and s.ends_at > now()
      and s.seen_at > now() - interval '24 hours') as sessions
  from person p`;

/** Everybody, those who may come in first, by login. */
export async function listPeople(db: Kysely<Database>): Promise<readonly Person[]> {
  const { rows } = await sql<Person>`${listed} order by p.disabled_at is not null, lower(p.login)`.execute(db);
  return rows;
}

/** One person by login, whatever its case. */
export async function findPerson(db: Kysely<Database>, login: string): Promise<Person | null> {
  const { rows } = await sql<Person>`${listed} where lower(p.login) = ${storable(login.toLowerCase())}`.execute(db);
  return rows[0] ?? null;
}

export async function personById(db: Kysely<Database>, id: Id): Promise<Person | null> {
  if (!/^\d{1,18}$/u.test(id)) return null;
  const { rows } = await sql<Person>`${listed} where p.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Adds a person with a password to log in with once.
 *
 * @returns its id; null when the login is taken
 */
export async function addPerson(
  db: Kysely<Database>,
  person: { readonly login: string; readonly name: string; readonly role: Role; readonly oneTimeHash: string },
): Promise<Id | null> {
  const { rows } = await sql<{ id: Id }>`
    insert into person (login, name, role, password_hash, one_time_until)
    values (${person.login.toLowerCase()}, ${storable(person.name)}, ${person.role}, ${person.oneTimeHash},
      now() + make_interval(hours => ${oneTimeHours}))
    on conflict (lower(login)) do nothing returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** Gives a person a new password to log in with once; the one before works no more, and all sessions end. */
export async function giveOneTimePassword(db: Kysely<Database>, id: Id, oneTimeHash: string): Promise<void> {
  await sql`update person set password_hash = ${oneTimeHash}, one_time_until = now() + make_interval(hours => ${oneTimeHours})
    where id = ${id}`.execute(db);
  await endSessionsOf(db, id);
}

/** Sets the password a person chose; all sessions end. */
export async function setPassword(db: Kysely<Database>, id: Id, hash: string): Promise<void> {
  await sql`update person set password_hash = ${hash}, one_time_until = null where id = ${id}`.execute(db);
  await endSessionsOf(db, id);
}

/** What a change to a person came to; `lastAdmin`: somebody has to be left who can manage people. */
export type PersonChange = "done" | "same" | "lastAdmin" | "missing";

/** Changes a role, which holds from the next request on. */
export async function setRole(tx: Transaction<Database>, id: Id, role: Role): Promise<PersonChange> {
  const person = await lockPerson(tx, id);
  if (person === undefined) return "missing";
  if (person.role === role) return "same";
  if (role !== "admin" && (await isLastAdmin(tx, id))) return "lastAdmin";
  await tx.updateTable("person").set({ role }).where("id", "=", id).execute();
  return "done";
}

/** Keeps somebody out from now on: sessions end at once. */
export async function disablePerson(tx: Transaction<Database>, id: Id): Promise<PersonChange> {
  const person = await lockPerson(tx, id);
  if (person === undefined) return "missing";
  if (person.disabled_at !== null) return "same";
  if (await isLastAdmin(tx, id)) return "lastAdmin";
  await sql`update person set disabled_at = now() where id = ${id}`.execute(tx);
  await endSessionsOf(tx, id);
  return "done";
}

/** Lets somebody in again; the password is the one there was. */
export async function enablePerson(tx: Transaction<Database>, id: Id): Promise<PersonChange> {
  const person = await lockPerson(tx, id);
  if (person === undefined) return "missing";
  if (person.disabled_at === null) return "same";
  await tx.updateTable("person").set({ disabled_at: null }).where("id", "=", id).execute();
  return "done";
}

/** What people change of themselves. @param own.timeZone IANA name; null: the configuration's */
export async function saveOwnSettings(
  db: Kysely<Database>,
  id: Id,
  own: { readonly name: string; readonly timeZone: string | null },
): Promise<void> {
  await db
    .updateTable("person")
    .set({ name: storable(own.name), time_zone: own.timeZone })
    .where("id", "=", id)
    .execute();
}

/** Two admins who demote each other at the same moment wait for each other here. */
async function lockPerson(tx: Kysely<Database>, id: Id) {
  await sql`select pg_advisory_xact_lock(hashtext('wirewatch people'))`.execute(tx);
  return tx.selectFrom("person").select(["role", "disabled_at"]).where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Whether nobody could manage people without this one. */
export async function isLastAdmin(tx: Kysely<Database>, id: Id): Promise<boolean> {
  const { rows } = await sql<{ isAdmin: boolean; others: number }>`
    select coalesce(bool_or(id = ${id}), false) as "isAdmin", (count(*) filter (where id <> ${id}))::int as others
    from person where role = 'admin' and disabled_at is null`.execute(tx);
  return rows[0]?.isAdmin === true && rows[0].others === 0;
}
