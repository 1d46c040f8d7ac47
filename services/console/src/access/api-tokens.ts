import { createHash } from "node:crypto";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import type { TokenCaller } from "./roles.ts";

/** What every token begins with, so that programs that look for leaked ones know them. */
export const tokenPrefix = "wwt_";

/** The program a token is of; null when it is none of ours, has ended or was revoked. */
export async function findToken(db: Kysely<Database>, token: string): Promise<TokenCaller | null> {
  if (!token.startsWith(tokenPrefix) || token.length > 100) return null;
  const { rows } = await sql<TokenCaller & { isStale: boolean }>`
    select id, name, scopes, coalesce(last_used_at < now() - interval '1 minute', true) as "isStale" from api_token
    where token_hash = ${tokenHash(token)} and revoked_at is null and (ends_at is null or ends_at > now())`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { isStale, ...caller } = row;
  if (isStale) await sql`update api_token set last_used_at = now() where id = ${caller.id}`.execute(db);
  return caller;
}

export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
