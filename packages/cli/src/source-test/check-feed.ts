import { MissingSecretError } from "@wirewatch/config";
import { FeedError, parseFeed } from "@wirewatch/feeds";
import type { Feed } from "@wirewatch/feeds";
import type { FetchedPage, SourceItem } from "@wirewatch/model";
import { byteSize, counted, instant, lengthOfTime, oneLine } from "../terminal-text.ts";
import { badStatus, failed, passed, withoutAnswer } from "./check.ts";
import type { Check, SourceTest } from "./check.ts";
import type { AskRobots } from "./robots.ts";

const shownTitles = 3;

/** Retrieves a feed as the fetcher would, and reads it. @returns the check, and the feed's items when it could be read */
export async function checkFeed(
  url: string,
  test: SourceTest,
  askRobots: AskRobots,
): Promise<{ readonly check: Check; readonly items: readonly SourceItem[] }> {
  const name = `Feed ${url}`;
  const { source, config } = test;
  const headers: Record<string, string> = {};
  try {
    for (const [header, value] of Object.entries(source.headers)) headers[header] = await test.resolveSecrets(value);
  } catch (error) {
    if (!(error instanceof MissingSecretError)) throw error;
    return { check: failed(name, error.message, "Set it where this command and the fetcher run."), items: [] };
  }
  const permissions = { surface: "source", allowPrivate: config.network.allowPrivate } as const;
  const result = await test.http.request({
    ...permissions,
    url,
    userAgent: source.userAgent ?? test.userAgent,
    headers,
    timeoutMs: source.timeoutMs,
    maxWireBytes: source.maxBodyBytes,
    maxBodyBytes: source.maxBodyBytes * 2,
    ...(source.robots === "always" ? { beforeHop: (hop: URL) => askRobots(hop, permissions) } : {}),
  });
  if (result.kind !== "response") return { check: withoutAnswer(name, result, "feed"), items: [] };
  const bad = badStatus(name, result.page.status, "feed");
  if (bad !== null) return { check: bad, items: [] };
  return readFeed(name, result.page, answerLine(result.page, result.latencyMs));
}

/** E.g. `200, application/rss+xml; charset=utf-8, 35.2 kB in 120 ms`. */
export function answerLine({ status, headers, body }: FetchedPage, latencyMs: number): string {
  const type = oneLine(headers["content-type"] ?? "no content type", 100);
  return `${status}, ${type}, ${byteSize(body.byteLength)} in ${lengthOfTime(latencyMs)}`;
}

async function readFeed(
  name: string,
  page: FetchedPage,
  answer: string,
): Promise<{ check: Check; items: readonly SourceItem[] }> {
  try {
    const feed = await parseFeed(page.body, page.headers, page.url);
    return { check: passed(name, [answer, ...feedFacts(feed)]), items: feed.items };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    const [alternate] = error.alternates;
    const advice =
      alternate === undefined
        ? "Find the address of the site's feed (RSS, Atom or JSON Feed) and use that."
        : `Use the feed it links to: wirewatch sources test ${alternate}`;
    return { check: failed(name, error.message, advice, [answer]), items: [] };
  }
}

function feedFacts(feed: Feed): string[] {
  const { items } = feed;
  const dates = items.flatMap((item) => (item.publishedAt === null ? [] : [Date.parse(item.publishedAt)]));
  const newest = dates.length === 0 ? "" : `, the newest of ${instant(new Date(Math.max(...dates)))} UTC`;
  const withoutLink = items.filter((item) => item.url === null).length;
  return [
    `${feed.kind}${feed.title === null ? "" : ` “${oneLine(feed.title, 100)}”`}${feed.language === null ? "" : `, ${feed.language}`}`,
    items.length === 0
      ? "no items at the moment"
      : `${counted(items.length, "item")}, ${dates.length} with a date${newest}`,
    ...(withoutLink === 0 ? [] : [`${withoutLink} without a link: they cannot be watched`]),
    ...items.slice(0, shownTitles).map((item) => `· ${item.title === null ? "(no title)" : oneLine(item.title, 120)}`),
  ];
}
