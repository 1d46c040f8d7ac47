import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database, Id } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Where an article belongs. */
export interface ClusterPlace {
  readonly clusterId: Id;
  readonly storyId: Id;
}

/** An article that is to be a member of a cluster. */
export interface NewMember {
  readonly articleId: Id;
  /** Publication, else first sight. */
  readonly publishedAt: Date;
}

/** The cluster an article is in; null when it was never decided on. */
export async function findCluster(db: Db, articleId: Id): Promise<ClusterPlace | null> {
  const { rows } = await sql<ClusterPlace>`
    select c.id as "clusterId", c.story_id as "storyId" from cluster_member m join cluster c on c.id = m.cluster_id
    where m.article_id = ${articleId}`.execute(db);
  return rows[0] ?? null;
}

/** Opens a cluster for a text that is nobody's copy, in its story. @returns its id */
export async function openCluster(
  tx: Transaction<Database>,
  storyId: Id,
  { articleId, publishedAt }: NewMember,
): Promise<Id> {
  const { rows } = await sql<{ id: Id }>`
    with opened as (
      insert into cluster (story_id, canonical_article_id, canonical_at) values (${storyId}, ${articleId}, ${publishedAt}) returning id)
    insert into cluster_member (article_id, cluster_id, published_at) select ${articleId}::bigint, id, ${publishedAt}::timestamptz from opened
    returning cluster_id as id`.execute(tx);
  return rows[0]?.id ?? "";
}

/**
 * Adds a copy to a cluster. It becomes the canonical member if it was published before the one that is; nothing else follows
 * from that. The comparison is part of the update, so that of two earlier copies at once the earliest stays.
 */
export async function joinCluster(
  tx: Transaction<Database>,
  clusterId: Id,
  { articleId, publishedAt }: NewMember,
): Promise<void> {
  await sql`
    with member as (
      insert into cluster_member (article_id, cluster_id, published_at) values (${articleId}, ${clusterId}, ${publishedAt})
      on conflict (article_id) do nothing)
    update cluster set canonical_article_id = ${articleId}, canonical_at = ${publishedAt}
    where id = ${clusterId} and (canonical_at, canonical_article_id) > (${publishedAt}::timestamptz, ${articleId}::bigint)`.execute(
    tx,
  );
}
