import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** What is known of a key that came with a write. */
export type KeyVerdict =
  /** Nothing: the write may be done; what it answers is kept with `keepAnswer` in the same transaction. */
  | { readonly kind: "new" }
  /** The same request was answered before. */
  | { readonly kind: "answered"; readonly status: number; readonly body: string }
  /** It was used for another request. */
  | { readonly kind: "other" }
  /** The same key is being used at this moment. */
  | { readonly kind: "busy" };

/** How long answers are kept. */
const keptHours = 24;

/**
 * Reserves a key until the transaction ends: when that fails, nothing was done and nothing is kept.
 *
 * @param caller who sends it; keys of others are another matter
 * @param hash of everything that makes the request what it is
 */
export async function reserveKey(
  tx: Transaction<Database>,
  caller: string,
  key: string,
  hash: Buffer,
): Promise<KeyVerdict> {
  const { rows: won } = await sql<{ won: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency ${caller} ${key}`}, 0)) as won`.execute(tx);
  if (won[0]?.won !== true) return { kind: "busy" };
  const { rows } = await sql<{ request_hash: Buffer; status: number | null; body: string | null }>`
    select request_hash, status, body from idempotency
    where caller = ${caller} and key = ${key} and at > now() - make_interval(hours => ${keptHours})`.execute(tx);
  const [known] = rows;
  if (known === undefined) return { kind: "new" };
  if (!known.request_hash.equals(hash)) return { kind: "other" };
  return { kind: "answered", status: known.status ?? 200, body: known.body ?? "" };
}

/** Keeps the answer to a request for those who send it again. */
export async function keepAnswer(
  tx: Transaction<Database>,
  { caller, key, hash }: { readonly caller: string; readonly key: string; readonly hash: Buffer },
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await sql`
    insert into idempotency (caller, key, request_hash, status, body)
    values (${caller}, ${key}, ${hash}, ${answer.status}, ${answer.body})
    on conflict (caller, key) do update
    set request_hash = excluded.request_hash, status = excluded.status, body = excluded.body, at = now()`.execute(tx);
}

/** Forgets answers that are not kept any more, a few with each call. */
export async function forgetOldAnswers(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from idempotency where ctid in (
      select ctid from idempotency where at < now() - make_interval(hours => ${keptHours}) limit 100 for update skip locked)`.execute(
    db,
  );
}
