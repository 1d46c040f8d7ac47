import { setTimeout as pause } from "node:timers/promises";
import { keyItems, readKnownItems } from "@wirewatch/intake";
import type { SourceItem } from "@wirewatch/model";
import { gateOf } from "@wirewatch/pipeline";
import { askSite } from "./ask-site.ts";
import type { SiteRequest } from "./ask-site.ts";
import type { FetcherDeps } from "./deps.ts";
import type { DocumentRead } from "./read-document.ts";
import type { Robots } from "./robots.ts";

/** No further page of a listing is begun after this: the stage has a limit of its own. */
const limitMs = 45_000;

/**
 * The items of a listing's next pages, as long as nothing on a page is known and the source allows more. The host keeps
 * its pause before each; what cannot be read ends it without a word, since the first page could.
 */
export async function furtherItems(
  first: Extract<DocumentRead, { kind: "listing" }>,
  request: SiteRequest,
  deps: FetcherDeps,
  robots: Robots,
  signal: AbortSignal,
): Promise<readonly SourceItem[]> {
  const { source } = request;
  const rules = source.listing;
  const items: SourceItem[] = [];
  if (rules === null) return items;
  const startedMs = performance.now();
  const asked = new Set([request.url]);
  let { nextUrl } = first;
  for (let page = 2; page <= rules.maxPages; page += 1) {
    const isLate = performance.now() - startedMs + request.gapMs > limitMs;
    if (nextUrl === null || asked.has(nextUrl) || !URL.canParse(nextUrl) || isLate) break;
    asked.add(nextUrl);
    await pause(request.gapMs, undefined, { signal });
    const surface = gateOf(nextUrl) === request.gate ? request.surface : "item-link";
    const answer = await askSite({ ...request, url: nextUrl, surface }, deps, robots, signal);
    if (answer.kind !== "response" || answer.page.status !== 200) break;
    const { body: bytes, headers, url } = answer.page;
    const document = await deps.documents.read({ bytes, headers, url, as: { kind: "listing", rules } }, signal);
    if (document.kind !== "listing" || document.items.length === 0) break;
    items.push(...document.items);
    nextUrl = document.nextUrl;
    const known = await readKnownItems(deps.db, source.id, keyItems(document.items));
    if (known.size > 0 || items.length >= source.maxItems) break;
  }
  return items;
}
