import { credentialsFor } from "@wirewatch/fetcher";
import { carriedPage } from "@wirewatch/intake";
import type { FetchedPage, SourceItem } from "@wirewatch/model";
import type { CompiledTopics } from "@wirewatch/topics";
import { oneLine } from "../terminal-text.ts";
import { answerLine } from "./ask-document.ts";
import { badStatus, failedBy, passed, withoutAnswer } from "./check.ts";
import type { Check, Flaw, SourceTest } from "./check.ts";
import { checkArticle } from "./check-article.ts";
import type { PageToRead } from "./check-article.ts";
import type { Robots } from "./robots.ts";

/** Types that the fetcher takes for a page. */
const pageType = /^(?:text\/(?:html|plain|xml)|application\/(?:xhtml\+xml|xml|octet-stream))$/u;

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
      ...(test.source.extract === null ? [] : ["the rules under extract are for the site's pages; they are not used"]),
    ]);
    const page = { url: item.url, body: carried, contentType: "text/html; charset=utf-8", isWhole: true };
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
    page: { url: page.url, body: page.body, contentType: page.headers["content-type"] ?? null, isWhole: false },
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
