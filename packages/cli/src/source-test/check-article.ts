import { countWords, proposeBody } from "@wirewatch/extraction";
import type { Article, SourceItem } from "@wirewatch/model";
import type { CompiledTopics } from "@wirewatch/topics";
import { counted, lengthOfTime, oneLine } from "../terminal-text.ts";
import { failed, passed } from "./check.ts";
import type { Check, SourceTest } from "./check.ts";
import { checkRules } from "./check-rules.ts";
import { checkTopics } from "./check-topics.ts";

/** A page as the stripper gets it. */
export interface PageToRead {
  readonly url: string;
  readonly body: Uint8Array | string;
  readonly contentType: string | null;
  /** It was made of the text that the feed carried; the source's rules are for pages of the site. */
  readonly isWhole: boolean;
}

/** Reads the article on a page with the source's rules and without them, and looks for the topics in it. */
export async function checkArticle(
  page: PageToRead,
  item: SourceItem,
  test: SourceTest,
  topics: CompiledTopics,
): Promise<Check[]> {
  const selectors = page.isWhole ? null : test.source.extract;
  const given = { ...page, feedTitle: item.title, feedPublishedAt: item.publishedAt };
  const startedMs = performance.now();
  const result = await test.extract({ ...given, selectors });
  const ms = performance.now() - startedMs;
  const rules =
    selectors === null
      ? []
      : [checkRules(page, selectors, { ruled: result, automatic: await test.extract({ ...given, selectors: null }) })];
  const notes = result.kind === "failed" ? [] : result.notes.filter((note) => !note.startsWith("extract."));
  if (result.kind !== "article") {
    const how = "name its text with CSS selectors under extract in sources.yaml";
    return [failed("Article", result.reason, `If it is an article, ${how}${proposals(page)}.`, notes), ...rules];
  }
  const { article, doubts } = result;
  const facts = [
    ...(article.title === null ? ["no title found"] : [`“${oneLine(article.title)}”`]),
    `${counted(article.text.length, "character")} in ${counted(article.sections.length, "section")}, by ${article.method}, in ${lengthOfTime(ms)}`,
    `language ${article.language ?? "not stated"}, published ${article.publishedAt ?? "at an unknown time"}`,
    ...notes,
    ...(selectors === null && !page.isWhole ? weakness(article, doubts, page) : []),
  ];
  const found = { title: article.title, url: page.url, text: article.text };
  return [{ ...passed("Article", facts), article: found }, ...rules, checkTopics(article, test, topics)];
}

/** Fewer words than a news item has; what is there may be its beginning only. */
const fewWords = 60;

/** Why the automatic result may want rules, and which. */
function weakness(article: Article, doubts: readonly string[], page: PageToRead): string[] {
  const words = countWords(article.text);
  const wants = [
    ...(article.title === null ? ["title"] : []),
    ...(article.publishedAt === null ? ["date"] : []),
    ...(words < fewWords || doubts.length > 0 ? ["body"] : []),
  ];
  if (wants.length === 0) return [];
  const why = [...(words < fewWords ? [`only ${counted(words, "word")}`] : []), ...doubts];
  return [
    `is anything missing${why.length === 0 ? "" : ` (${why.join("; ")})`}? Name it with a CSS selector under extract: ${wants.join(", ")}${wants.includes("body") ? proposals(page) : ""}`,
  ];
}

/** Elements that may hold the text, to choose from. */
function proposals(page: PageToRead): string {
  const found = proposeBody(page).map(({ selector, words }) => `${selector} (${counted(words, "word")})`);
  return found.length === 0 ? "" : `; body may be ${found.join(" or ")}`;
}
