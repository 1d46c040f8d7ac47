import type { Severity } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { DeliveryState } from "./delivery-log.ts";
import type { Database, Id, StoredChange } from "./schema.ts";
import type { AlertTable } from "./alert-tables.ts";

/** What one page of a story shows of each. */
const most = { texts: 150, alerts: 100, deliveries: 300, sources: 100, translations: 100 } as const;

/** A story as a whole. */
export interface StoryHead {
  readonly id: Id;
  readonly title: string | null;
  readonly openedAt: Date;
  readonly lastAt: Date;
  readonly language: string | null;
  readonly articles: number;
  readonly terms: readonly string[];
}

/** One version of an article of a story. */
export interface StoryText {
  readonly articleId: Id;
  readonly revision: number;
  readonly url: string;
  readonly sourceId: string;
  readonly title: string | null;
  readonly language: string | null;
  readonly seenAt: Date;
  readonly publishedAt: Date | null;
  /** `unique`, `duplicate`, `nearDuplicate`, `revision`; null before it was compared. */
  readonly verdict: string | null;
  readonly score: number | null;
  readonly ofArticleId: Id | null;
  readonly isSameSite: boolean;
  /** Why it belongs to the story; null where it was not recorded. */
  readonly why: string | null;
  /** For an edit: whether it says something else than before. */
  readonly isMaterial: boolean | null;
  readonly change: StoredChange | null;
  readonly clusterId: Id | null;
  /** It was published first of all with this text, and stands for them. */
  readonly isCanonical: boolean;
  readonly topics: readonly string[];
}

/** A source with articles of a story. */
export interface StorySource {
  readonly sourceId: string;
  readonly articles: number;
  readonly firstSeenAt: Date;
  readonly languages: readonly string[];
}

/** A message about a story. */
export interface StoryDelivery {
  readonly id: string;
  readonly alertId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** What one route made of a story for one topic. */
export interface StoryAlert {
  /** As messages name it. */
  readonly alertId: string;
  readonly topicId: string;
  readonly topicName: string;
  readonly severity: Severity;
  readonly route: string;
  readonly receiver: string;
  readonly openedAt: Date;
  /** How the matches in it ended, with how many ended so. */
  readonly states: Readonly<Partial<Record<AlertTable["state"], number>>>;
}

/** Two articles of a story that are one in two languages, as a page of theirs says. */
export interface StoryTranslation {
  readonly articleId: Id;
  readonly ofArticleId: Id;
}

/** A story with everything that happened to it. */
export interface StoryPage {
  readonly story: StoryHead;
  /** The latest first. */
  readonly texts: readonly StoryText[];
  /** What is shown is older than this; null on the first page. */
  readonly upTo: Date | null;
  /** Continues the texts; null at their end. */
  readonly olderTexts: string | null;
  readonly sources: readonly StorySource[];
  readonly alerts: readonly StoryAlert[];
  readonly deliveries: readonly StoryDelivery[];
  readonly translations: readonly StoryTranslation[];
}

/**
 * Reads a story; null when there is none with that id.
 *
 * @param after a cursor of an earlier page of its texts; what is none begins with the latest
 */
export async function readStoryPage(db: Kysely<Database>, id: Id, after: string | null): Promise<StoryPage | null> {
  const story = await readHead(db, id);
  if (story === null) return null;
  const upTo = await readPlace(db, after);
  const found = await readTexts(db, id, upTo);
  const texts = found.slice(0, most.texts);
  const last = found.length > most.texts ? texts.at(-1) : undefined;
  const [sources, alerts] = await Promise.all([readSources(db, id), readAlerts(db, id)]);
  const deliveries = await readDeliveries(db, alerts);
  const translations = await readTranslations(db, id);
  const olderTexts = last === undefined ? null : `${last.articleId}-${last.revision}`;
  return { story, texts, upTo: upTo?.seenAt ?? null, olderTexts, sources, alerts, deliveries, translations };
}

async function readHead(db: Kysely<Database>, id: Id): Promise<StoryHead | null> {
  const { rows } = await sql<StoryHead>`
    select s.id, s.title, s.opened_at as "openedAt", s.last_at as "lastAt", s.language,
      (select count(distinct article_id)::int from article_revision r where r.story_id = s.id) as articles,
      coalesce(s.indexed[:8], array(select key from jsonb_each(s.terms) order by value::float8 desc, key limit 8)) as terms
    from story s where s.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Where a page of texts ends. */
interface Place {
  readonly articleId: Id;
  readonly revision: number;
  readonly seenAt: Date;
}

async function readPlace(db: Kysely<Database>, cursor: string | null): Promise<Place | null> {
  const [, articleId, revision] = /^(\d{1,18})-(\d{1,9})$/u.exec(cursor ?? "") ?? [];
  if (articleId === undefined || revision === undefined) return null;
  const { rows } = await sql<Place>`
    select article_id as "articleId", revision, seen_at as "seenAt" from article_revision
    where article_id = ${articleId} and revision = ${revision}::int`.execute(db);
  return rows[0] ?? null;
}

/** What was looked at again and had not changed is not told. */
async function readTexts(db: Kysely<Database>, id: Id, upTo: Place | null): Promise<StoryText[]> {
  // The instant is read again: the driver's has no microseconds.
  const isLater =
    upTo === null
      ? sql`true`
      : sql`(r.seen_at, r.article_id, r.revision) < (
          select p.seen_at, p.article_id, p.revision from article_revision p
          where p.article_id = ${upTo.articleId} and p.revision = ${upTo.revision})`;
  const { rows } = await sql<StoryText>`
    select r.article_id as "articleId", r.revision, a.url, r.source_id as "sourceId", r.title, r.language, r.seen_at as "seenAt",
      r.published_at as "publishedAt", r.verdict, r.score, r.of_article_id as "ofArticleId", coalesce(r.same_site, false) as "isSameSite",
      r.story_why as why, r.material as "isMaterial", r.change, c.id as "clusterId",
      coalesce(c.canonical_article_id = r.article_id, false) as "isCanonical",
      array(select m.topic_name from topic_match m where m.article_id = r.article_id and m.revision = r.revision order by m.id limit 5) as topics
    from article_revision r join article a on a.id = r.article_id
    left join cluster_member k on k.article_id = r.article_id left join cluster c on c.id = k.cluster_id
    where r.story_id = ${id} and r.outcome is distinct from 'unchanged' and ${isLater}
    order by r.seen_at desc, r.article_id desc, r.revision desc limit ${most.texts + 1}`.execute(db);
  return rows;
}

async function readSources(db: Kysely<Database>, id: Id): Promise<StorySource[]> {
  const { rows } = await sql<StorySource>`
    select source_id as "sourceId", count(distinct article_id)::int as articles, min(seen_at) as "firstSeenAt",
      coalesce(array_agg(distinct language) filter (where language is not null), '{}') as languages
    from article_revision where story_id = ${id} group by source_id order by 3, 1 limit ${most.sources}`.execute(db);
  return rows;
}

async function readAlerts(db: Kysely<Database>, id: Id): Promise<StoryAlert[]> {
  const { rows } = await sql<StoryAlert>`
    select 'al_' || g.id as "alertId", s.topic_id as "topicId", s.topic_name as "topicName", g.severity, g.route, g.receiver,
      g.opened_at as "openedAt", s.states
    from (
      select group_id, max(topic_id) as topic_id, max(topic_name) as topic_name, jsonb_object_agg(state, n) as states from (
        select a.group_id, a.state, max(m.topic_id) as topic_id, max(m.topic_name) as topic_name, count(*)::int as n
        from topic_match m join alert a on a.match_id = m.id where m.story_id = ${id} group by a.group_id, a.state) counted
      group by group_id) s
    join alert_group g on g.id = s.group_id order by g.opened_at desc, g.id desc limit ${most.alerts}`.execute(db);
  return rows;
}

/** Messages of the alerts' own, and digests that they left in. */
async function readDeliveries(db: Kysely<Database>, alerts: readonly StoryAlert[]): Promise<StoryDelivery[]> {
  const groups = alerts.map(({ alertId }) => alertId.slice(3));
  if (groups.length === 0) return [];
  const { rows } = await sql<StoryDelivery>`
    with told as (
      select d.group_id, d.id from delivery d where d.group_id = any(${groups}::bigint[])
      union select a.group_id, d.id from alert a join digest_item i on i.alert_id = a.id join delivery d on d.digest_id = i.digest_id
        where a.group_id = any(${groups}::bigint[]))
    select d.id, 'al_' || t.group_id as "alertId", d.receiver, d.channel, d.event, d.state, d.reason, d.created_at as "createdAt", d.sent_at as "sentAt"
    from told t join delivery d on d.id = t.id order by d.created_at desc, d.id limit ${most.deliveries}`.execute(db);
  return rows;
}

async function readTranslations(db: Kysely<Database>, id: Id): Promise<StoryTranslation[]> {
  const { rows } = await sql<StoryTranslation>`
    with member as (select distinct article_id from article_revision where story_id = ${id} limit 1000),
    named as (select t.article_id, t.url from article_alternate t join member m on m.article_id = t.article_id),
    address as (
      select m.article_id, a.url_key as url from member m join article a on a.id = m.article_id
      union select m.article_id, r.page_url from member m join article_revision r on r.article_id = m.article_id
      union select m.article_id, r.canonical_url from member m join article_revision r on r.article_id = m.article_id)
    select distinct greatest(n.article_id, a.article_id) as "articleId", least(n.article_id, a.article_id) as "ofArticleId"
    from named n join address a on a.url = n.url where n.article_id <> a.article_id order by 1, 2 limit ${most.translations}`.execute(
    db,
  );
  return rows;
}
