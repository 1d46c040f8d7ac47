import { createHash } from "node:crypto";
import type { Config, SourceConfig } from "@wirewatch/config";
import { keyItems, readItemsAt, readKnownItems } from "@wirewatch/intake";
import type { KeyedItem } from "@wirewatch/intake";
import type { FetchedPage } from "@wirewatch/model";
import { identityChange } from "@wirewatch/polling";
import type { Feed, WebSub } from "@wirewatch/store";
import { askSite } from "./ask-site.ts";
import type { SiteAnswer, SiteRequest } from "./ask-site.ts";
import { credentialsFor } from "./credentials.ts";
import type { FetcherDeps } from "./deps.ts";
import { documentItems } from "./document-items.ts";
import { findSource } from "./find-source.ts";
import { furtherItems } from "./listing-pages.ts";
import type { DocumentRead } from "./read-document.ts";
import type { Robots } from "./robots.ts";
import { conditionalHeaders, documentRequest, documentTask } from "./source-request.ts";

/** Everything that a poll's decision depends on. */
export interface PollFacts {
  readonly row: Feed;
  readonly now: Date;
  /** 0 to 1. */
  readonly random: number;
  /** Null when the source left the configuration or is disabled: then nothing was asked. */
  readonly asked: AskedSource | null;
}

/** What asking a source gave. */
export interface AskedSource {
  readonly source: SourceConfig;
  readonly answer: SiteAnswer;
  /** The answer could have been 304. */
  readonly wasConditional: boolean;
  /** Null unless there was a document. */
  readonly bodyHash: string | null;
  /** Null when there was none, or the same as the last time. */
  readonly document: DocumentRead | null;
  /** Title of the page that came with an error; bot walls are told by it. */
  readonly errorTitle: string | null;
  readonly items: readonly KeyedItem[];
  /** Items that were not seen before. */
  readonly unknown: number;
  /** They are known, under other ids. */
  readonly isIdentityChange: boolean;
  /** Sitemaps that the site's robots.txt names, looked up for a home page that announces no feed. */
  readonly sitemaps: readonly string[];
  /** The subscription to the feed's hub, where the source wants one. */
  readonly websub: WebSub | null;
  /** Before the host may be asked again. */
  readonly gapMs: number;
}

/** Asks a source's document and reads what the decision needs. */
export async function gatherPoll(
  row: Feed,
  signal: AbortSignal,
  deps: FetcherDeps,
  robots: Robots,
): Promise<PollFacts> {
  const sourceIn = (config: Config): SourceConfig | undefined => {
    const source = findSource(config, row.source_id);
    const isListed = source?.enabled === true && (row.parent_id !== null || source.feeds.includes(row.url));
    return isListed ? source : undefined;
  };
  const { config } = await deps.config.current((known) => sourceIn(known) !== undefined);
  const source = sourceIn(config);
  const facts = { row, now: deps.now(), random: deps.random() };
  if (source === undefined) return { ...facts, asked: null };
  const agent = source.userAgent ?? deps.userAgent;
  const delayMs = await robots.knownCrawlDelayMs(new URL(row.poll_url ?? row.url).origin, agent);
  const request = documentRequest(row, source, config, delayMs);
  return { ...facts, asked: await ask(row, facts.now, request, { deps, robots, signal }) };
}

interface Means {
  readonly deps: FetcherDeps;
  readonly robots: Robots;
  readonly signal: AbortSignal;
}

async function ask(row: Feed, now: Date, request: SiteRequest, means: Means): Promise<AskedSource> {
  const { source } = request;
  const { deps, robots, signal } = means;
  const conditional = conditionalHeaders(row, now);
  const answer = await askSite({ ...request, headers: { ...request.headers, ...conditional } }, deps, robots, signal);
  const gapMs = Math.max(request.gapMs, answer.crawlDelayMs);
  const nothing = {
    source,
    answer,
    gapMs,
    wasConditional: Object.keys(conditional).length > 0,
    bodyHash: null,
    document: null,
    errorTitle: null,
    items: [],
    unknown: 0,
    isIdentityChange: false,
    sitemaps: [],
    websub: source.websub ? await readWebSub(row, deps) : null,
  };
  if (answer.kind !== "response" || answer.page.status === 304) return nothing;
  if (answer.page.status !== 200) return { ...nothing, errorTitle: await titleOf(answer.page, deps) };

  const bodyHash = createHash("sha256").update(answer.page.body).digest("base64url");
  if (bodyHash === row.body_hash) return { ...nothing, bodyHash };
  const document = await deps.documents.read(documentTask(answer.page, source, row), signal);
  const read = { ...nothing, bodyHash, document };
  if (document.kind === "html") return { ...read, sitemaps: await sitemapsFor(document, request, means) };

  const items = await itemsOf(document, now, { ...request, gapMs }, means);
  const known = await readKnownItems(deps.db, source.id, items);
  const unknown = items.filter((item) => !known.has(item.key)).length;
  const mayHaveNewIds = row.baseline_at !== null && unknown * 2 >= items.length;
  const isIdentityChange = mayHaveNewIds && (await haveNewIds(items, source, deps));
  return { ...read, items, unknown, isIdentityChange };
}

/** Longer pages are no word from a bot wall. */
const maxErrorBytes = 200_000;

async function titleOf({ body, headers, url }: FetchedPage, { documents }: FetcherDeps): Promise<string | null> {
  if (body.byteLength === 0 || body.byteLength > maxErrorBytes) return null;
  const read = await documents.read({ bytes: body, headers, url, as: { kind: "auto" } });
  return read.kind === "html" ? read.title : null;
}

async function itemsOf(
  document: DocumentRead,
  now: Date,
  request: SiteRequest,
  { deps, robots, signal }: Means,
): Promise<readonly KeyedItem[]> {
  const { source } = request;
  const first = documentItems(document, source, now);
  if (document.kind !== "listing" || document.nextUrl === null) return keyItems(first);
  const known = await readKnownItems(deps.db, source.id, keyItems(first));
  const further = known.size > 0 ? [] : await furtherItems(document, request, deps, robots, signal);
  return keyItems([...first, ...further].slice(0, source.maxItems));
}

async function sitemapsFor(
  document: Extract<DocumentRead, { kind: "html" }>,
  { url, source, surface, allowPrivate, gate }: SiteRequest,
  { deps, robots }: Means,
): Promise<readonly string[]> {
  if (document.alternates.length > 0) return [];
  const { proxy } = await credentialsFor(url, source, deps.resolveSecrets);
  const permissions = { surface, allowPrivate, privatePages: source.privatePages, proxy };
  return robots.sitemaps(gate, source.userAgent ?? deps.userAgent, permissions);
}

async function haveNewIds(items: readonly KeyedItem[], source: SourceConfig, { db }: FetcherDeps): Promise<boolean> {
  const known = await readItemsAt(db, source.id, items);
  return identityChange(
    [...known.values()].map(({ key, urlKey }) => ({ key, url: urlKey })),
    items.flatMap(({ key, urlKey }) => (urlKey === null ? [] : [{ key, url: urlKey }])),
  );
}

async function readWebSub(row: Feed, { db }: FetcherDeps): Promise<WebSub | null> {
  return (await db.selectFrom("websub").selectAll().where("feed_id", "=", row.id).executeTakeFirst()) ?? null;
}
