import { isMatch, parseMatcher } from "@wirewatch/alerting";
import type { Candidate, InhibitRule, Silence } from "@wirewatch/alerting";
import type { Config, TopicConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import { labelsOf } from "./labels.ts";

/** What can keep a match from being told although a route takes it; `MuteRules` of `packages/alerting`. */
export interface MuteFacts {
  readonly silences: readonly Silence[];
  readonly inhibitRules: readonly InhibitRule[];
  /** Matches that may take the place of others. */
  readonly others: readonly Candidate[];
}

/** Most matches that are looked at because they may take the place of others; the newest count. */
const maxOthers = 500;

/**
 * With the silences that hold now, the matches that may take the place of some in these stories. Those are looked for
 * by story where every rule wants it alike, else by the topics that the rules can mean, as far back as the longest rule goes.
 */
export async function gatherMutes(
  db: Kysely<Database>,
  config: Config,
  silences: readonly Silence[],
  storyIds: readonly (string | null)[],
): Promise<MuteFacts> {
  const { inhibitRules } = config.alerts;
  const others = inhibitRules.length === 0 || storyIds.length === 0 ? [] : await findOthers(db, config, storyIds);
  return { silences, inhibitRules, others };
}

interface OtherRow {
  readonly id: string;
  readonly topic_id: string;
  readonly severity: Severity;
  readonly story_id: string;
  readonly source_id: string;
  readonly language: string | null;
  readonly at: Date;
}

async function findOthers(
  db: Kysely<Database>,
  config: Config,
  storyIds: readonly (string | null)[],
): Promise<Candidate[]> {
  const { inhibitRules } = config.alerts;
  const isByStory = inhibitRules.every(({ equal }) => equal.includes("story"));
  const longestMs = Math.max(...inhibitRules.map(({ forMs }) => forMs));
  const stories = [...new Set(storyIds.filter((id) => id !== null))];
  const where: RawBuilder<unknown> = isByStory
    ? sql`m.story_id = any(${stories}::bigint[])`
    : sql`m.topic_id = any(${sourceTopics(config)}::text[])`;
  const { rows } = await sql<OtherRow>`
    select m.id, m.topic_id, m.severity, m.story_id, r.source_id, r.language, m.matched_at as at
    from topic_match m join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    where ${where} and m.matched_at > now() - make_interval(secs => ${longestMs / 1000})
      and (m.reason is null or m.reason not in ('inhibited', 'baseline', 'too_old', 'rematch'))
    order by m.matched_at desc limit ${maxOthers}`.execute(db);
  return rows.map((row) => ({
    matchId: row.id,
    at: row.at,
    labels: labelsOf(config, {
      topicId: row.topic_id,
      severity: row.severity,
      storyId: row.story_id,
      sourceId: row.source_id,
      language: row.language,
    }),
  }));
}

/** Topics whose matches can take the place of others: what a rule says of the topic and its labels holds for them. */
function sourceTopics({ topics, alerts: { inhibitRules } }: Config): string[] {
  return topics.filter((topic) => inhibitRules.some((rule) => canBeSource(rule, topic))).map(({ id }) => id);
}

function canBeSource({ sourceMatchers }: InhibitRule, { id, labels }: TopicConfig): boolean {
  const known = { ...labels, topic: id };
  return sourceMatchers.every((text) => {
    const parsed = parseMatcher(text);
    if (parsed.kind !== "matcher") return false;
    return !Object.hasOwn(known, parsed.matcher.label) || isMatch(parsed.matcher, known);
  });
}
