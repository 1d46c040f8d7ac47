import type { Severity } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { AlertGroup, Database, Kysely } from "@wirewatch/store";
import { addGroup, addMatch, addRevision, addStory } from "./rows.ts";

/** An alert that was made. */
export interface AddedAlert {
  /** As messages name it. */
  readonly alertId: string;
  readonly groupId: string;
  readonly storyId: string;
  readonly matchId: string;
  readonly articleId: string;
}

/** When something was, so many minutes ago. */
export function minutesAgo(minutes: number): Date {
  return new Date(Date.now() - minutes * 60_000);
}

/**
 * An article that matched, and a group about it that was told unless `state` says otherwise.
 *
 * @param given.storyId a story that is there already
 * @param given.matchId tells another receiver of a match that is there already
 */
export async function addAlert(
  db: Kysely<Database>,
  given: {
    readonly title?: string;
    readonly topicId?: string;
    readonly severity?: Severity;
    readonly sourceId?: string;
    readonly language?: string;
    readonly url?: string;
    readonly receiver?: string;
    readonly route?: string;
    readonly storyId?: string;
    readonly openedAt?: Date;
    readonly matchedAt?: Date;
    readonly passage?: string;
    readonly state?: "open" | "acknowledged" | "waiting" | "held" | "closed" | "untold";
    readonly also?: AddedAlert;
  } = {},
): Promise<AddedAlert> {
  const { title = "Ships wait for the lock", state = "open", also, topicId = "harbour", severity = "normal" } = given;
  const openedAt = given.openedAt ?? minutesAgo(10);
  const { storyId, matchId, articleId } = also ?? (await addMatched(db, { ...given, title, openedAt }));
  const isTold = state === "open" || state === "acknowledged" || state === "closed";
  const group = await addGroup(db, {
    topic_id: topicId,
    story_id: storyId,
    severity,
    receiver: given.receiver ?? "desk",
    route: given.route ?? "root",
    opened_at: openedAt,
    stage: state === "closed" ? "closed" : "flush",
    ...(isTold ? { revision: 1, flushed_at: new Date(openedAt.getTime() + 30_000) } : {}),
    ...(state === "acknowledged" ? { acknowledged_at: new Date(), acknowledged_by: "ada" } : {}),
  } satisfies Partial<Omit<AlertGroup, "updates_on">>);
  await db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: matchId,
      article_id: articleId,
      state: isTold ? "sent" : state === "untold" ? "suppressed" : state === "held" ? "held" : "waiting",
      group_revision: isTold ? 1 : null,
      created_at: given.matchedAt ?? openedAt,
    })
    .execute();
  return { alertId: `al_${group.id}`, groupId: group.id, storyId, matchId, articleId };
}

async function addMatched(
  db: Kysely<Database>,
  given: Parameters<typeof addAlert>[1] & { readonly title: string; readonly openedAt: Date },
): Promise<Pick<AddedAlert, "storyId" | "matchId" | "articleId">> {
  const storyId = given.storyId ?? (await addStory(db));
  if (given.storyId === undefined)
    await db.updateTable("story").set({ title: given.title }).where("id", "=", storyId).execute();
  const row = await addRevision(db, {
    story_id: storyId,
    title: given.title,
    source_id: given.sourceId ?? "site",
    language: given.language ?? null,
    stage: "done",
    ...(given.url === undefined ? {} : { page_url: given.url }),
  });
  const match = await addMatch(db, row, {
    topic_id: given.topicId ?? "harbour",
    severity: given.severity ?? "normal",
    outcome: "sent",
    ...(given.passage === undefined ? {} : { passage: given.passage }),
  });
  await db
    .updateTable("topic_match")
    .set({ matched_at: given.matchedAt ?? given.openedAt })
    .where("id", "=", match.id)
    .execute();
  return { storyId, matchId: match.id, articleId: row.article_id };
}

/** A match that nobody was told of. @returns its id */
export async function addSuppressed(
  db: Kysely<Database>,
  given: {
    readonly reason: string;
    readonly detail?: string;
    readonly at?: Date;
    readonly topicId?: string;
    readonly sourceId?: string;
    readonly title?: string;
  },
): Promise<string> {
  const { matchId } = await addMatched(db, { title: "Ships wait", openedAt: new Date(), ...given });
  await sql`update topic_match set outcome = 'suppressed', reason = ${given.reason}, detail = ${given.detail ?? null},
    outcome_at = ${given.at ?? new Date()} where id = ${matchId}`.execute(db);
  return matchId;
}

/** Removes every alert and what it is about. */
export async function clearAlerts(db: Kysely<Database>): Promise<void> {
  await sql`truncate silence, audit, digest_item, digest, delivery_attempt, delivery, match_feedback, alert, alert_group, topic_match,
    article_revision, article, story restart identity cascade`.execute(db);
}
