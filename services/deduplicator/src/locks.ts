import { lockKeys } from "@wirewatch/similarity";
import type { Fingerprint } from "@wirewatch/similarity";
import { byIndex, sql } from "@wirewatch/store";
import type { Database, Transaction } from "@wirewatch/store";

/** Namespace of our advisory locks, so that they meet nobody else's. */
const lockSpace = 0x7777;

/** Of an article: no two of its revisions are decided on at the same time. The first statement of a transaction. */
export async function lockRevisions(tx: Transaction<Database>, articleId: string): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('article ' || ${articleId}::text, ${lockSpace})), ${byIndex}`.execute(
    tx,
  );
}

/**
 * Of everything that copies have in common. All in one statement, which takes them in the order of the array: one by one they took
 * 200 of 300 ms under load.
 */
export async function lockCopies(tx: Transaction<Database>, print: Fingerprint, url: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockSpace}::int, key) from unnest(${lockKeys(print, url)}::int[]) as key`.execute(
    tx,
  );
}
