import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { forgetOldAnswers } from "./api-idempotency.ts";
import { forgetOldAttempts } from "./log-in-limits.ts";
import { storable } from "./clean.ts";
import type { Role } from "./console-tables.ts";
import type { Database, Id } from "./schema.ts";

/** Somebody who is logged in. */
export interface SessionPerson {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** IANA name; null: the configuration's. */
  readonly timeZone: string | null;
  /** True while the password is one to log in with once: nothing works before another one is chosen. */
  readonly mustChoosePassword: boolean;
}

/** Without anything that its person did, a session ends after this long. */
const idleMs = 24 * 3_600_000;
/** However much it is used, a session ends after this long. */
const longestMs = 14 * 24 * 3_600_000;

/**
 * Begins a session; always with a new token, so that nobody can log somebody in to a session of their own.
 *
 * @param from where the person logged in, for the list of sessions
 * @returns the token for the cookie, 43 characters; only its hash is stored
 */
export async function openSession(
  db: Kysely<Database>,
  personId: Id,
  from: { readonly address: string; readonly agent: string },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`
    insert into session (token_hash, person_id, ends_at, address, agent)
    values (${hashOf(token)}, ${personId}, now() + make_interval(secs => ${longestMs / 1000}),
      ${storable(from.address)}, ${storable(from.agent.slice(0, 200))})`.execute(db);
  await sql`update person set last_seen_at = now() where id = ${personId}`.execute(db);
  return token;
}

/** Who the token of a cookie is of; null when its session ended, or the person may not come in any more. Does not prolong the session. */
export async function findSession(db: Kysely<Database>, token: string): Promise<SessionPerson | null> {
  return (await readSession(db, token))?.person ?? null;
}

/** The same for something that the person did themselves: the session goes on from now. */
export async function useSession(db: Kysely<Database>, token: string): Promise<SessionPerson | null> {
  const found = await readSession(db, token);
  if (found === null) return null;
  const { person, isStale } = found;
  if (isStale) {
    await sql`update session set seen_at = now() where token_hash = ${hashOf(token)}`.execute(db);
    await sql`update person set last_seen_at = now() where id = ${person.id}`.execute(db);
  }
  return person;
}

async function readSession(
  db: Kysely<Database>,
  token: string,
): Promise<{ readonly person: SessionPerson; readonly isStale: boolean } | null> {
  if (!/^[\w-]{43}$/u.test(token)) return null;
  const { rows } = await sql<SessionPerson & { isStale: boolean }>`
    select p.id, p.login, p.name, p.role, p.time_zone as "timeZone", p.one_time_until is not null as "mustChoosePassword",
      s.seen_at < now() - interval '1 minute' as "isStale"
    from session s join person p on p.id = s.person_id
    where s.token_hash = ${hashOf(token)} and s.ends_at > now() and p.disabled_at is null
      and s.seen_at > now() - make_interval(secs => ${idleMs / 1000})`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { isStale, ...person } = row;
  return { person, isStale };
}

export async function endSession(db: Kysely<Database>, token: string): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", hashOf(token)).execute();
}

/**
 * Ends all sessions of a person, e.g. after a new password.
 *
 * @param except token of the session that goes on
 * @returns how many there were
 */
export async function endSessionsOf(db: Kysely<Database>, personId: Id, except: string | null = null): Promise<number> {
  const { rows } = await sql`delete from session where person_id = ${personId}
    and token_hash is distinct from ${except === null ? null : hashOf(except)} returning 1`.execute(db);
  return rows.length;
}

/** A session as its owner sees it. */
export interface OwnSession {
  /** Names it in forms; of no use as a token. */
  readonly id: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly endsAt: Date;
  readonly address: string;
  readonly agent: string;
  /** The one that asks. */
  readonly isThis: boolean;
}

/** Characters of the hash that name a session: enough to tell those of one person apart. */
const idLength = 24;

/** Sessions of a person that go on, the latest used first. @param current token of the session that asks */
export async function listSessions(
  db: Kysely<Database>,
  personId: Id,
  current: string | null,
): Promise<readonly OwnSession[]> {
  const { rows } = await sql<OwnSession>`
    select left(encode(token_hash, 'hex'), ${idLength}) as id, created_at as "startedAt", seen_at as "seenAt",
      least(ends_at, seen_at + make_interval(secs => ${idleMs / 1000})) as "endsAt", address, agent,
      token_hash is not distinct from ${current === null ? null : hashOf(current)} as "isThis"
    from session where person_id = ${personId} and ends_at > now()
      and seen_at > now() - make_interval(secs => ${idleMs / 1000})
    order by seen_at desc, token_hash limit 100`.execute(db);
  return rows;
}

/** Ends one session of a person. @param id as in `listSessions` @returns false when there is none of that id */
export async function endOwnSession(db: Kysely<Database>, personId: Id, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from session where person_id = ${personId} and left(encode(token_hash, 'hex'), ${idLength}) = ${storable(id)}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Forgets sessions, answers to repeated writes and wrong log-ins that are of no use any more. */
export async function forgetOldAccess(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from session where token_hash in (
      select token_hash from session
      where ends_at < now() or seen_at < now() - make_interval(secs => ${idleMs / 1000}) limit 1000)`.execute(db);
  await forgetOldAnswers(db);
  await forgetOldAttempts(db);
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
