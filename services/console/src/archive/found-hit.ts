import type { Snippet, TextRange } from "@wirewatch/model";
import type { FoundArticle } from "@wirewatch/store";
import { explainMatch, snippets } from "@wirewatch/topics";
import type { TopicResult } from "@wirewatch/topics";
import type { Looked } from "./look-through.ts";

/** An article that a search or a topic found, ready to be shown. */
export interface FoundHit {
  readonly articleId: string;
  readonly revision: number;
  readonly title: string | null;
  /** Places of the title that were found, UTF-16. */
  readonly titleMarks: readonly TextRange[];
  readonly url: string | null;
  readonly sourceId: string;
  readonly host: string | null;
  readonly language: string | null;
  /** Publication, or first sight when that was earlier. */
  readonly at: Date;
  /** When its newest revision came. */
  readonly updatedAt: Date;
  readonly authors: readonly string[];
  readonly storyId: string | null;
  /** 0 to 1; 0 when nothing was asked for. */
  readonly strength: number;
  readonly isBrief: boolean;
  /** Sentences: which query found what and where. */
  readonly because: readonly string[];
  /** At least one. */
  readonly snippets: readonly Snippet[];
}

/** Characters of an article's beginning, where there are no words to show. */
const leadLength = 280;
const maxSnippets = 3;

/** @param result null when nothing was asked for */
export function foundHit({ article, document }: Looked, result: TopicResult | null): FoundHit {
  const url = article.canonical_url ?? article.page_url;
  return {
    articleId: article.article_id,
    revision: article.revision,
    title: article.title,
    titleMarks: result?.spans["title"] ?? [],
    url,
    sourceId: article.source_id,
    host: document.source ?? null,
    language: document.lang ?? null,
    at: article.at,
    updatedAt: article.seen_at,
    authors: article.authors,
    storyId: article.story_id,
    strength: result?.strength ?? 0,
    isBrief: result?.isBrief ?? false,
    because: result === null ? [] : explainMatch(result, document),
    snippets: result === null ? [leadOf(article)] : snippets(document, result, { max: maxSnippets }),
  };
}

function leadOf({ standfirst, sections }: FoundArticle): Snippet {
  const main = sections.find(({ role, text }) => role === "main" && text.trim() !== "");
  const text = standfirst ?? main?.text ?? "";
  const isWhole = text.length <= leadLength;
  return { text: isWhole ? text : `${text.slice(0, leadLength).toWellFormed()}…`, marks: [], heading: null };
}
