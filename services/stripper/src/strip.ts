import type { Config, SourceConfig } from "@wirewatch/config";
import { seenPage, type ExtractResult } from "@wirewatch/extraction";
import { defineStage, PermanentError } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import { forgetOldBlocks, loadPage, readSourceMemory, rememberPage } from "@wirewatch/store";
import type { ArticleRevision, ConfigReader, Database, Kysely, SourceMemory, Transaction } from "@wirewatch/store";
import { commitCleaning, gatherCleaning, openCleaning } from "./clean-again.ts";
import { observedPage, recordPage, type ObservedPage } from "./drift.ts";
import type { ExtractPool, PoolResult } from "./extract-pool.ts";
import { saveArticle } from "./save-article.ts";
import { articlesWith, cleanText, type CleanedText } from "./source-template.ts";

/** What the stripper works with. */
export interface StripperDeps {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly pool: ExtractPool;
}

type Article = Extract<ExtractResult, { kind: "article" }>["article"];

/** A page that was read, for the history of how its source's pages are read. */
interface ReadPage {
  readonly observed: ObservedPage | null;
}

interface ArticleFacts extends ReadPage {
  readonly kind: "article";
  readonly articleId: string;
  readonly article: Article;
  /** Why its language is not the one its page declares; null when it is. */
  readonly languageReason: string | null;
  readonly memory: SourceMemory;
}

interface ArticleDecision extends ReadPage {
  readonly kind: "article";
  readonly cleaned: CleanedText<Article>;
  readonly languageReason: string | null;
  readonly memory: SourceMemory;
}

interface NoArticle extends ReadPage {
  readonly kind: "noArticle";
  readonly result: Exclude<PoolResult, { kind: "article" }>;
}

interface CleanedAgain {
  readonly kind: "again";
  readonly cleaned: Awaited<ReturnType<typeof gatherCleaning>>;
}

type Facts = ArticleFacts | NoArticle | CleanedAgain;
type Decision = ArticleDecision | NoArticle | CleanedAgain;

/** The stage that makes a readable article of a page, without what the source's other articles have too. */
export function stripStage({ db, config, pool }: StripperDeps): DefinedStage {
  return defineStage("strip", {
    async gather(row, signal): Promise<Facts> {
      if (row.trigger === "template") return { kind: "again", cleaned: await gatherCleaning(db, row) };
      const { config: current } = await config.current();
      const source = current.sources.find((candidate) => candidate.id === row.source_id);
      const result = await extractPage(row, source, signal);
      const observed = observedPage(row, source, result);
      if (result.kind !== "article") return { kind: "noArticle", result, observed };
      const { article, languageReason = null } = result;
      const keys = seenPage(row.article_id, article).blocks.map(({ key }) => key);
      const memory = await readSourceMemory(db, row.source_id, keys);
      return { kind: "article", articleId: row.article_id, article, languageReason, memory, observed };
    },
    decide(facts): Decision {
      if (facts.kind !== "article") return facts;
      const { kind, articleId, article, languageReason, memory, observed } = facts;
      return { kind, cleaned: cleanText(articleId, article, memory), languageReason, memory, observed };
    },
    async commit(tx, decision, row): Promise<StageResult> {
      switch (decision.kind) {
        case "noArticle": {
          const { kind, reason } = decision.result;
          // Time and memory also run out on a busy machine, so it is tried again; a page that does it every time ends as failed.
          if (kind === "failed") return { kind: "retry", reason };
          return { kind: "end", outcome: "notArticle", reason, ring: await record(tx, decision) };
        }
        case "article":
          return { ...(await commitArticle(tx, row, decision)), ring: await record(tx, decision) };
        case "again":
          return commitCleaning(tx, row, decision.cleaned);
      }
    },
    // The text before stands, and so does how its revision ended.
    abandon: (_tx, row, reason) =>
      Promise.resolve({ kind: "end", outcome: row.trigger === "template" ? "unchanged" : "failed", reason }),
  });

  async function extractPage(
    row: ArticleRevision,
    source: SourceConfig | undefined,
    signal: AbortSignal,
  ): Promise<PoolResult> {
    const page = await loadPage(db, row.article_id, row.revision);
    if (page === null) throw new PermanentError("the fetched page is not in the store");
    return pool.extract(
      {
        url: row.page_url ?? "",
        body: page.body,
        contentType: page.contentType,
        selectors: source?.extract ?? null,
        feedPublishedAt: row.published_at?.toISOString() ?? null,
        // Never fetched: the page was made of the text that the item carried (packages/intake/src/carried-page.ts).
        isWhole: row.fetched_at === null,
      },
      signal,
    );
  }
}

/** Comes last in the transaction, see `recordPage`. */
async function record(tx: Transaction<Database>, { observed }: ReadPage): Promise<Bell[]> {
  return observed === null ? [] : recordPage(tx, observed);
}

async function commitArticle(
  tx: Transaction<Database>,
  row: ArticleRevision,
  { cleaned, languageReason, memory }: ArticleDecision,
): Promise<StageResult> {
  const { article, seen, template } = cleaned;
  await saveArticle(tx, row, article);
  const learned = await rememberPage(tx, row.source_id, seen, template);
  const earlier = articlesWith(learned, memory).filter((articleId) => articleId !== row.article_id);
  await openCleaning(tx, earlier);
  await forgetOldBlocks(tx);
  const detail = {
    title: article.title,
    method: article.method,
    characters: article.text.length,
    sections: article.sections.length,
    language: article.language,
    ...(languageReason === null ? {} : { languageReason }),
    template: template.length,
  };
  return { kind: "next", stage: "deduplicate", detail };
}
