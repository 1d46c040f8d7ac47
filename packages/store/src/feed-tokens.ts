import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { FeedTokenTable } from "./console-tables.ts";
import type { Database, Id } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** What a feed is of: a topic by its id, or a saved search by its number. */
export interface FeedSubject {
  readonly kind: FeedTokenTable["kind"];
  readonly ref: string;
}

/** A private address of a feed as people see it; the address itself is shown once, to its maker. */
export interface FeedToken extends FeedSubject {
  readonly id: Id;
  /** Who or what reads it. */
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** What every token begins with, so that programs that look for leaked ones know them. */
const prefix = "wwf_";
const pattern = /^wwf_[\w-]{43}$/u;

/** @returns the token for the address; only its hash is stored */
export async function addFeedToken(
  db: Db,
  { kind, ref, name, createdBy }: FeedSubject & { readonly name: string; readonly createdBy: Id },
): Promise<{ readonly id: Id; readonly token: string }> {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  const { rows } = await sql<{ id: Id }>`
    insert into feed_token (token_hash, kind, ref, name, created_by)
    values (${hashOf(token)}, ${kind}, ${ref}, ${storable(name)}, ${createdBy}) returning id`.execute(db);
  return { id: rows[0]?.id ?? "", token };
}

/** What a token is for; null when it is none of ours, was revoked, or its maker may not come in any more. */
export async function findFeedToken(db: Db, token: string): Promise<(FeedSubject & { readonly id: Id }) | null> {
  if (!pattern.test(token)) return null;
  const { rows } = await sql<FeedSubject & { id: Id; isStale: boolean }>`
    select t.id, t.kind, t.ref, coalesce(t.last_used_at < now() - interval '1 minute', true) as "isStale"
    from feed_token t join person p on p.id = t.created_by
    where t.token_hash = ${hashOf(token)} and t.revoked_at is null and p.disabled_at is null`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { isStale, ...found } = row;
  if (isStale) await sql`update feed_token set last_used_at = now() where id = ${found.id}`.execute(db);
  return found;
}

/** The addresses of a feed that work, the newest first. */
export async function listFeedTokens(db: Db, { kind, ref }: FeedSubject): Promise<readonly FeedToken[]> {
  const { rows } = await sql<FeedToken>`
    select t.id, t.kind, t.ref, t.name, p.login as "createdBy", t.created_at as "createdAt", t.last_used_at as "lastUsedAt"
    from feed_token t join person p on p.id = t.created_by
    where t.kind = ${kind} and t.ref = ${ref} and t.revoked_at is null and p.disabled_at is null
    order by t.id desc limit 200`.execute(db);
  return rows;
}

/** Ends an address for good. @returns its name; null when there is none that works */
export async function revokeFeedToken(db: Db, id: Id, { kind, ref }: FeedSubject): Promise<string | null> {
  if (!/^\d{1,18}$/u.test(id)) return null;
  const { rows } = await sql<{ name: string }>`
    update feed_token set revoked_at = now() where id = ${id} and kind = ${kind} and ref = ${ref} and revoked_at is null
    returning name`.execute(db);
  return rows[0]?.name ?? null;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
