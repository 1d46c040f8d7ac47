import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storable } from "./clean.ts";
import type { Scope } from "./console-tables.ts";
import type { Database, Id } from "./schema.ts";

/** What every token begins with, so that programs that look for leaked ones know them. */
const prefix = "wwt_";

/** A program with a token. */
export interface TokenHolder {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** A token as admins see it; never the token itself. */
export interface ApiToken extends TokenHolder {
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endsAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** Past `endsAt` by the database's clock. */
  readonly isOver: boolean;
}

/** The program a token is of; null when it is none of ours, has ended or was revoked. */
export async function findApiToken(db: Kysely<Database>, token: string): Promise<TokenHolder | null> {
  if (!token.startsWith(prefix) || token.length > 100) return null;
  const { rows } = await sql<TokenHolder & { isStale: boolean }>`
    select id, name, scopes, coalesce(last_used_at < now() - interval '1 minute', true) as "isStale" from api_token
    where token_hash = ${hashOf(token)} and revoked_at is null and (ends_at is null or ends_at > now())`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { isStale, ...holder } = row;
  if (isStale) await sql`update api_token set last_used_at = now() where id = ${holder.id}`.execute(db);
  return holder;
}

/**
 * Makes a token.
 *
 * @param given.days after which it ends; null: when it is revoked
 * @returns the token, shown to its maker once and stored as a hash only
 */
export async function addApiToken(
  db: Kysely<Database>,
  given: {
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly days: number | null;
    readonly createdBy: Id;
  },
): Promise<{ readonly id: Id; readonly token: string }> {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  const { rows } = await sql<{ id: Id }>`
    insert into api_token (name, token_hash, scopes, created_by, ends_at)
    values (${storable(given.name)}, ${hashOf(token)}, ${[...given.scopes]}::text[], ${given.createdBy},
      now() + make_interval(days => ${given.days}::int)) returning id`.execute(db);
  return { id: rows[0]?.id ?? "", token };
}

/** All tokens: those that work, the newest first, then the others. */
export async function listApiTokens(db: Kysely<Database>): Promise<readonly ApiToken[]> {
  const { rows } = await sql<ApiToken>`
    select t.id, t.name, t.scopes, p.login as "createdBy", t.created_at as "createdAt", t.ends_at as "endsAt",
      t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt", coalesce(t.ends_at <= now(), false) as "isOver"
    from api_token t join person p on p.id = t.created_by
    order by t.revoked_at is not null or coalesce(t.ends_at <= now(), false), t.created_at desc, t.id desc limit 500`.execute(
    db,
  );
  return rows;
}

/** Ends a token for good. @returns its name; null when there is none that works */
export async function revokeApiToken(db: Kysely<Database>, id: Id): Promise<string | null> {
  if (!/^\d{1,18}$/u.test(id)) return null;
  const { rows } = await sql<{ name: string }>`
    update api_token set revoked_at = now() where id = ${id} and revoked_at is null returning name`.execute(db);
  return rows[0]?.name ?? null;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
