import type { Config } from "@wirewatch/config";
import { defineStage, PermanentError } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { loadPage, saveText, storable, storableOrNull } from "@wirewatch/store";
import type { ArticleRevision, ConfigReader, Database, Kysely } from "@wirewatch/store";
import type { ExtractPool, PoolResult } from "./extract-pool.ts";

/** What the stripper works with. */
export interface StripperDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly pool: ExtractPool;
}

/** The stage that makes a readable article of a page. */
export function stripStage({ db, config, pool }: StripperDeps): DefinedStage {
  return defineStage("strip", {
    gather: (row, signal) => extractPage(row, signal),
    decide: (result) => result,
    async commit(tx, result, row): Promise<StageResult> {
      // Time and memory also run out on a busy machine, so it is tried again; a page that does it every time ends as failed.
      if (result.kind === "failed") return { kind: "retry", reason: result.reason };
      if (result.kind === "notArticle") return { kind: "end", outcome: "notArticle", reason: result.reason };
      const { article } = result;
      await saveText(tx, row.article_id, row.revision, { text: article.text, sections: article.sections });
      await tx
        .updateTable("article_revision")
        .set({
          title: storableOrNull(article.title ?? row.title),
          standfirst: storableOrNull(article.standfirst),
          authors: article.authors.map(storable),
          published_at: article.publishedAt ?? row.published_at,
          modified_at: article.modifiedAt,
          language: storableOrNull(article.language),
          site_name: storableOrNull(article.siteName),
          canonical_url: storable(article.canonicalUrl),
          method: article.method,
          agreement: article.agreement,
          characters: article.text.length,
        })
        .where("article_id", "=", row.article_id)
        .where("revision", "=", row.revision)
        .execute();
      const detail = {
        title: article.title,
        method: article.method,
        characters: article.text.length,
        sections: article.sections.length,
        language: article.language,
      };
      return { kind: "next", stage: "deduplicate", detail };
    },
  });

  async function extractPage(row: ArticleRevision, signal: AbortSignal): Promise<PoolResult> {
    const page = await loadPage(db, row.article_id, row.revision);
    if (page === null) throw new PermanentError("the fetched page is not in the store");
    const { config: current } = await config.current();
    const source = current.sources.find((candidate) => candidate.id === row.source_id);
    return pool.extract(
      {
        url: row.page_url ?? "",
        body: page.body,
        contentType: page.contentType,
        selectors: source?.extract ?? null,
        // Never fetched: the page was made of the text that the item carried (packages/intake/src/carried-page.ts).
        isWhole: row.fetched_at === null,
      },
      signal,
    );
  }
}
