import type { Labels } from "@wirewatch/alerting";
import type { Config, RouteConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import { readClock, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely, StoredMatch } from "@wirewatch/store";
import type { NotifierDeps } from "./deps.ts";
import { sourceOf, topicOf } from "./config-lookup.ts";
import { labelsOf } from "./labels.ts";
import { gatherMutes } from "./mute-facts.ts";
import type { MuteFacts } from "./mute-facts.ts";
import { raisedSeverity, readSpread } from "./raised-severity.ts";

/** How a match of the same topic on the article that this one is a copy of ended. */
interface EarlierMatch {
  readonly topicId: string;
  readonly articleId: string;
  readonly isSuppressed: boolean;
  /** It was told, or joined what was told, and every group it was in is closed. */
  readonly isOver: boolean;
}

/** Everything the decision about an article's matches depends on. */
export interface MatchFacts {
  readonly row: ArticleRevision;
  readonly matches: readonly StoredMatch[];
  readonly earlier: readonly EarlierMatch[];
  readonly root: RouteConfig;
  /** By topic, with the severity that the match has by now. */
  readonly labels: ReadonlyMap<string, Labels>;
  /** By topic, where it is not the match's own any more. */
  readonly severities: ReadonlyMap<string, Severity>;
  readonly mutes: MuteFacts;
  readonly maxAgeMs: number | null;
  /** The database's clock. */
  readonly now: Date;
}

export async function gatherMatches(row: ArticleRevision, { db, config }: NotifierDeps): Promise<MatchFacts> {
  const { config: current } = await config.current();
  const matches = await db
    .selectFrom("topic_match")
    .selectAll()
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .where("outcome", "is", null)
    .orderBy("id")
    .execute();
  const { now, silences } = await readClock(db);
  const severities = await raisedSeverities(db, current, row, matches, now);
  const labels = new Map(
    matches.map((match) => [
      match.topic_id,
      labelsOf(current, {
        topicId: match.topic_id,
        severity: severities.get(match.topic_id) ?? match.severity,
        storyId: match.story_id,
        sourceId: row.source_id,
        language: row.language,
      }),
    ]),
  );
  return {
    row,
    matches,
    earlier: await earlierMatches(db, row, matches),
    root: current.alerts.route,
    labels,
    severities,
    mutes: await gatherMutes(
      db,
      current,
      silences,
      matches.map((match) => match.story_id),
    ),
    maxAgeMs: sourceOf(current, row.source_id)?.maxAgeMs ?? null,
    now,
  };
}

async function raisedSeverities(
  db: Kysely<Database>,
  config: Config,
  row: ArticleRevision,
  matches: readonly StoredMatch[],
  now: Date,
): Promise<Map<string, Severity>> {
  const rulesOf = ({ topic_id: id }: StoredMatch) => topicOf(config, id)?.raiseBySources ?? [];
  const asked = matches.filter((match) => rulesOf(match).length > 0);
  const longestMs = Math.max(0, ...asked.flatMap((match) => rulesOf(match).map(({ withinMs }) => withinMs)));
  const spread = await readSpread(db, row.story_id, longestMs);
  return new Map(asked.map((match) => [match.topic_id, raisedSeverity(match.severity, rulesOf(match), spread, now)]));
}

/** What became of the matches of the article that this one is a copy of; a story may have thousands of others. */
async function earlierMatches(
  db: Kysely<Database>,
  row: ArticleRevision,
  matches: readonly StoredMatch[],
): Promise<EarlierMatch[]> {
  const original = row.of_article_id;
  if (matches.length === 0 || row.story_id === null || original === null) return [];
  const rows = await db
    .selectFrom("topic_match")
    .select(["topic_id", "article_id", "outcome"])
    .select(
      sql<boolean>`coalesce((select bool_and(g.stage = 'closed') from alert a join alert_group g on g.id = a.group_id
        where a.match_id = topic_match.id), false)`.as("is_over"),
    )
    .where(
      "topic_id",
      "in",
      matches.map((match) => match.topic_id),
    )
    .where("article_id", "=", original)
    .where((where) => where.or([where("story_id", "=", row.story_id), where("article_id", "=", row.article_id)]))
    .where((where) =>
      where.not(where.and([where("article_id", "=", row.article_id), where("revision", "=", row.revision)])),
    )
    // What was found in the archive afterwards changes nothing for what comes now.
    .where((where) => where.or([where("reason", "is", null), where("reason", "<>", "rematch")]))
    .execute();
  return rows.map((match) => ({
    topicId: match.topic_id,
    articleId: match.article_id,
    isSuppressed: match.outcome === "suppressed",
    isOver: match.is_over && match.outcome !== "suppressed",
  }));
}
