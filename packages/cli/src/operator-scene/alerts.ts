import type { Severity } from "@wirewatch/model";
import type { Database, Kysely } from "@wirewatch/store";
import { addGroup, addMatch, addRevision, addStory } from "../../../../test/support/rows.ts";

/** An alert of the scene. */
export interface SceneAlert {
  /** As messages name it. */
  readonly alertId: string;
  readonly groupId: string;
  readonly storyId: string;
}

/** A story with one article that matched, and the alert about it that was told to the receiver `desk`. */
export async function addAlert(
  db: Kysely<Database>,
  given: {
    readonly topicId?: string;
    readonly severity?: Severity;
    readonly title?: string;
    readonly sourceId?: string;
    readonly matchedAt?: Date;
    readonly openedAt?: Date;
    readonly publishedAt?: Date;
    readonly state?: "open" | "held" | "waiting" | "closed";
  } = {},
): Promise<SceneAlert> {
  const { topicId = "acme", severity = "normal", title = "Acme Corp recalls heaters", state = "open" } = given;
  const matchedAt = given.matchedAt ?? new Date(Date.now() - 600_000);
  const openedAt = given.openedAt ?? matchedAt;
  const storyId = await addStory(db);
  await db.updateTable("story").set({ title }).where("id", "=", storyId).execute();
  const row = await addRevision(db, {
    source_id: given.sourceId ?? "times",
    story_id: storyId,
    title,
    published_at: given.publishedAt ?? null,
    seen_at: matchedAt,
  });
  const match = await addMatch(db, row, { topic_id: topicId, severity });
  await db.updateTable("topic_match").set({ matched_at: matchedAt }).where("id", "=", match.id).execute();
  const isTold = state === "open" || state === "closed";
  const group = await addGroup(db, {
    topic_id: topicId,
    severity,
    story_id: storyId,
    opened_at: openedAt,
    stage: state === "closed" ? "closed" : "flush",
    ...(isTold ? { revision: 1, flushed_at: new Date(openedAt.getTime() + 60_000) } : {}),
  });
  await db
    .insertInto("alert")
    .values({
      group_id: group.id,
      match_id: match.id,
      article_id: row.article_id,
      state: isTold ? "sent" : state === "held" ? "held" : "waiting",
      group_revision: isTold ? 1 : null,
    })
    .execute();
  return { alertId: `al_${group.id}`, groupId: group.id, storyId };
}
