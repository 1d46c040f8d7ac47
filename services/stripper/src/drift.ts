import type { SourceConfig } from "@wirewatch/config";
import { driftOf, driftText, observe, readDrift, type DriftChange, type Observation } from "@wirewatch/extraction";
import { openNotice } from "@wirewatch/intake";
import type { Bell } from "@wirewatch/pipeline";
import { sql, storable, storableJson } from "@wirewatch/store";
import type { ArticleRevision, Database, Transaction } from "@wirewatch/store";
import type { PoolResult } from "./extract-pool.ts";

/** What one page of a source gave, for the source's history. */
export interface ObservedPage {
  readonly source: Pick<SourceConfig, "id" | "name">;
  readonly page: Observation;
}

/**
 * What a page says about how its source is read; null when it does not count: only news that were fetched do. The archive that
 * a new source brings may be of another layout, a text that the feed carried is not read from a page, a page that is looked at
 * again would count twice, and one that could not be read says nothing.
 */
export function observedPage(
  row: Pick<ArticleRevision, "baseline" | "too_old" | "revision" | "fetched_at">,
  source: Pick<SourceConfig, "id" | "name" | "extract"> | undefined,
  result: PoolResult,
): ObservedPage | null {
  const isNews = !row.baseline && !row.too_old && row.revision === 1;
  if (source === undefined || !isNews || row.fetched_at === null || result.kind === "failed") return null;
  const article = result.kind === "article" ? result.article : null;
  return { source, page: observe({ article, notes: result.notes }, source.extract) };
}

/**
 * Adds a page to the history of its source. Call it last in a transaction: it holds the source's row, and other pages of the
 * source wait for it.
 *
 * @returns bells to ring after the commit, when there is something to tell people
 */
export async function recordPage(tx: Transaction<Database>, { source, page }: ObservedPage): Promise<Bell[]> {
  const stored = (await lockHistory(tx, source.id)) ?? (await beginHistory(tx, source.id));
  const { state, change } = driftOf(readDrift(stored), page);
  const text = change === null ? null : storable(driftText(change, state, source));
  await tx
    .updateTable("drift")
    .set({ state: storableJson(state), ...alarmColumns(change, text) })
    .where("source_id", "=", source.id)
    .execute();
  if (change === null || text === null) return [];
  return [await openNotice(tx, { sourceId: source.id, feedId: null, kind: change, text })];
}

/** The stored state of a source, which nobody else changes until the transaction ends; undefined when there is none. */
async function lockHistory(tx: Transaction<Database>, sourceId: string): Promise<unknown> {
  const query = tx.selectFrom("drift").select("state").where("source_id", "=", sourceId).forUpdate();
  return (await query.executeTakeFirst())?.state;
}

/** Another page of the source may do the same at the same time; the second one waits for the first. */
async function beginHistory(tx: Transaction<Database>, sourceId: string): Promise<unknown> {
  const nothing = { source_id: sourceId, state: "{}" };
  await tx
    .insertInto("drift")
    .values(nothing)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return lockHistory(tx, sourceId);
}

function alarmColumns(change: DriftChange | null, text: string | null) {
  if (change === null) return {};
  return change === "drift" ? { alarm_at: sql<Date>`now()`, alarm_text: text } : { alarm_at: null, alarm_text: null };
}
