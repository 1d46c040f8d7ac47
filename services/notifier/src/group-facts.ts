import type { Labels, NamedInterval } from "@wirewatch/alerting";
import type { Config, ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { AlertArticle } from "@wirewatch/model";
import { readClock, sql } from "@wirewatch/store";
import type { AlertGroup, Database, Kysely, StoredMatch } from "@wirewatch/store";
import { articleOf } from "./article-view.ts";
import { gatherAttention } from "./attention.ts";
import type { AttentionHistory } from "./attention.ts";
import { topicOf } from "./config-lookup.ts";
import { labelsOf } from "./labels.ts";
import { gatherMutes } from "./mute-facts.ts";
import type { MuteFacts } from "./mute-facts.ts";
import { readShare } from "./receiver-share.ts";
import type { ReceiverShare } from "./receiver-share.ts";

/** A match that waits in a group, with its article. */
export interface WaitingAlert {
  readonly alertId: string;
  readonly match: StoredMatch;
  readonly article: AlertArticle;
  readonly verdict: string | null;
  readonly createdAt: Date;
  readonly labels: Labels;
}

/** Everything the decision about a group's next message depends on. */
export interface GroupFacts {
  readonly group: AlertGroup;
  /** Null when the route is no longer in the configuration. */
  readonly route: RouteConfig | null;
  /** Likewise. */
  readonly receiver: ReceiverConfig | null;
  readonly intervals: readonly NamedInterval[];
  readonly mutes: MuteFacts;
  /** What left to the receiver, and when what went beyond its limit is to leave. */
  readonly share: ReceiverShare;
  readonly waiting: readonly WaitingAlert[];
  /** Something of it was told, or is held to be told. */
  readonly isTold: boolean;
  /** Matches of it were suppressed when they would have been told. */
  readonly hasSuppressed: boolean;
  /** Sources of matches that joined silently since the last message; they add up. */
  readonly joinedSources: readonly string[];
  /** Sources and passages that messages of this group named before. */
  readonly toldSources: readonly string[];
  readonly toldPassages: readonly string[];
  readonly storyTitle: string;
  readonly storySources: number;
  readonly topicName: string;
  /** Null where nobody is reminded or escalated to. */
  readonly attention: AttentionHistory | null;
  /** The database's clock. */
  readonly now: Date;
}

export async function gatherGroup(db: Kysely<Database>, config: Config, group: AlertGroup): Promise<GroupFacts> {
  const { now, silences } = await readClock(db);
  const waiting = await readWaiting(db, config, group.id);
  const receiver = config.alerts.receivers.find(({ name }) => name === group.receiver) ?? null;
  return {
    group,
    route: findRoute(config.alerts.route, group.route),
    receiver,
    intervals: config.alerts.timeIntervals,
    mutes: await gatherMutes(
      db,
      config,
      silences,
      waiting.map(({ match }) => match.story_id),
    ),
    share: await readShare(db, waiting.length === 0 ? null : receiver),
    waiting,
    ...(await readHistory(db, group.id)),
    ...(await readStory(db, group.story_id)),
    topicName: waiting.at(-1)?.match.topic_name ?? topicOf(config, group.topic_id)?.name ?? group.topic_id,
    attention: await gatherAttention(db, config, group, receiver),
    now,
  };
}

/** The alerts that wait, with their matches and articles, in the order in which they came. */
async function readWaiting(db: Kysely<Database>, config: Config, groupId: string): Promise<WaitingAlert[]> {
  const rows = await db
    .selectFrom("alert as a")
    .innerJoin("topic_match as m", "m.id", "a.match_id")
    .innerJoin("article_revision as r", (join) =>
      join.onRef("r.article_id", "=", "m.article_id").onRef("r.revision", "=", "m.revision"),
    )
    .selectAll("m")
    .select([
      "a.id as alert_id",
      "a.created_at",
      "r.source_id",
      "r.title",
      "r.page_url",
      "r.canonical_url",
      "r.language",
      "r.published_at",
      "r.seen_at",
      "r.verdict",
    ])
    .where("a.group_id", "=", groupId)
    .where("a.state", "=", "waiting")
    .orderBy("a.id")
    .execute();
  return rows.map(({ alert_id: alertId, created_at: createdAt, verdict, ...row }) => ({
    alertId,
    match: row,
    verdict,
    createdAt,
    article: articleOf(row, config),
    labels: labelsOf(config, {
      topicId: row.topic_id,
      severity: row.severity,
      storyId: row.story_id,
      sourceId: row.source_id,
      language: row.language,
    }),
  }));
}

/** What was told and what joined, each source and passage once: a group may have thousands of alerts. */
async function readHistory(
  db: Kysely<Database>,
  groupId: string,
): Promise<Pick<GroupFacts, "isTold" | "hasSuppressed" | "joinedSources" | "toldSources" | "toldPassages">> {
  const { rows } = await sql<
    Record<"told" | "suppressed" | "joined", readonly string[]> & { passages: readonly string[] }
  >`
    with past as (
      select a.state, r.source_id, m.snippet ->> 'text' as passage
      from alert a join topic_match m on m.id = a.match_id
        join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      where a.group_id = ${groupId} and a.state <> 'waiting')
    select coalesce(array_agg(distinct source_id) filter (where ${wasTold}), '{}') as told,
      coalesce(array_agg(distinct passage) filter (where ${wasTold}), '{}') as passages,
      coalesce(array_agg(distinct source_id) filter (where state = 'joined'), '{}') as joined,
      coalesce(array_agg(distinct source_id) filter (where state = 'suppressed'), '{}') as suppressed
    from past`.execute(db);
  const { told = [], passages = [], joined = [], suppressed = [] } = rows[0] ?? {};
  return {
    isTold: told.length > 0,
    hasSuppressed: suppressed.length > 0,
    joinedSources: joined,
    toldSources: told,
    toldPassages: passages,
  };
}

const wasTold = sql`state in ('sent', 'told', 'held', 'digested')`;

async function readStory(
  db: Kysely<Database>,
  storyId: string | null,
): Promise<Pick<GroupFacts, "storyTitle" | "storySources">> {
  const { rows } = await sql<{ title: string | null; sources: number }>`
    select (select title from story where id = ${storyId}::bigint) as title,
      (select count(distinct source_id)::int from article_revision where story_id = ${storyId}::bigint) as sources`.execute(
    db,
  );
  return { storyTitle: rows[0]?.title ?? "", storySources: rows[0]?.sources ?? 0 };
}

/** The route of that name in the tree. */
export function findRoute(route: RouteConfig, name: string): RouteConfig | null {
  if (route.name === name) return route;
  for (const child of route.routes) {
    const found = findRoute(child, name);
    if (found !== null) return found;
  }
  return null;
}
