import { exampleMessage } from "@wirewatch/alerting";
import type { AlertMessage, Outcome } from "@wirewatch/model";
import type { Database, Delivery, Feed, Kysely } from "@wirewatch/store";

/*
 * Rows for the tests of the operator's commands, as the services write them.
 */

type FeedChanges = Partial<Pick<Feed, "stage" | "status" | "reason" | "failures" | "last_success_at" | "next_at">>;

interface RevisionChanges {
  readonly stage?: string;
  readonly due_at?: Date | string;
  readonly next_at?: Date;
  readonly claim?: string;
  readonly attempts?: number;
  readonly page_url?: string;
  readonly trigger?: string;
  readonly canonical_url?: string;
  readonly verdict?: string;
  readonly of_article_id?: string;
  readonly score?: number;
  readonly why?: string;
  readonly story_id?: string;
  readonly outcome?: Outcome | null;
  readonly reason?: string;
}

const never = "infinity";

export async function addFeed(
  db: Kysely<Database>,
  sourceId: string,
  url: string,
  rest: FeedChanges = {},
): Promise<string> {
  const row = { source_id: sourceId, url, gate: new URL(url).origin, stage: "poll", due_at: never, ...rest };
  return (await db.insertInto("feed").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

/** An article with its first revision and the item that announced it. */
export async function addArticle(
  db: Kysely<Database>,
  { url, sourceId, feedId, ...rest }: { url: string; sourceId: string; feedId: string } & RevisionChanges,
): Promise<string> {
  const article = await db
    .insertInto("article")
    .values({ url, url_key: url, source_id: sourceId, first_seen_at: at(0) })
    .returning("id")
    .executeTakeFirstOrThrow();
  await addItem(db, { sourceId, feedId, url, articleId: article.id });
  await db
    .insertInto("article_revision")
    .values({
      article_id: article.id,
      revision: 1,
      source_id: sourceId,
      gate: new URL(url).origin,
      seen_at: at(0),
      page_url: url,
      title: "Acme Corp recalls heaters",
      stage: "done",
      due_at: never,
      outcome: "unmatched",
      ...rest,
    })
    .execute();
  return article.id;
}

export async function addItem(
  db: Kysely<Database>,
  item: {
    sourceId: string;
    feedId: string;
    url: string;
    articleId?: string;
    outcome?: string;
    reason?: string;
    baseline?: boolean;
  },
): Promise<void> {
  const { sourceId, feedId, url, articleId, outcome, reason, baseline = false } = item;
  await db
    .insertInto("source_item")
    .values({
      source_id: sourceId,
      feed_id: feedId,
      item_key: `${url} ${outcome ?? ""}`,
      item_hash: "h",
      url,
      title: "Acme Corp recalls heaters",
      seen_at: at(0),
      article_id: articleId ?? null,
      outcome: outcome ?? null,
      reason: reason ?? null,
      baseline,
    })
    .execute();
}

/** A finished stage, `seconds` after the article was seen. */
export async function addStep(
  db: Kysely<Database>,
  articleId: string,
  seconds: number,
  [stage, result]: readonly [string, string],
  { reason = null, detail = null }: { reason?: string | null; detail?: object | null } = {},
): Promise<void> {
  const figures = { wait_ms: 1200, work_ms: 300, worker: "tester" };
  await db
    .insertInto("trail")
    .values({
      article_id: articleId,
      revision: 1,
      at: at(seconds),
      stage,
      result,
      reason,
      detail: detail === null ? null : JSON.stringify(detail),
      ...figures,
    })
    .execute();
}

export async function addMatch(
  db: Kysely<Database>,
  articleId: string,
  end: {
    storyId?: string;
    version: string;
    outcome: "sent" | "joined" | "suppressed" | null;
    reason?: "baseline" | "duplicate";
    detail?: string;
  },
): Promise<string> {
  const { storyId = "0", version, outcome, reason, detail } = end;
  const row = {
    article_id: articleId,
    revision: 1,
    story_id: storyId,
    topic_id: "acme",
    topic_name: "Acme Corporation",
    severity: "high" as const,
    config_version: version,
    units: JSON.stringify([0]),
    spans: JSON.stringify({ s0: [[4, 13]] }),
    clauses: JSON.stringify([{ clause: "any[0]", query: '"Acme Corp"', spans: {} }]),
    snippet: JSON.stringify({
      text: "The Acme Corp recall covers 9,000 heaters.",
      marks: [[4, 13]],
      heading: "Recall",
    }),
    strength: 0.75,
    outcome,
    reason: reason ?? null,
    detail: detail ?? null,
    outcome_at: outcome === null ? null : at(60),
  };
  return (await db.insertInto("topic_match").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function addGroup(
  db: Kysely<Database>,
  rest: { storyId?: string; revision?: number; dueAt?: Date } = {},
): Promise<string> {
  const row = {
    group_key: "acme",
    route: "default",
    receiver: "newsdesk",
    topic_id: "acme",
    story_id: rest.storyId ?? null,
    severity: "high" as const,
  };
  const work = { stage: "flush", due_at: rest.dueAt ?? never, closes_at: never, revision: rest.revision ?? 1 };
  return (
    await db
      .insertInto("alert_group")
      .values({ ...row, ...work })
      .returning("id")
      .executeTakeFirstOrThrow()
  ).id;
}

export async function addDelivery(
  db: Kysely<Database>,
  id: string,
  groupId: string,
  rest: Partial<Pick<Delivery, "state" | "reason" | "channel" | "revision" | "sent_at" | "sends">> = {},
): Promise<void> {
  const message: AlertMessage = { ...exampleMessage(), id };
  const open = rest.state === "pending";
  const row = {
    id,
    group_id: groupId,
    receiver: "newsdesk",
    channel: "webhook-0",
    channel_kind: "webhook",
    event: "alert.opened",
    revision: 1,
    repeat: "at-least-once" as const,
  };
  await db
    .insertInto("delivery")
    .values({
      ...row,
      message: JSON.stringify(message),
      stage: open ? "deliver" : "closed",
      due_at: open ? at(0) : never,
      created_at: at(60),
      ...rest,
    })
    .execute();
}

/** An instant of the scene, seconds after the article was seen. */
export function at(seconds: number): Date {
  return new Date(Date.parse("2026-03-02T09:12:05Z") + seconds * 1000);
}
