import { sql } from "kysely";
import type { Kysely } from "kysely";
import { loadText, storedText } from "./bodies.ts";
import type { StoredText } from "./bodies.ts";
import type { ExplainedAlert } from "./explanation-alerts.ts";
import type { ExplainedStep } from "./explanation-revisions.ts";
import type { NamedArticle } from "./explanation-story.ts";
import type { ArticleRevision, Database, Id, StoredChange, StoredMatch } from "./schema.ts";

/** What one page of an article shows of each. */
const most = { revisions: 60, steps: 60, items: 20, matches: 60, alerts: 200, deliveries: 200, copies: 40 } as const;

/** One version of an article in the list of them. */
export interface ArticleVersion {
  readonly revision: number;
  readonly seenAt: Date;
  readonly trigger: string;
  readonly outcome: string | null;
  readonly isMaterial: boolean | null;
  readonly change: StoredChange | null;
  /** A text of its own is stored. */
  readonly hasText: boolean;
}

/** An item of a feed that named the article. */
export interface ArticleItem {
  readonly sourceId: string;
  readonly feedUrl: string;
  readonly title: string | null;
  readonly seenAt: Date;
  readonly publishedAt: Date | null;
  /** Whether the publisher's date is believed, see `trustPublished`. */
  readonly isTrusted: boolean;
}

/** An alert that a match of the version led to, without its messages. */
export interface ArticleAlert extends Omit<ExplainedAlert, "deliveries"> {
  readonly matchId: Id;
}

/** A message about the version. */
export interface ArticleDelivery {
  readonly id: string;
  readonly alertId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly event: string;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** An article in one version, with everything that is known of it. */
export interface ArticlePage {
  readonly article: { readonly id: Id; readonly url: string; readonly sourceId: string; readonly firstSeenAt: Date };
  readonly row: ArticleRevision;
  /** Of this version, else the one it was when it was looked at again; null when none was read yet. */
  readonly text: StoredText | null;
  /** The version whose text that is. */
  readonly textRevision: number | null;
  /** The latest first. */
  readonly versions: readonly ArticleVersion[];
  readonly items: readonly ArticleItem[];
  readonly steps: readonly ExplainedStep[];
  /** The most severe and the strongest first. */
  readonly matches: readonly StoredMatch[];
  readonly alerts: readonly ArticleAlert[];
  readonly deliveries: readonly ArticleDelivery[];
  readonly copies: readonly (NamedArticle & { readonly isCanonical: boolean; readonly publishedAt: Date })[];
  readonly story: { readonly id: Id; readonly title: string | null } | null;
}

/**
 * Reads an article.
 *
 * @param revision null: the latest one that has a text, else the latest
 * @returns null when there is no such article or version
 */
export async function readArticlePage(
  db: Kysely<Database>,
  id: Id,
  revision: number | null,
): Promise<ArticlePage | null> {
  const article = await db.selectFrom("article").selectAll().where("id", "=", id).executeTakeFirst();
  if (article === undefined) return null;
  const versions = await readVersions(db, id);
  const chosen = revision ?? versions.find(({ hasText }) => hasText)?.revision ?? article.revision;
  const row = await db
    .selectFrom("article_revision")
    .selectAll()
    .where("article_id", "=", id)
    .where("revision", "=", chosen)
    .executeTakeFirst();
  if (row === undefined) return null;
  const textRevision = await textRevisionOf(db, id, chosen);
  const matches = await readMatches(db, id, chosen);
  const alerts = await readAlerts(db, matches);
  return {
    article: { id, url: article.url, sourceId: article.source_id, firstSeenAt: article.first_seen_at },
    row,
    text: textRevision === null ? null : await loadText(db, id, textRevision),
    textRevision,
    versions,
    items: await readItems(db, id),
    steps: await readSteps(db, id, chosen),
    matches,
    alerts,
    deliveries: await readDeliveries(db, alerts),
    copies: await readCopies(db, id),
    story: await readStory(db, row.story_id),
  };
}

/** The version a match was found in; null when there is no such match in the article. */
export async function revisionOfMatch(db: Kysely<Database>, id: Id, matchId: Id): Promise<number | null> {
  const row = await db
    .selectFrom("topic_match")
    .select("revision")
    .where("id", "=", matchId)
    .where("article_id", "=", id)
    .executeTakeFirst();
  return row?.revision ?? null;
}

/** The text of a version with what stands above it. */
export interface VersionText extends StoredText {
  readonly revision: number;
  readonly title: string | null;
  readonly standfirst: string | null;
}

/** The text of a version, or the last one that came before a version; null when there is none. */
export async function readVersionText(
  db: Kysely<Database>,
  id: Id,
  { revision, isBefore }: { readonly revision: number; readonly isBefore: boolean },
): Promise<VersionText | null> {
  const row = await db
    .selectFrom("article_revision as r")
    .innerJoin("article_body as b", (join) =>
      join.onRef("b.article_id", "=", "r.article_id").onRef("b.revision", "=", "r.revision"),
    )
    .select(["r.revision", "r.title", "r.standfirst", "b.body"])
    .where("r.article_id", "=", id)
    .where("r.revision", isBefore ? "<" : "=", revision)
    .orderBy("r.revision", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { body, ...rest } = row;
  return { ...rest, ...storedText(body) };
}

/** The address an article was announced under first; null when there is no such article. */
export async function addressOfArticle(db: Kysely<Database>, id: Id): Promise<string | null> {
  const row = await db.selectFrom("article").select("url").where("id", "=", id).executeTakeFirst();
  return row?.url ?? null;
}

async function readVersions(db: Kysely<Database>, id: Id): Promise<ArticleVersion[]> {
  const { rows } = await sql<ArticleVersion>`
    select r.revision, r.seen_at as "seenAt", r.trigger, r.outcome, r.material as "isMaterial", r.change,
      exists (select 1 from article_body b where b.article_id = r.article_id and b.revision = r.revision) as "hasText"
    from article_revision r where r.article_id = ${id} order by r.revision desc limit ${most.revisions}`.execute(db);
  return rows;
}

/** Looking again at a page that had not changed left no text of its own. */
async function textRevisionOf(db: Kysely<Database>, id: Id, revision: number): Promise<number | null> {
  const row = await db
    .selectFrom("article_body")
    .select("revision")
    .where("article_id", "=", id)
    .where("revision", "<=", revision)
    .orderBy("revision", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.revision ?? null;
}

async function readMatches(db: Kysely<Database>, id: Id, revision: number): Promise<StoredMatch[]> {
  return db
    .selectFrom("topic_match")
    .selectAll()
    .where("article_id", "=", id)
    .where("revision", "=", revision)
    .orderBy(sql`array_position(array['critical', 'high', 'normal', 'low'], severity)`)
    .orderBy("strength", "desc")
    .orderBy("id")
    .limit(most.matches)
    .execute();
}

async function readAlerts(db: Kysely<Database>, matches: readonly StoredMatch[]): Promise<ArticleAlert[]> {
  if (matches.length === 0) return [];
  const { rows } = await sql<ArticleAlert>`
    select 'al_' || g.id as "alertId", a.match_id as "matchId", g.route, g.receiver, a.state, a.reason, a.created_at as "createdAt",
      case when g.stage = 'flush' then nullif(g.due_at, 'infinity') end as "groupDueAt", a.group_revision as message,
      case when a.state = 'held' then (select min(d.for_at) from digest_item i join digest d on d.id = i.digest_id
        where i.alert_id = a.id and d.stage = 'digest') end as "leavesAt"
    from alert a join alert_group g on g.id = a.group_id where a.match_id = any(${matches.map((match) => match.id)}::bigint[])
    order by a.created_at, a.id limit ${most.alerts}`.execute(db);
  return rows;
}

/** Messages that named the alerts, and digests that they left in. */
async function readDeliveries(db: Kysely<Database>, alerts: readonly ArticleAlert[]): Promise<ArticleDelivery[]> {
  if (alerts.length === 0) return [];
  const { rows } = await sql<ArticleDelivery>`
    with told as (
      select 'al_' || a.group_id as alert_id, d.id from alert a join delivery d on d.group_id = a.group_id and d.revision = a.group_revision
        where a.match_id = any(${alerts.map(({ matchId }) => matchId)}::bigint[])
      union select 'al_' || a.group_id, d.id from alert a join digest_item i on i.alert_id = a.id join delivery d on d.digest_id = i.digest_id
        where a.match_id = any(${alerts.map(({ matchId }) => matchId)}::bigint[]))
    select d.id, t.alert_id as "alertId", d.receiver, d.channel, d.event, d.state, d.reason, d.created_at as "createdAt", d.sent_at as "sentAt"
    from told t join delivery d on d.id = t.id order by d.created_at, d.id limit ${most.deliveries}`.execute(db);
  return rows;
}

async function readItems(db: Kysely<Database>, id: Id): Promise<ArticleItem[]> {
  const { rows } = await sql<ArticleItem>`
    select i.source_id as "sourceId", f.url as "feedUrl", i.title, i.seen_at as "seenAt", i.published_at as "publishedAt",
      i.published_trusted as "isTrusted"
    from source_item i join feed f on f.id = i.feed_id where i.article_id = ${id} order by i.seen_at, i.id limit ${most.items}`.execute(
    db,
  );
  return rows;
}

async function readSteps(db: Kysely<Database>, id: Id, revision: number): Promise<ExplainedStep[]> {
  const { rows } = await sql<ExplainedStep>`
    select at, stage, result, reason, detail, wait_ms as "waitMs", work_ms as "workMs", worker
    from trail where article_id = ${id} and revision = ${revision} order by id limit ${most.steps}`.execute(db);
  return rows;
}

/** The other articles with the same text, in the order of their publication. */
async function readCopies(db: Kysely<Database>, id: Id): Promise<ArticlePage["copies"]> {
  const { rows } = await sql<ArticlePage["copies"][number]>`
    select a.id as "articleId", a.url, a.source_id as "sourceId", r.title, c.canonical_article_id = a.id as "isCanonical",
      m.published_at as "publishedAt"
    from cluster_member own join cluster c on c.id = own.cluster_id join cluster_member m on m.cluster_id = c.id
    join article a on a.id = m.article_id join article_revision r on r.article_id = a.id and r.revision = a.revision
    where own.article_id = ${id} and m.article_id <> ${id} order by m.published_at, a.id limit ${most.copies}`.execute(
    db,
  );
  return rows;
}

async function readStory(db: Kysely<Database>, id: Id | null): Promise<ArticlePage["story"]> {
  if (id === null) return null;
  return (await db.selectFrom("story").select(["id", "title"]).where("id", "=", id).executeTakeFirst()) ?? null;
}
