import { exampleMessage } from "@wirewatch/alerting";
import { gateOf, isStageName, newWork } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { AlertGroup, ArticleRevision, Database, Delivery, Feed, Kysely, StoredMatch } from "@wirewatch/store";

/*
 * Work rows as the services write them; each has an address of its own unless one is given.
 */

let counter = 0;

/** A feed that waits for its host's gate. */
export async function addFeed(
  db: Kysely<Database>,
  given: Partial<Omit<Feed, "moved" | "rhythm">> = {},
): Promise<Feed> {
  const url = given.url ?? `https://feeds-${++counter}.example/rss`;
  return db
    .insertInto("feed")
    .values({
      source_id: "site",
      gate: gateOf(url),
      ...newWork("poll"),
      ...given,
      url,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** An article with its first revision, waiting in `strip` unless `given` says otherwise; in `fetch`, for its host's gate. */
export async function addRevision(
  db: Kysely<Database>,
  { alternates = [], change = null, ...given }: Partial<ArticleRevision> = {},
): Promise<ArticleRevision> {
  const url = given.page_url ?? `https://site.example/news/${++counter}`;
  const sourceId = given.source_id ?? "site";
  const stage = given.stage ?? "strip";
  const articleId =
    given.article_id ??
    (
      await db
        .insertInto("article")
        .values({ url, url_key: url, source_id: sourceId })
        .returning("id")
        .executeTakeFirstOrThrow()
    ).id;
  return db
    .insertInto("article_revision")
    .values({
      article_id: articleId,
      revision: 1,
      source_id: sourceId,
      gate: gateOf(url),
      ...(isStageName(stage) ? newWork(stage) : { stage, due_at: sql<Date>`'infinity'` }),
      page_url: url,
      alternates: JSON.stringify(alternates),
      change: change === null ? null : JSON.stringify(change),
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A match of a topic in a revision, not told about yet. */
export async function addMatch(
  db: Kysely<Database>,
  row: Pick<ArticleRevision, "article_id" | "revision" | "story_id">,
  given: Partial<Pick<StoredMatch, "topic_id" | "severity" | "outcome" | "reason">> & {
    readonly passage?: string;
  } = {},
): Promise<StoredMatch> {
  const { passage = "The harbourmaster spoke.", ...columns } = given;
  return db
    .insertInto("topic_match")
    .values({
      article_id: row.article_id,
      revision: row.revision,
      story_id: row.story_id ?? "0",
      topic_id: "harbour",
      topic_name: "Harbour",
      severity: "normal",
      config_version: "1",
      units: JSON.stringify([0]),
      spans: JSON.stringify({ s0: [[4, 17]] }),
      clauses: JSON.stringify([{ clause: "any[0]", query: "harbourmaster" }]),
      snippet: JSON.stringify({ text: passage, marks: [[4, 17]], heading: null }),
      strength: 0.5,
      ...columns,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A story for revisions to belong to. @returns its id */
export async function addStory(db: Kysely<Database>, firstArticleId = "1"): Promise<string> {
  const story = { title: "A story", first_article_id: firstArticleId };
  return (await db.insertInto("story").values(story).returning("id").executeTakeFirstOrThrow()).id;
}

/** A group of alerts that waits to be flushed. */
export async function addGroup(
  db: Kysely<Database>,
  given: Partial<Omit<AlertGroup, "updates_on">> = {},
): Promise<AlertGroup> {
  return db
    .insertInto("alert_group")
    .values({
      group_key: `group ${++counter}`,
      route: "default",
      receiver: "desk",
      topic_id: "harbour",
      severity: "normal",
      stage: "flush",
      closes_at: sql<Date>`now() + interval '1 day'`,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A message of no group that waits to be delivered to the first webhook of a desk. */
export async function addDelivery(
  db: Kysely<Database>,
  given: Partial<Omit<Delivery, "message">> = {},
): Promise<Delivery> {
  const id = given.id ?? `dl_${++counter}`;
  return db
    .insertInto("delivery")
    .values({
      receiver: "desk",
      channel: "webhook-0",
      channel_kind: "webhook",
      event: "alert.opened",
      revision: 1,
      repeat: "at-least-once",
      message: JSON.stringify(exampleMessage({ id })),
      ...newWork("deliver"),
      ...given,
      id,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A revision's row as it stands now. */
export async function revisionNow(
  db: Kysely<Database>,
  row: Pick<ArticleRevision, "article_id" | "revision">,
): Promise<ArticleRevision> {
  return db
    .selectFrom("article_revision")
    .selectAll()
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .executeTakeFirstOrThrow();
}
