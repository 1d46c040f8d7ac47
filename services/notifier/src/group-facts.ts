import type { Config, RouteConfig } from "@wirewatch/config";
import type { AlertArticle } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { AlertGroup, Database, Kysely, StoredMatch } from "@wirewatch/store";

/** A match that waits in a group, with its article. */
export interface WaitingAlert {
  readonly alertId: string;
  readonly match: StoredMatch;
  readonly article: AlertArticle;
  readonly verdict: string | null;
  readonly createdAt: Date;
}

/** Everything the decision about a group's next message depends on. */
export interface GroupFacts {
  readonly group: AlertGroup;
  /** Null when the route is no longer in the configuration. */
  readonly route: RouteConfig | null;
  readonly waiting: readonly WaitingAlert[];
  /** Sources of matches that joined silently since the last message; they add up. */
  readonly joinedSources: readonly string[];
  /** Sources and passages that messages of this group named before. */
  readonly toldSources: readonly string[];
  readonly toldPassages: readonly string[];
  readonly storyTitle: string;
  readonly storySources: number;
  readonly topicName: string;
  /** The database's clock. */
  readonly now: Date;
}

export async function gatherGroup(db: Kysely<Database>, config: Config, group: AlertGroup): Promise<GroupFacts> {
  const { rows: clock } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const alerts = await db
    .selectFrom("alert as a")
    .innerJoin("topic_match as m", "m.id", "a.match_id")
    .innerJoin("article_revision as r", (join) =>
      join.onRef("r.article_id", "=", "m.article_id").onRef("r.revision", "=", "m.revision"),
    )
    .selectAll("m")
    .select([
      "a.id as alert_id",
      "a.state",
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
    .where("a.group_id", "=", group.id)
    .orderBy("a.id")
    .execute();
  const nameOf = new Map(config.sources.map((source) => [source.id, source.name]));
  const story = await db.selectFrom("story").select("title").where("id", "=", group.story_id).executeTakeFirst();
  const { sources } = await db
    .selectFrom("article_revision")
    .select(sql<number>`count(distinct source_id)::int`.as("sources"))
    .where("story_id", "=", group.story_id)
    .executeTakeFirstOrThrow();
  const told = alerts.filter((alert) => alert.state === "sent" || alert.state === "told");
  const waiting = alerts.filter((alert) => alert.state === "waiting");
  return {
    group,
    route: findRoute(config.alerts.route, group.route),
    waiting: waiting.map(
      ({
        alert_id,
        state: _state,
        created_at,
        source_id,
        title,
        page_url,
        canonical_url,
        language,
        published_at,
        seen_at,
        verdict,
        ...match
      }) => ({
        alertId: alert_id,
        match,
        verdict,
        createdAt: created_at,
        article: {
          id: match.article_id,
          url: page_url ?? canonical_url ?? "",
          title: title ?? page_url ?? "",
          sourceId: source_id,
          sourceName: nameOf.get(source_id) ?? source_id,
          language,
          publishedAt: published_at?.toISOString() ?? null,
          firstSeenAt: seen_at.toISOString(),
        },
      }),
    ),
    joinedSources: alerts.filter((alert) => alert.state === "joined").map((alert) => alert.source_id),
    toldSources: told.map((alert) => alert.source_id),
    toldPassages: told.map((alert) => alert.snippet.text),
    storyTitle: story?.title ?? "",
    storySources: sources,
    topicName: alerts.at(-1)?.topic_name ?? group.topic_id,
    now: clock[0]?.now ?? new Date(0),
  };
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
