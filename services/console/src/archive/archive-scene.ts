import { indexArticle, saveText, sql } from "@wirewatch/store";
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

/** So many copies of articles, which are of the source `site`, of the last hour, and of a story in which there are ten of one text. */
export async function addCopies(
  db: Kysely<Database>,
  of: readonly Pick<ArticleRevision, "article_id">[],
  count: number,
): Promise<void> {
  const ids = of.map(({ article_id }) => article_id);
  await sql`
    with copied as (
      insert into article (url, url_key, source_id) select 'https://site.example/c/' || g, 'copy ' || g, 'site' from generate_series(1, ${count}) g
      returning id),
    made as (
      select id, row_number() over (order by id) - 1 as place from copied),
    copies as (
      select id, (${ids}::bigint[])[1 + place % ${ids.length}] as origin, 1_000_000 + place / ${10 * ids.length} as story from made),
    revisions as (
      insert into article_revision (article_id, revision, source_id, gate, stage, due_at, outcome, verdict, title, language, page_url, story_id)
      select id, 1, 'site', 'g', 'done', 'infinity', 'unmatched', 'unique', 'A title', 'en', 'https://site.example/c/' || id, story from copies),
    bodies as (
      insert into article_body (article_id, revision, body)
      select c.id, 1, b.body from copies c join article_body b on b.article_id = c.origin and b.revision = 1)
    insert into article_search (article_id, revision, source_id, at, language, tokens, story_id)
    select c.id, 1, 'site', now() - make_interval(secs => c.id % 3600), 'en', s.tokens, c.story from copies c join article_search s on s.article_id = c.origin`.execute(
    db,
  );
}

/** An instant so many hours ago. */
export function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}
