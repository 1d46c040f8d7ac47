import { isMatch } from "@wirewatch/alerting";
import type { LabelledMatch, Matcher } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import { labelsOf } from "@wirewatch/notifier";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { counted, oneLine } from "../terminal-text.ts";

/** What a silence would have done, had it been there. */
export interface SilencePreview {
  /** Open alerts with a match it covers, the newest first. */
  readonly open: readonly { readonly alertId: string; readonly topicId: string; readonly title: string }[];
  /** Matches of the last seven days that it covers, of all there were. */
  readonly matches: number;
  readonly of: number;
}

/** Newest matches that are looked at. */
const maxMatches = 100_000;
const maxShown = 10;

/** What these matchers cover among the open alerts, and among the matches of the last seven days that anybody could be told of. */
export async function previewSilence(
  db: Kysely<Database>,
  config: Config,
  matchers: readonly Matcher[],
): Promise<SilencePreview> {
  const topics = new Map(config.topics.map((topic) => [topic.id, topic]));
  const sources = new Map(config.sources.map((source) => [source.id, source]));
  const isCovered = (match: LabelledMatch): boolean => {
    // Of tens of thousands of topics and sources each match needs one: looked up here, not searched for every time.
    const topic = topics.get(match.topicId);
    const source = sources.get(match.sourceId);
    const few = {
      ...config,
      topics: topic === undefined ? [] : [topic],
      sources: source === undefined ? [] : [source],
    };
    const labels = labelsOf(few, match);
    return matchers.every((matcher) => isMatch(matcher, labels));
  };
  const { rows: waiting } = await sql<LabelledMatch & { readonly alertId: string; readonly title: string }>`
    select distinct on (g.id) 'al_' || g.id as "alertId", coalesce(nullif(s.title, ''), r.title, '') as title, ${facts}
    from alert_group g join alert a on a.group_id = g.id join topic_match m on m.id = a.match_id
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      left join story s on s.id = g.story_id
    where g.stage <> 'closed' order by g.id desc, a.id desc`.execute(db);
  // What was there before, came too late or was found in the archive would have been told to nobody anyway.
  const { rows: recent } = await sql<LabelledMatch>`
    select ${facts} from topic_match m
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    where coalesce(m.matched_at, m.outcome_at) > now() - interval '7 days'
      and coalesce(m.reason, '') not in ('baseline', 'too_old', 'rematch')
    order by m.id desc limit ${maxMatches}`.execute(db);
  return {
    open: waiting.filter(isCovered).map(({ alertId, topicId, title }) => ({ alertId, topicId, title })),
    matches: recent.filter(isCovered).length,
    of: recent.length,
  };
}

const facts = sql`m.topic_id as "topicId", m.severity, m.story_id as "storyId", r.source_id as "sourceId", r.language`;

/** The preview for people; pure. */
export function previewLines({ open, matches, of }: SilencePreview): string[] {
  const more = open.length - maxShown;
  const rows = open.slice(0, maxShown).map((one) => `  ${one.alertId}  “${oneLine(one.title, 70)}” (${one.topicId})`);
  return [
    open.length === 0
      ? "No open alert is concerned."
      : `${counted(open.length, "open alert")} would get no more messages:`,
    ...rows,
    ...(more > 0 ? [`  and ${more} more`] : []),
    `In the last seven days it would have muted ${matches.toLocaleString("en")} of ${counted(of, "match", "matches")}.`,
  ];
}
