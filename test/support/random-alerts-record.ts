import { sql } from "@wirewatch/store";
import type { AlertGroup, Database, Delivery, Digest, Kysely, MatchOutcome, StoredSilence } from "@wirewatch/store";
import { listSilences } from "@wirewatch/store";
import type { Severity, SuppressionReason } from "@wirewatch/model";

/** An alert with its match and its article. */
export interface AlertRow {
  readonly id: string;
  readonly group_id: string;
  readonly match_id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly group_revision: number | null;
  readonly created_at: Date;
  readonly topic_id: string;
  readonly severity: Severity;
  readonly story_id: string;
  readonly source_id: string;
  readonly language: string | null;
  readonly article_id: string;
}

export interface MatchRow {
  readonly id: string;
  readonly article_id: string;
  readonly topic_id: string;
  readonly outcome: MatchOutcome | null;
  readonly reason: SuppressionReason | null;
  readonly detail: string | null;
}

/** What a world left in the database. */
export interface LifeRecord {
  readonly matches: readonly MatchRow[];
  readonly alerts: readonly AlertRow[];
  readonly groups: readonly AlertGroup[];
  readonly deliveries: readonly Delivery[];
  readonly digests: readonly Digest[];
  readonly items: readonly { readonly digest_id: string; readonly alert_id: string }[];
  readonly silences: readonly StoredSilence[];
}

export async function readRecord(db: Kysely<Database>): Promise<LifeRecord> {
  const { rows: alerts } = await sql<AlertRow>`
    select a.id, a.group_id, a.match_id, a.state, a.reason, a.group_revision, a.created_at, m.topic_id, m.severity, m.story_id, m.article_id,
      r.source_id, r.language
    from alert a join topic_match m on m.id = a.match_id
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision order by a.id`.execute(db);
  return {
    alerts,
    matches: await db.selectFrom("topic_match").selectAll().orderBy("id").execute(),
    groups: await db.selectFrom("alert_group").selectAll().orderBy("id").execute(),
    deliveries: await db.selectFrom("delivery").selectAll().orderBy("created_at").execute(),
    digests: await db.selectFrom("digest").selectAll().orderBy("id").execute(),
    items: await db.selectFrom("digest_item").select(["digest_id", "alert_id"]).execute(),
    silences: await listSilences(db, { limit: 100_000 }),
  };
}
