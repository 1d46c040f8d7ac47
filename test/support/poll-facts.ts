import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import type { Feed } from "@wirewatch/store";
import { keyItems } from "../../packages/intake/src/index.ts";
import type { SiteAnswer } from "../../services/fetcher/src/ask-site.ts";
import { decidePoll } from "../../services/fetcher/src/decide-poll.ts";
import type { AskedDecision } from "../../services/fetcher/src/decide-poll.ts";
import type { AskedSource } from "../../services/fetcher/src/poll-facts.ts";
import type { DocumentRead } from "../../services/fetcher/src/read-document.ts";
import { sourceFrom } from "./config.ts";
import { item } from "./source-item.ts";

/*
 * What polls bring, for tests of what they mean.
 */

/** When the poll takes place, unless told otherwise. */
export const now = new Date("2026-03-02T12:00:00Z");
/** Address of the source's only document. */
export const url = "https://site.example/rss";
export const hourMs = 3_600_000;

/** A source as the program loads it. */
export function sourceWith(settings: object): Promise<SourceConfig> {
  return sourceFrom({ id: "site", name: "The Site", url, ...settings });
}

/** The source of all facts that name no other, asked every ten minutes. */
export const source = await sourceWith({ every: "10m" });

function rowOf(given: Partial<Feed> = {}): Feed {
  return {
    id: "1",
    source_id: "site",
    url,
    gate: "https://site.example",
    next_at: now,
    etag: null,
    last_modified: null,
    body_hash: "before",
    checked_in_full_at: new Date(now.getTime() - hourMs),
    baseline_at: new Date("2026-01-01T00:00:00Z"),
    status: "ok",
    reason: null,
    failures: 0,
    last_polled_at: new Date(now.getTime() - 600_000),
    last_success_at: new Date(now.getTime() - 600_000),
    last_item_at: new Date(now.getTime() - hourMs),
    poll_every_ms: 600_000,
    kind: "auto",
    parent_id: null,
    document: "rss",
    title: null,
    poll_url: null,
    moved: null,
    rhythm: null,
    problem: null,
    failure_points: 0,
    failing_since: null,
    silent_since: null,
    gone_answers: 0,
    validators_broken: false,
    overflows: 0,
    content: null,
    stage: "poll",
    stage_at: now,
    due_at: now,
    claim: "c",
    tries: 1,
    attempts: 0,
    nudges: 0,
    ...given,
  };
}

export const feedOf = (items: readonly SourceItem[], hub: string | null = null): DocumentRead => ({
  kind: "feed",
  feed: {
    kind: "rss",
    title: "Feed",
    url: null,
    language: null,
    items,
    ttlMs: null,
    hub,
    self: hub === null ? null : url,
  },
});

/** What the source's server answers. */
export function answer(status: number, headers: Readonly<Record<string, string>> = {}): SiteAnswer {
  return {
    kind: "response",
    page: { url, status, headers, body: new Uint8Array() },
    hops: [{ url, status }],
    latencyMs: 5,
    crawlDelayMs: 0,
  };
}

/** Facts of a poll; what is not given is a feed of one known item that was read as usual. */
export interface Given extends Partial<Omit<AskedSource, "items">> {
  readonly row?: Partial<Feed>;
  readonly items?: readonly SourceItem[];
  readonly at?: Date;
}

/** The decision about a poll. */
export function decide({ row = {}, items = [item(1)], at = now, ...given }: Given = {}): AskedDecision {
  const asked: AskedSource = {
    source,
    answer: answer(200),
    wasConditional: false,
    bodyHash: "after",
    document: feedOf(items),
    errorTitle: null,
    items: keyItems(items),
    unknown: 0,
    isIdentityChange: false,
    sitemaps: [],
    websub: null,
    gapMs: 1000,
    ...given,
  };
  const decision = decidePoll({ row: rowOf(row), now: at, random: 0.5, asked });
  if (decision.kind === "stopped") throw new Error("stopped");
  return decision;
}

/** A poll that brought nothing new. */
export const unchanged = {
  answer: answer(304),
  document: null,
  bodyHash: null,
  items: [],
  wasConditional: true,
} as const;
/** A poll that brought an error. */
export const failed = (status: number, headers = {}) =>
  ({ answer: answer(status, headers), document: null, bodyHash: null, items: [] }) as const;
