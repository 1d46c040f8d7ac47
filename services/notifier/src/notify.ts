import { groupKey, routesFor } from "@wirewatch/alerting";
import type { Labels } from "@wirewatch/alerting";
import type { RouteConfig } from "@wirewatch/config";
import type { SuppressionReason } from "@wirewatch/model";
import { defineStage, newWork, wakeRow } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { ArticleRevision, Database, StoredMatch, Transaction } from "@wirewatch/store";
import type { NotifierDeps } from "./deps.ts";

/** How an earlier match of the same topic in the same story, or on the same article, ended. */
interface EarlierMatch {
  readonly topicId: string;
  readonly articleId: string;
  readonly isSuppressed: boolean;
  /** It was told, or joined what was told, and every group it was in is closed. */
  readonly isOver: boolean;
}

interface Facts {
  readonly row: ArticleRevision;
  readonly matches: readonly StoredMatch[];
  readonly earlier: readonly EarlierMatch[];
  readonly root: RouteConfig;
  readonly labels: ReadonlyMap<string, Labels>;
  readonly maxAgeMs: number | null;
}

/** What becomes of one match. */
export type MatchDecision =
  | {
      readonly kind: "suppress";
      readonly match: StoredMatch;
      readonly reason: SuppressionReason;
      readonly detail: string;
    }
  | {
      readonly kind: "alert";
      readonly match: StoredMatch;
      readonly routes: readonly { readonly route: RouteConfig; readonly key: string }[];
    };

/** The stage that turns matches into alerts, or stores why there is none. */
export function notifyStage(deps: NotifierDeps): DefinedStage {
  return defineStage("notify", {
    gather: (row) => gather(row, deps),
    decide: (facts) => facts.matches.map((match) => decideMatch(match, facts)),
    async commit(tx, decisions, row): Promise<StageResult> {
      const ring: Bell[] = [];
      for (const decision of decisions) {
        if (decision.kind === "suppress") await suppress(tx, decision);
        else ring.push(...(await alert(tx, decision, row)));
      }
      const detail = {
        matches: decisions.map((decision) => ({
          topic: decision.match.topic_id,
          ...(decision.kind === "suppress"
            ? { suppressed: decision.reason }
            : { routes: decision.routes.map(({ route }) => `${route.name} → ${route.receiver}`) }),
        })),
      };
      const isCopy = row.verdict === "duplicate" || row.verdict === "nearDuplicate";
      return { kind: "end", outcome: isCopy ? "duplicate" : "matched", reason: isCopy ? row.why : null, ring, detail };
    },
  });
}

async function gather(row: ArticleRevision, { db, config }: NotifierDeps): Promise<Facts> {
  const { config: current } = await config.current();
  const matches = await db
    .selectFrom("topic_match")
    .selectAll()
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .where("outcome", "is", null)
    .orderBy("id")
    .execute();
  const source = current.sources.find((candidate) => candidate.id === row.source_id);
  const labels = new Map<string, Labels>(
    matches.map((match) => [
      match.topic_id,
      {
        ...current.topics.find((topic) => topic.id === match.topic_id)?.labels,
        topic: match.topic_id,
        severity: match.severity,
        story: match.story_id,
        source: row.source_id,
        source_tag: source?.tags ?? [],
        language: row.language ?? source?.language ?? "",
        country: source?.country ?? "",
      },
    ]),
  );
  return {
    row,
    matches,
    earlier: await earlierMatches(db, row, matches),
    root: current.alerts.route,
    labels,
    maxAgeMs: source?.maxAgeMs ?? null,
  };
}

async function earlierMatches(
  db: NotifierDeps["db"],
  row: ArticleRevision,
  matches: readonly StoredMatch[],
): Promise<EarlierMatch[]> {
  if (matches.length === 0 || row.story_id === null) return [];
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
    .where((where) => where.or([where("story_id", "=", row.story_id), where("article_id", "=", row.article_id)]))
    // Nobody was to be told of those: what comes after them is judged as if they were not there.
    .where((where) => where.or([where("reason", "is", null), where("reason", "<>", "rematch")]))
    .where((where) =>
      where.not(where.and([where("article_id", "=", row.article_id), where("revision", "=", row.revision)])),
    )
    .execute();
  return rows.map((match) => ({
    topicId: match.topic_id,
    articleId: match.article_id,
    isSuppressed: match.outcome === "suppressed",
    isOver: match.is_over && match.outcome !== "suppressed",
  }));
}

/** Whether a match is told about and by which routes; pure. The first reason against it is the one that is stored. */
export function decideMatch(match: StoredMatch, facts: Facts): MatchDecision {
  const { row, earlier } = facts;
  const suppressed = (reason: SuppressionReason, detail: string): MatchDecision => ({
    kind: "suppress",
    match,
    reason,
    detail,
  });
  if (row.baseline) return suppressed("baseline", "it was in the source before the source was added");
  const publishedAt = row.published_at;
  if (
    row.too_old ||
    (facts.maxAgeMs !== null && publishedAt !== null && row.seen_at.getTime() - publishedAt.getTime() > facts.maxAgeMs)
  ) {
    return suppressed(
      "too_old",
      `published ${publishedAt?.toISOString() ?? "too long ago"}, seen ${row.seen_at.toISOString()}`,
    );
  }
  if (row.verdict === "revision" && row.material !== true)
    return suppressed("not_material", "the text changed, but not what it says");
  const sameTopic = earlier.filter((other) => other.topicId === match.topic_id);
  const isCopy = row.verdict === "duplicate" || row.verdict === "nearDuplicate";
  const original = sameTopic.find((other) => other.articleId === row.of_article_id);
  if (isCopy && original?.isSuppressed === true)
    return suppressed("duplicate", `a copy of article ${row.of_article_id ?? ""}, which was not told about either`);
  // While the group is open it joins; a group of its own would tell the story again.
  if (isCopy && original?.isOver === true)
    return suppressed("duplicate", `a copy of article ${row.of_article_id ?? ""}, which was told about before`);

  const labels = facts.labels.get(match.topic_id) ?? {};
  const routes = routesFor(labels, facts.root).map((route) => ({ route, key: groupKey(route, labels) }));
  return routes.length === 0 ? suppressed("no_route", "no route takes it") : { kind: "alert", match, routes };
}

async function suppress(
  tx: Transaction<Database>,
  { match, reason, detail }: Extract<MatchDecision, { kind: "suppress" }>,
): Promise<void> {
  await tx
    .updateTable("topic_match")
    .set({ outcome: "suppressed", reason, detail, outcome_at: sql<Date>`now()` })
    .where("id", "=", match.id)
    .execute();
}

/** Adds the match to the open group of each route, opening it when there is none. */
async function alert(
  tx: Transaction<Database>,
  { match, routes }: Extract<MatchDecision, { kind: "alert" }>,
  row: ArticleRevision,
): Promise<Bell[]> {
  const ring: Bell[] = [];
  for (const { route, key } of routes) {
    const waitMs = match.severity === "critical" ? 0 : route.groupWaitMs;
    const closesAt = sql<Date>`now() + make_interval(secs => ${route.closeAfterMs / 1000})`;
    const group = await tx
      .insertInto("alert_group")
      .values({
        group_key: key,
        route: route.name,
        receiver: route.receiver,
        topic_id: match.topic_id,
        story_id: match.story_id,
        severity: match.severity,
        closes_at: closesAt,
        ...newWork("flush", waitMs),
      })
      .onConflict((conflict) =>
        // The index is one of open groups only; as a parameter its condition would be unknown to a prepared statement's plan.
        conflict
          .column("group_key")
          .where(sql<boolean>`stage <> 'closed'`)
          .doUpdateSet({ closes_at: closesAt }),
      )
      .returning(["id", "revision"])
      .executeTakeFirstOrThrow();
    await tx
      .insertInto("alert")
      .values({ group_id: group.id, match_id: match.id, article_id: row.article_id, state: "waiting" })
      .onConflict((conflict) => conflict.columns(["group_id", "match_id"]).doNothing())
      .execute();
    const dueInMs = group.revision === 0 ? waitMs : 0;
    await wakeRow(tx, "flush", { groupId: group.id }, dueInMs);
    if (dueInMs === 0) ring.push({ stage: "flush", message: { groupId: group.id } });
  }
  return ring;
}
