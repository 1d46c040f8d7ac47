import { indexArticle, saveText } from "@wirewatch/store";
import type { ArticleRevision, Database, Kysely } from "@wirewatch/store";
import { articleLexemes, stem } from "@wirewatch/topics";
import { topicDocument } from "@wirewatch/store";
import type { Section } from "@wirewatch/model";
import { addRevision } from "../../../../test/support/rows.ts";

/** An archived article that search finds, as the classifier leaves it. */
export async function addFindable(
  db: Kysely<Database>,
  text: string | readonly string[],
  given: Partial<ArticleRevision> = {},
): Promise<ArticleRevision> {
  const row = await addRevision(db, {
    stage: "done",
    outcome: "unmatched",
    verdict: "unique",
    title: "A title",
    language: "en",
    ...given,
  });
  const sections = [text].flat().map((part): Section => ({ heading: null, text: part, role: "main" }));
  await saveText(db, row.article_id, row.revision, { text: sections.map((one) => one.text).join("\n\n"), sections });
  await indexArticle(db, row, articleLexemes(topicDocument(row, sections, undefined), { stem }));
  return row;
}

/** An instant so many hours ago. */
export function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}
