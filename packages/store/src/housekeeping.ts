import type { Kysely } from "kysely";
import { createArchiveRetention } from "./archive-retention.ts";
import type { KeptFor } from "./archive-retention.ts";
import { forgetOldChanges } from "./changes.ts";
import { forgetOldPrints, isMoreToForget } from "./print-retention.ts";
import type { Database } from "./schema.ts";
import { forgetOldAccess } from "./sessions.ts";
import { countTerms } from "./term-counts.ts";
import { forgetOldUsage } from "./topic-usage.ts";

/** Pause between two rounds when nothing is left, milliseconds. */
const restMs = 30_000;

/**
 * What the leader of all processes does beside ringing: counts the terms of new texts, and forgets what is too
 * old (fingerprints, pages and texts that are not to be kept, what topics cost, changes for open pages, and sessions). One call is one small batch; while batches are full it goes on with the next call, else it rests half a minute.
 *
 * @param monotonicMs milliseconds that never go back
 * @param usual how long articles are kept where the configuration in force says nothing
 */
export function createHousekeeping(
  db: Kysely<Database>,
  monotonicMs: () => number,
  usual: KeptFor,
): () => Promise<void> {
  let restsUntil = 0;
  const forgetOldArticles = createArchiveRetention(db, monotonicMs, usual);
  return async () => {
    if (monotonicMs() < restsUntil) return;
    const counted = await countTerms(db);
    const isMore = isMoreToForget(await forgetOldPrints(db)) || counted > 0;
    if ((await forgetOldArticles()) || isMore) return;
    await forgetOldUsage(db);
    await forgetOldChanges(db);
    await forgetOldAccess(db);
    restsUntil = monotonicMs() + restMs;
  };
}
