import { saveText } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { addRevision } from "./rows.ts";

/** An article that the classifier is done with: unmatched, unless `given` says otherwise. */
export async function addArchived(
  db: Kysely<Database>,
  text: string,
  given: Partial<ArticleRevision> = {},
): Promise<ArticleRevision> {
  const row = await addRevision(db, {
    stage: "done",
    outcome: "unmatched",
    verdict: "unique",
    title: "A title",
    ...given,
  });
  await saveText(db, row.article_id, row.revision, { text, sections: [{ heading: null, text, role: "main" }] });
  return row;
}

/** The instant so many days ago. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}
