import type { SourceConfig } from "@wirewatch/config";
import type { Article, FetchedPage, SourceItem, TopicDocument } from "@wirewatch/model";
import { snippet } from "@wirewatch/topics";
import type { CompiledTopics } from "@wirewatch/topics";
import { counted, lengthOfTime, markedText, oneLine } from "../terminal-text.ts";
import { badStatus, failed, passed, withoutAnswer } from "./check.ts";
import type { Check, SourceTest } from "./check.ts";
import { answerLine } from "./check-feed.ts";
import type { AskRobots } from "./robots.ts";

/** Types that the fetcher takes for a page. */
const pageType = /^(?:text\/(?:html|plain|xml)|application\/(?:xhtml\+xml|xml|octet-stream))$/u;

/** A page as the stripper gets it. */
interface PageToRead {
  readonly url: string;
  readonly body: Uint8Array | string;
  readonly contentType: string | null;
}

/** Takes one announced item through the later stages: page, article, topics; stops at the first that fails. */
export async function checkItem(
  item: SourceItem & { readonly url: string },
  test: SourceTest,
  askRobots: AskRobots,
  topics: CompiledTopics,
): Promise<Check[]> {
  const carried = carriedPage(item, test.source);
  if (carried !== null) {
    const text = passed(`Page ${item.url}`, [
      `not fetched: the source takes the feed's own text (full_text: ${test.source.fullText})`,
    ]);
    return [text, ...(await checkArticle(carried, item, test, topics))];
  }
  const { check, page } = await checkPage(item.url, test, askRobots);
  return page === null ? [check] : [check, ...(await checkArticle(page, item, test, topics))];
}

async function checkPage(
  url: string,
  test: SourceTest,
  askRobots: AskRobots,
): Promise<{ check: Check; page: PageToRead | null }> {
  const { source } = test;
  const name = `Page ${url}`;
  const permissions = { surface: "item-link", privatePages: source.privatePages } as const;
  const result = await test.http.request({
    ...permissions,
    url,
    userAgent: source.userAgent ?? test.userAgent,
    timeoutMs: source.timeoutMs,
    maxWireBytes: source.maxBodyBytes,
    maxBodyBytes: source.maxBodyBytes * 2,
    ...(source.robots === "ignore" ? {} : { beforeHop: (hop: URL) => askRobots(hop, permissions) }),
  });
  if (result.kind !== "response") return { check: withoutAnswer(name, result, "page"), page: null };
  const { page, latencyMs } = result;
  const bad = badStatus(name, page.status, "page") ?? notPage(name, page);
  if (bad !== null) return { check: bad, page: null };
  const robots = source.robots === "ignore" ? "robots.txt was not asked (robots: ignore)" : "robots.txt allows it";
  const moved = page.url === url ? [] : [`redirected to ${page.url}`];
  return {
    check: passed(name, [robots, ...moved, answerLine(page, latencyMs)]),
    page: { url: page.url, body: page.body, contentType: page.headers["content-type"] ?? null },
  };
}

function notPage(name: string, { headers, body }: FetchedPage): Check | null {
  const type = (headers["content-type"] ?? "text/html").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!pageType.test(type))
    return failed(
      name,
      `it is not a page but ${oneLine(type, 60)}`,
      "Only pages of text are read; exclude such addresses in the source.",
    );
  return body.byteLength === 0
    ? failed(name, "the page is empty", "Open it in a browser; a page made by scripts alone cannot be read.")
    : null;
}

async function checkArticle(
  page: PageToRead,
  item: SourceItem,
  test: SourceTest,
  topics: CompiledTopics,
): Promise<Check[]> {
  const startedMs = performance.now();
  const result = await test.extract({
    ...page,
    selectors: test.source.extract,
    feedTitle: item.title,
    feedPublishedAt: item.publishedAt,
  });
  const advice = "If it is an article, name its text with CSS selectors under extract in sources.yaml.";
  if (result.kind !== "article")
    return [failed("Article", result.reason, advice, result.kind === "notArticle" ? result.notes : [])];
  const { article, notes } = result;
  const facts = [
    ...(article.title === null ? ["no title found"] : [`“${oneLine(article.title)}”`]),
    `${counted(article.text.length, "character")} in ${counted(article.sections.length, "section")}, by ${article.method}, in ${lengthOfTime(performance.now() - startedMs)}`,
    `language ${article.language ?? "not stated"}, published ${article.publishedAt ?? "at an unknown time"}`,
    ...notes,
  ];
  return [passed("Article", facts), checkTopics(article, test, topics)];
}

function checkTopics(article: Article, { source, config }: SourceTest, topics: CompiledTopics): Check {
  const document = topicDocument(article, source);
  const results = topics.match(document, { sourceId: source.id, sourceTags: source.tags });
  if (config.topics.length === 0) return passed("Topics", ["there are none in the configuration"]);
  if (results.length === 0) return passed("Topics", [`none of ${counted(config.topics.length, "topic")} is in it`]);
  return passed(
    "Topics",
    results.flatMap((result) => [
      `${result.topicId} (strength ${result.strength.toFixed(2)}) by ${result.clauses.map((clause) => clause.clause).join(", ")}`,
      `  ${markedText(snippet(document, result))}`,
    ]),
  );
}

/** The document that topics are matched against: title and sections, the standfirst as the beginning of the text. */
function topicDocument(article: Article, source: SourceConfig): TopicDocument {
  const { sections, standfirst } = article;
  const isApart = standfirst !== null && standfirst !== "" && !article.text.includes(standfirst);
  return {
    title: article.title,
    sections: isApart ? [{ heading: null, text: standfirst, role: "main" }, ...sections] : sections,
    lang: article.language ?? source.language,
    url: article.canonicalUrl,
    source: URL.parse(article.canonicalUrl)?.hostname.replace(/^www\./u, "") ?? null,
    author: article.authors.join(", "),
    country: source.country,
  };
}

/** The page made of what the feed carries, for a source whose pages are not fetched; null for the others. */
function carriedPage(item: SourceItem & { readonly url: string }, { fullText }: SourceConfig): PageToRead | null {
  const summary = (item.summary ?? "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const html = fullText === "never" ? (item.content ?? `<p>${summary}</p>`) : fullText === "feed" ? item.content : null;
  if (html === null) return null;
  return { url: item.url, body: `<!doctype html><article>${html}</article>`, contentType: "text/html; charset=utf-8" };
}
