import type { Config } from "@wirewatch/config";
import { ensureGate, gateOf, newWork } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/**
 * Makes the rows of polled feeds what the configuration lists: new ones are due at once (spread over a few seconds so
 * that a long list does not start in one moment), removed or disabled ones stop, their history stays.
 */
export async function syncFeeds(db: Kysely<Database>, config: Config): Promise<void> {
  const wanted = config.sources
    .filter((source) => source.enabled)
    .flatMap((source) =>
      source.feeds.map((url) => ({ source_id: source.id, url, gate: gateOf(url), slots: source.perHost.concurrency })),
    );
  await db.transaction().execute(async (tx) => {
    for (const [index, { slots, ...feed }] of wanted.entries()) {
      await ensureGate(tx, feed.gate, slots);
      const spreadSeconds = Math.min(60, index * 0.05);
      await tx
        .insertInto("feed")
        .values({ ...feed, ...newWork("poll"), next_at: sql<Date>`now() + make_interval(secs => ${spreadSeconds})` })
        .onConflict((conflict) =>
          conflict
            .columns(["source_id", "url"])
            .doUpdateSet({ stage: "poll", gate: feed.gate, due_at: sql<Date>`'infinity'`, next_at: sql<Date>`now()` })
            .where("feed.stage", "=", "stopped"),
        )
        .execute();
    }
    const listed = wanted.map((feed) => `${feed.source_id} ${feed.url}`);
    await tx
      .updateTable("feed")
      .set({ stage: "stopped", status: "disabled", reason: "not in the configuration", due_at: sql<Date>`'infinity'` })
      .where("stage", "=", "poll")
      .where(sql<boolean>`not (source_id || ' ' || url = any(${listed}::text[]))`)
      .execute();
  });
}
