import { runStage } from "@wirewatch/pipeline";
import type { AnyMessage } from "@wirewatch/pipeline";
import { saveText, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { expect } from "vitest";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { deduplicateStage } from "./deduplicate.ts";

/** A stripped article that waits for its verdict. */
export async function stripped(
  db: Kysely<Database>,
  sentences: readonly string[],
  given: Partial<ArticleRevision> = {},
): Promise<ArticleRevision> {
  const title = sentences[0]?.slice(0, 60) ?? "";
  const row = await addRevision(db, { stage: "deduplicate", title, ...given });
  const body = sentences.join(" ");
  await saveText(db, row.article_id, row.revision, {
    text: body,
    sections: [{ heading: null, text: body, role: "main" }],
  });
  return row;
}

export const messageOf = (row: ArticleRevision): AnyMessage => ({ articleId: row.article_id, revision: row.revision });

/** Decides one article, and gives it as it stands then. */
export async function decide(db: Kysely<Database>, row: ArticleRevision): Promise<ArticleRevision> {
  expect((await runStage(deduplicateStage({ db }), messageOf(row), testRunner(db).deps)) as string).toBe("finished");
  return revisionNow(db, row);
}

/** Leaves nothing of what the deduplicator reads or writes. */
export async function emptyStore(db: Kysely<Database>): Promise<void> {
  await sql`truncate article_body, fp_exact, fp_key, fp_doc, story, story_term, term_count, term_count_new, cluster, cluster_member,
    article_alternate, reindex, trail, article_revision, article restart identity cascade`.execute(db);
}
