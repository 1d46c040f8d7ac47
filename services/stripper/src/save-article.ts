import type { ExtractResult } from "@wirewatch/extraction";
import type { CutBlock } from "@wirewatch/model";
import { saveText, storable, storableJson, storableOrNull } from "@wirewatch/store";
import type { ArticleRevision, Database, Transaction } from "@wirewatch/store";

type Article = Extract<ExtractResult, { kind: "article" }>["article"];

/** Blocks that were left out are kept for people who check the decision: this many, with so many characters of each. */
const maxCut = 300;
const maxCutCharacters = 2_000;

/** The blocks left out of a text as far as they are kept. */
export function storedCut(cut: readonly CutBlock[]): CutBlock[] {
  return cut.slice(0, maxCut).map(({ text, reason }) => ({ text: text.slice(0, maxCutCharacters), reason }));
}

/** Writes an article into its revision: text and sections as the body, everything else as columns. */
export async function saveArticle(tx: Transaction<Database>, row: ArticleRevision, article: Article): Promise<void> {
  const { text, sections, captions, cut } = article;
  await saveText(tx, row.article_id, row.revision, { text, sections, captions, cut: storedCut(cut) });
  await tx
    .updateTable("article_revision")
    .set({
      title: storableOrNull(article.title ?? row.title),
      standfirst: storableOrNull(article.standfirst),
      authors: article.authors.map(storable),
      published_at: article.publishedAt,
      modified_at: article.modifiedAt,
      language: storableOrNull(article.language),
      site_name: storableOrNull(article.siteName),
      canonical_url: storable(article.canonicalUrl),
      lead_image: storableOrNull(article.leadImage),
      tags: article.tags.map(storable),
      is_paywalled: article.isPaywalled,
      is_live: article.isLive,
      alternates: storableJson(article.alternates),
      method: article.method,
      agreement: article.agreement,
      characters: article.text.length,
    })
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .execute();
}
