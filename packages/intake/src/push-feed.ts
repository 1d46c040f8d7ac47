import type { SourceConfig } from "@wirewatch/config";
import { sql } from "@wirewatch/store";
import type { Database, Id, Transaction } from "@wirewatch/store";

/** Stands for the address of a source that hands its articles in. */
export function pushFeedUrl(sourceId: string): string {
  return `push:${sourceId}`;
}

/** The row of a source of kind `push`, made when it is missing. It is never polled: its stage is `push`. */
export async function pushFeed(
  tx: Transaction<Database>,
  source: Pick<SourceConfig, "id">,
): Promise<{ readonly id: Id; readonly url: string }> {
  const url = pushFeedUrl(source.id);
  const known = await tx
    .selectFrom("feed")
    .select(["id", "url"])
    .where("source_id", "=", source.id)
    .where("url", "=", url)
    .where("stage", "=", "push")
    .executeTakeFirst();
  if (known !== undefined) return known;
  const row = { kind: "push", stage: "push", status: "ok", reason: null };
  return tx
    .insertInto("feed")
    .values({
      source_id: source.id,
      url,
      gate: url,
      due_at: sql<Date>`'infinity'`,
      next_at: sql<Date>`'infinity'`,
      ...row,
    })
    .onConflict((conflict) => conflict.columns(["source_id", "url"]).doUpdateSet(row))
    .returning(["id", "url"])
    .executeTakeFirstOrThrow();
}
