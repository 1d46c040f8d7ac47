import { sql, storableJson } from "@wirewatch/store";
import type { ArticleRevision, Database, Transaction } from "@wirewatch/store";
import type { FoundMatch } from "./found-match.ts";

/** Matches of one statement. */
const chunk = 500;

/** The topics found in one revision. */
export interface RevisionMatches {
  readonly row: Pick<ArticleRevision, "article_id" | "revision">;
  /** Version of the configuration they were found with. */
  readonly version: string;
  readonly matches: readonly FoundMatch[];
}

/** Writes what the classifier found. One that is there already keeps what was recorded first, and how it ended. */
export async function saveMatches(tx: Transaction<Database>, found: RevisionMatches): Promise<void> {
  for (const part of records([found])) {
    await sql`
      insert into topic_match (${columns}) select ${values} from ${part}
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      on conflict (article_id, revision, topic_id) do update set config_version = excluded.config_version`.execute(tx);
  }
}

/**
 * Writes what was found in the archive, as suppressed from the beginning: nobody is told. Left out are articles that have a match of the
 * topic in any version, and those that a stage works on again, whose matches are the classifier's.
 *
 * @returns how many were written
 */
export async function saveRematches(
  tx: Transaction<Database>,
  found: readonly RevisionMatches[],
  detail: string,
): Promise<number> {
  let written = 0;
  for (const part of records(found)) {
    const { rows } = await sql`
      insert into topic_match (${columns}, outcome, reason, detail, outcome_at)
      select ${values}, 'suppressed', 'rematch', ${detail}, now() from ${part}
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision and r.stage = 'done'
      where not exists (select 1 from topic_match t where t.article_id = m.article_id and t.topic_id = m.topic_id)
      for share of r
      on conflict (article_id, revision, topic_id) do nothing returning 1`.execute(tx);
    written += rows.length;
  }
  return written;
}

const columns =
  sql.raw(`article_id, revision, story_id, topic_id, topic_name, severity, raised_from, topic_version, config_version,
  units, spans, clauses, snippet, snippets, features, strength, is_brief, text_language`);

const values =
  sql.raw(`m.article_id, m.revision, coalesce(r.story_id, 0), m.topic_id, m.topic_name, m.severity, m.raised_from,
  m.topic_version, m.config_version, m.units, m.spans, m.clauses, m.snippets -> 0, m.snippets, m.features, m.strength, m.is_brief,
  m.text_language`);

/** The matches as tables `m`: one parameter each, so that statements are the same for any number of them. */
function records(found: readonly RevisionMatches[]): ReturnType<typeof sql>[] {
  const rows = found.flatMap(({ row, version, matches }) =>
    matches.map((match) => ({
      article_id: row.article_id,
      revision: row.revision,
      topic_id: match.topicId,
      topic_name: match.topicName,
      severity: match.severity,
      raised_from: match.raisedFrom,
      topic_version: match.topicVersion,
      config_version: version,
      units: match.units,
      spans: match.spans,
      clauses: match.clauses,
      snippets: match.snippets,
      features: match.features,
      strength: match.strength,
      is_brief: match.isBrief,
      text_language: match.language,
    })),
  );
  const parts = Array.from({ length: Math.ceil(rows.length / chunk) }, (_, at) =>
    rows.slice(at * chunk, (at + 1) * chunk),
  );
  return parts.map(
    (
      part,
    ) => sql`jsonb_to_recordset(${storableJson(part)}::jsonb) as m(article_id bigint, revision integer, topic_id text,
      topic_name text, severity text, raised_from text, topic_version text, config_version bigint, units jsonb, spans jsonb, clauses jsonb,
      snippets jsonb, features jsonb, strength real, is_brief boolean, text_language text)`,
  );
}
