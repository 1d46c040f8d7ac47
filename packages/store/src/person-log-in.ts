import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storable } from "./clean.ts";
import type { Role } from "./console-tables.ts";
import { isLastAdmin } from "./people.ts";
import type { Database, Id } from "./schema.ts";

/** What a log-in with a password is decided by. */
export interface LogInPerson {
  readonly id: Id;
  readonly login: string;
  readonly passwordHash: string | null;
  /** True while the password is one to log in with once, and still good. */
  readonly isOneTime: boolean;
}

/** The person a login is of; null when there is none, may not come in, or the password for one log-in is too old. */
export async function findLogIn(db: Kysely<Database>, login: string): Promise<LogInPerson | null> {
  const { rows } = await sql<LogInPerson>`
    select id, login, password_hash as "passwordHash", one_time_until is not null as "isOneTime" from person
    where lower(login) = ${storable(login.toLowerCase())} and disabled_at is null
      and (one_time_until is null or one_time_until > now())`.execute(db);
  return rows[0] ?? null;
}

/**
 * Takes a password that is for one log-in only out of use.
 *
 * @returns false when it was used or replaced in the meantime
 */
export async function useOneTimePassword(db: Kysely<Database>, { id, passwordHash }: LogInPerson): Promise<boolean> {
  const { rows } = await sql`
    update person set password_hash = null where id = ${id} and password_hash = ${passwordHash} and one_time_until > now()
    returning id`.execute(db);
  return rows.length === 1;
}

/** How the first log-in of all is prepared. */
export type FirstLogIn =
  /** Somebody has chosen a password, or came by single sign-on. */
  | "over"
  /** Another process gave the password a moment ago; it is still good. */
  | "given"
  | "made";

/**
 * Makes the person `admin`, or gives it a new password to log in with once, when nobody ever got in.
 *
 * @param oneTimeHash of the password that is shown when the answer is `made`
 */
export async function prepareFirstLogIn(db: Kysely<Database>, oneTimeHash: string): Promise<FirstLogIn> {
  return db.transaction().execute(async (tx) => {
    // Several consoles may start at once; one of them gives the password.
    await sql`select pg_advisory_xact_lock(hashtext('wirewatch people'))`.execute(tx);
    const { rows } = await sql<{ isOver: boolean; isGiven: boolean }>`
      select
        exists (select from person where subject is not null or (password_hash is not null and one_time_until is null)) as "isOver",
        exists (select from person where lower(login) = 'admin' and one_time_until > now() + interval '24 hours' - interval '1 minute')
          as "isGiven"`.execute(tx);
    if (rows[0]?.isOver === true) return "over";
    if (rows[0]?.isGiven === true) return "given";
    await sql`
      insert into person (login, name, role, password_hash, one_time_until)
      values ('admin', 'Administrator', 'admin', ${oneTimeHash}, now() + interval '24 hours')
      on conflict (lower(login)) do update set password_hash = excluded.password_hash, one_time_until = excluded.one_time_until,
        role = 'admin', disabled_at = null`.execute(tx);
    await sql`delete from session using person p where p.id = person_id and lower(p.login) = 'admin'`.execute(tx);
    return "made";
  });
}

/** Somebody who was vouched for by single sign-on. */
export interface SignedOn {
  /** Issuer and subject; the same for ever. */
  readonly subject: string;
  /** Wished for; another one is made of it when it is taken. */
  readonly login: string;
  readonly name: string;
  /** What the issuer says; null when it says nothing, or roles are given here. */
  readonly role: Role | null;
}

/**
 * Finds or adds the person behind a single sign-on. Somebody who is known here by the same login is somebody else:
 * a name at the issuer opens nobody's account.
 *
 * @returns null when they may not come in any more
 */
export async function signOnPerson(
  db: Kysely<Database>,
  given: SignedOn,
): Promise<{ readonly id: Id; readonly login: string; readonly isNew: boolean; readonly role: Role } | null> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('wirewatch people'))`.execute(tx);
    const known = await tx
      .selectFrom("person")
      .select(["id", "login", "role", "disabled_at"])
      .where("subject", "=", given.subject)
      .executeTakeFirst();
    if (known?.disabled_at !== undefined && known.disabled_at !== null) return null;
    if (known !== undefined) {
      const { id, login } = known;
      // Somebody has to be left who can manage people, whatever the issuer says.
      const role = given.role !== "admin" && (await isLastAdmin(tx, id)) ? "admin" : (given.role ?? known.role);
      if (role !== known.role) await tx.updateTable("person").set({ role }).where("id", "=", id).execute();
      return { id, login, isNew: false, role };
    }
    const role = given.role ?? "viewer";
    const { id, login } = await tx
      .insertInto("person")
      .values({ login: await freeLogin(tx, given.login), name: storable(given.name), role, subject: given.subject })
      .returning(["id", "login"])
      .executeTakeFirstOrThrow();
    return { id, login, isNew: true, role };
  });
}

async function freeLogin(tx: Kysely<Database>, wished: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const login = number === 1 ? wished : `${wished.slice(0, 56)}-${number}`;
    const { rows } = await sql`select from person where lower(login) = lower(${login})`.execute(tx);
    if (rows.length === 0) return login;
  }
}
