import type { SourceConfig } from "@wirewatch/config";
import { credentialsFor } from "@wirewatch/fetcher";
import { carriedPage } from "@wirewatch/intake";
import type { Article, FetchedPage, SourceItem, TopicDocument } from "@wirewatch/model";
import { snippet } from "@wirewatch/topics";
import type { CompiledTopics } from "@wirewatch/topics";
import { counted, lengthOfTime, markedText, oneLine } from "../terminal-text.ts";
import { answerLine } from "./ask-document.ts";
import { badStatus, failed, failedBy, passed, withoutAnswer } from "./check.ts";
import type { Check, Flaw, SourceTest } from "./check.ts";
import type { Robots } from "./robots.ts";

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
  robots: Robots,
  topics: CompiledTopics,
): Promise<Check[]> {
  const carried = carriedPage(item, test.source);
  if (carried !== null) {
    const text = passed(`Page ${item.url}`, [
      `not fetched: the source takes the feed's own text (full_text: ${test.source.fullText})`,
    ]);
    const page = { url: item.url, body: carried, contentType: "text/html; charset=utf-8" };
    return [text, ...(await checkArticle(page, item, test, topics))];
  }
  const { check, page } = await checkPage(item.url, test, robots);
  return page === null ? [check] : [check, ...(await checkArticle(page, item, test, topics))];
}

async function checkPage(
  url: string,
  test: SourceTest,
  robots: Robots,
): Promise<{ check: Check; page: PageToRead | null }> {
  const { source } = test;
  const name = `Page ${url}`;
  // The secrets were there for the document that led here.
  const { headers, proxy } = await credentialsFor(url, source, test.resolveSecrets);
  const permissions = { surface: "item-link", privatePages: source.privatePages, proxy } as const;
  const result = await test.http.request({
    ...permissions,
    url,
    headers,
    allowPrivate: test.config.network.allowPrivate,
    userAgent: source.userAgent ?? test.userAgent,
    timeoutMs: source.timeoutMs,
    maxWireBytes: source.maxBodyBytes,
    maxBodyBytes: source.maxBodyBytes * 2,
    ...(source.robots === "ignore" ? {} : { beforeHop: (hop: URL) => robots.ask(hop, permissions) }),
  });
  if (result.kind !== "response") return { check: failedBy(name, withoutAnswer(result)), page: null };
  const { page, latencyMs } = result;
  const answer = answerLine(page, latencyMs);
  const bad = badStatus(page.status) ?? notPage(page);
  if (bad !== null) return { check: failedBy(name, bad, [answer]), page: null };
  const asked = source.robots === "ignore" ? "robots.txt was not asked (robots: ignore)" : "robots.txt allows it";
  const moved = page.url === url ? [] : [`redirected to ${page.url}`];
  return {
    check: passed(name, [asked, ...moved, answer]),
    page: { url: page.url, body: page.body, contentType: page.headers["content-type"] ?? null },
  };
}

function notPage({ headers, body }: FetchedPage): Flaw | null {
  const type = (headers["content-type"] ?? "text/html").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!pageType.test(type)) {
    return {
      reason: `it is not a page but ${oneLine(type, 60)}`,
      advice: "Only pages of text are read; exclude such addresses in the source.",
    };
  }
  return body.byteLength === 0
    ? { reason: "the page is empty", advice: "Open it in a browser; a page made by scripts alone cannot be read." }
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
