import type { Config, SourceConfig } from "@wirewatch/config";
import type { FetchedPage } from "@wirewatch/model";
import { gateOf } from "@wirewatch/pipeline";
import type { Feed } from "@wirewatch/store";
import type { SiteRequest } from "./ask-site.ts";
import type { DocumentTask } from "./read-document.ts";

/** Pause between two requests for documents of one host unless the source says otherwise, milliseconds. */
export const documentGapMs = 1000;
/** A conditional request is skipped once a day: some servers keep their validators when the document changes. */
const fullCheckMs = 24 * 3600 * 1000;

/**
 * How a row's document is asked for, without its validators.
 *
 * @param crawlDelayMs pause that the host's robots.txt asks for, as far as it is known
 */
export function documentRequest(
  row: Feed,
  source: SourceConfig,
  { network }: Pick<Config, "network">,
  crawlDelayMs: number,
): SiteRequest {
  const url = row.poll_url ?? row.url;
  const gate = gateOf(url);
  const isListed = row.parent_id === null && row.poll_url === null;
  // Somebody else wrote the address of a found document; on the operator's own hosts it may go where theirs may.
  const isOwnHost = [source.url ?? row.url, ...source.feeds].some((own) => gateOf(own) === gate);
  return {
    url,
    source,
    surface: isListed || isOwnHost ? "source" : "item-link",
    allowPrivate: network.allowPrivate,
    obeysRobots: source.robots === "always" || (source.robots === "obey" && !(isListed && isFeed(row, source))),
    gate,
    gapMs: Math.max(source.perHost.minIntervalMs ?? documentGapMs, source.robots === "ignore" ? 0 : crawlDelayMs),
    headers: acceptHeaders(source),
  };
}

/** Feeds that the operator listed are there to be asked; pages, listings and sitemaps are for robots.txt to decide. */
function isFeed(row: Feed, { kind }: SourceConfig): boolean {
  return kind === "feed" || (kind === "auto" && row.document !== "sitemap" && row.document !== "sitemapIndex");
}

function acceptHeaders({ kind }: SourceConfig): Record<string, string> {
  if (kind === "listing" || kind === "page") return { accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.5" };
  return kind === "sitemap" ? { accept: "application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5" } : {};
}

/** The validators as the server gave them; none once a day, and none where they proved wrong. */
export function conditionalHeaders(row: Feed, now: Date): Record<string, string> {
  const checkedAt = row.checked_in_full_at;
  if (row.validators_broken || checkedAt === null || now.getTime() - checkedAt.getTime() >= fullCheckMs) return {};
  return {
    ...(row.etag === null ? {} : { "if-none-match": row.etag }),
    ...(row.last_modified === null ? {} : { "if-modified-since": row.last_modified }),
  };
}

/** How a document is read: by its source's kind, and one that was found by what it was found as. */
export function documentTask({ body, headers, url }: FetchedPage, source: SourceConfig, row: Feed): DocumentTask {
  const common = { bytes: body, headers, url };
  const kind = row.parent_id === null ? source.kind : row.kind;
  if (kind === "listing" && source.listing !== null) return { ...common, as: { kind, rules: source.listing } };
  if (kind === "page" && source.page !== null) return { ...common, as: { kind, rules: source.page } };
  return { ...common, as: { kind: kind === "feed" || kind === "sitemap" ? kind : "auto" } };
}
