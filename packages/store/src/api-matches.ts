import type { Severity, Snippet, SuppressionReason } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { MatchOutcome } from "./alert-tables.ts";
import { all, keyset } from "./api-page.ts";
import type { OrderColumn, PageRange, Placed } from "./api-page.ts";
import type { Database, Id } from "./schema.ts";

/** A topic found in an article. */
export interface ListedMatch {
  readonly id: Id;
  readonly topicId: string;
  readonly topicName: string;
  readonly severity: Severity;
  readonly articleId: Id;
  readonly revision: number;
  readonly storyId: Id;
  readonly title: string | null;
  readonly url: string | null;
  readonly sourceId: string | null;
  readonly matchedAt: Date | null;
  /** Null while it is on its way. */
  readonly outcome: MatchOutcome | null;
  readonly reason: SuppressionReason | null;
  readonly detail: string | null;
  readonly isBrief: boolean;
  /** 0 to 1. */
  readonly strength: number;
  readonly clauses: readonly { readonly clause: string; readonly query: string }[];
  readonly snippet: Snippet;
}

/** All conditions have to be met. */
export interface MatchFilter {
  readonly since?: Date;
  readonly until?: Date;
  readonly topic?: string;
  readonly article?: Id;
  readonly story?: Id;
  readonly outcome?: MatchOutcome;
  readonly reason?: SuppressionReason;
}

const order: readonly OrderColumn[] = [{ of: sql`m.id`, type: "bigint" }];

/** Matches in the order in which they were found. */
export async function listMatches(
  db: Kysely<Database>,
  { since, until, topic, article, story, outcome, reason }: MatchFilter,
  range: PageRange,
): Promise<Placed<ListedMatch>[]> {
  const { condition, orderBy, position } = keyset(order, range);
  const chosen = all(
    condition,
    since && sql`m.matched_at >= ${since}`,
    until && sql`m.matched_at < ${until}`,
    topic !== undefined && sql`m.topic_id = ${topic}`,
    article !== undefined && sql`m.article_id = ${article}`,
    story !== undefined && sql`m.story_id = ${story}`,
    outcome !== undefined && sql`m.outcome = ${outcome}`,
    reason !== undefined && sql`m.reason = ${reason}`,
  );
  const { rows } = await sql<Placed<ListedMatch>>`
    select m.id, m.topic_id as "topicId", m.topic_name as "topicName", m.severity, m.article_id as "articleId", m.revision,
      m.story_id as "storyId", r.title, coalesce(r.canonical_url, r.page_url) as url, r.source_id as "sourceId",
      m.matched_at as "matchedAt", m.outcome, m.reason, m.detail, m.is_brief as "isBrief", m.strength::float8 as strength,
      (select coalesce(jsonb_agg(jsonb_build_object('clause', c -> 'clause', 'query', c -> 'query')), '[]')
        from jsonb_array_elements(m.clauses) c) as clauses,
      m.snippet, ${position} as position
    from topic_match m left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    where ${chosen} order by ${orderBy} limit ${range.limit}`.execute(db);
  return rows;
}
