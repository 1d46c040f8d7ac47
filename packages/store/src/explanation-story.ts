import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id, StoredChange } from "./schema.ts";

/** Terms of a story that people are shown, the most telling first. */
const maxTerms = 8;

/** An article as another one is explained by it. */
export interface NamedArticle {
  readonly articleId: Id;
  readonly url: string;
  readonly sourceId: string;
  readonly title: string | null;
}

/** The text and its copies. */
export interface ExplainedCluster {
  readonly id: Id;
  readonly articles: number;
  /** The one that was published first. */
  readonly canonical: NamedArticle | null;
}

/** The event that an article is on. */
export interface ExplainedStory {
  readonly id: Id;
  readonly title: string | null;
  /** With copies. */
  readonly articles: number;
  readonly terms: readonly string[];
  /** Why the article belongs to it; null for those that were decided on by an older version. */
  readonly why: string | null;
}

/** What a revision changed. */
export interface ExplainedChange extends StoredChange {
  readonly isMaterial: boolean;
}

export async function explainCluster(db: Kysely<Database>, articleId: Id): Promise<ExplainedCluster | null> {
  const { rows } = await sql<{ id: Id; articles: number; canonical: Id }>`
    select c.id, c.canonical_article_id as canonical,
      (select count(*)::int from cluster_member o where o.cluster_id = c.id) as articles
    from cluster_member m join cluster c on c.id = m.cluster_id where m.article_id = ${articleId}`.execute(db);
  const [cluster] = rows;
  if (cluster === undefined) return null;
  return { id: cluster.id, articles: cluster.articles, canonical: await readNamed(db, cluster.canonical) };
}

export async function explainStory(
  db: Kysely<Database>,
  storyId: Id | null,
  why: string | null,
): Promise<ExplainedStory | null> {
  if (storyId === null) return null;
  const { rows } = await sql<Omit<ExplainedStory, "why">>`
    select s.id, s.title, (select count(distinct article_id)::int from article_revision r where r.story_id = s.id) as articles,
      coalesce(s.indexed[:${sql.lit(maxTerms)}], array(
        select key from jsonb_each(s.terms) order by value::float8 desc, key limit ${sql.lit(maxTerms)})) as terms
    from story s where s.id = ${storyId}`.execute(db);
  return rows[0] === undefined ? null : { ...rows[0], why };
}

/** An article by its latest revision. */
export async function readNamed(db: Kysely<Database>, articleId: Id): Promise<NamedArticle | null> {
  const row = await db
    .selectFrom("article as a")
    .innerJoin("article_revision as r", (join) =>
      join.onRef("r.article_id", "=", "a.id").onRef("r.revision", "=", "a.revision"),
    )
    .select(["a.id", "a.url", "a.source_id", "r.title"])
    .where("a.id", "=", articleId)
    .executeTakeFirst();
  return row === undefined ? null : { articleId: row.id, url: row.url, sourceId: row.source_id, title: row.title };
}
