import type { NoticeKind } from "@wirewatch/model";
import { newWork } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { sql, storable } from "@wirewatch/store";
import type { Database, Id, Transaction } from "@wirewatch/store";

/**
 * Writes down something a person should know about a source, for the `announce` stage. One of the same kind for the
 * same feed that is still on its way is enough.
 *
 * @param notice.text one sentence
 * @returns the bell to ring after the commit
 */
export async function openNotice(
  tx: Transaction<Database>,
  notice: { readonly sourceId: string; readonly feedId: Id | null; readonly kind: NoticeKind; readonly text: string },
): Promise<Bell> {
  const { sourceId, feedId, kind } = notice;
  const open = await tx
    .selectFrom("notice")
    .select("id")
    .where("source_id", "=", sourceId)
    .where(sql<boolean>`feed_id is not distinct from ${feedId}::bigint`)
    .where("kind", "=", kind)
    .where("stage", "=", "announce")
    .executeTakeFirst();
  const { id } =
    open ??
    (await tx
      .insertInto("notice")
      .values({ source_id: sourceId, feed_id: feedId, kind, text: storable(notice.text), ...newWork("announce") })
      .returning("id")
      .executeTakeFirstOrThrow());
  return { stage: "announce", message: { noticeId: id } };
}
