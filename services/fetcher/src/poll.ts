import { createHash } from "node:crypto";
import type { SourceConfig } from "@wirewatch/config";
import { feedHints, FeedError, nextPollDelayMs, parseFeed, retryAfterMs } from "@wirewatch/feeds";
import type { Feed as ParsedFeed } from "@wirewatch/feeds";
import { blockGate, defineStage, ensureGate } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import type { HttpResult } from "@wirewatch/runtime";
import { sql, storableOrNull } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import type { FetcherDeps } from "./deps.ts";
import { keyItems, storeItems } from "./items.ts";
import type { KeyedItem } from "./items.ts";
import { askRobots } from "./robots.ts";

/** Pause between two requests for feeds of one host unless the source says otherwise, milliseconds. */
const feedGapMs = 1000;
/** A conditional request is skipped once a day: some servers keep their validators when the feed changes. */
const fullCheckMs = 24 * 3600 * 1000;

interface Facts {
  readonly source: SourceConfig | null;
  readonly result: HttpResult | { readonly kind: "robots"; readonly reason: string };
  readonly parsed: ParsedFeed | FeedError | null;
  readonly bodyHash: string | null;
  readonly feed: Feed;
  readonly now: Date;
  readonly random: number;
  readonly conditional: boolean;
}

type PollDecision =
  | { readonly kind: "stopped" }
  | { readonly kind: "unchanged"; readonly nextMs: number }
  | {
      readonly kind: "items";
      readonly items: readonly KeyedItem[];
      readonly nextMs: number;
      readonly etag: string | null;
      readonly lastModified: string | null;
    }
  | {
      readonly kind: "failed";
      readonly status: string;
      readonly reason: string;
      readonly nextMs: number;
      readonly blockMs: number | null;
    };

/** The stage that reads a feed and opens work for what is new in it. */
export function pollStage(deps: FetcherDeps): DefinedStage {
  return defineStage("poll", {
    gather: (row, signal) => readFeed(row, signal, deps),
    decide: decidePoll,
    async commit(tx, decision, row, facts): Promise<StageResult> {
      const { source, now } = facts;
      if (decision.kind === "stopped" || source === null) {
        return { kind: "again", dueInMs: 3600_000, reason: "the source is disabled or no longer in the configuration" };
      }
      const update = tx.updateTable("feed").where("id", "=", row.id);
      const rhythm = { last_polled_at: now, poll_every_ms: Math.round(decision.nextMs) };
      const again = {
        kind: "again",
        dueInMs: decision.nextMs,
        gapMs: source.perHost.minIntervalMs ?? feedGapMs,
      } as const;
      if (decision.kind === "failed") {
        await update
          .set({
            ...rhythm,
            status: decision.status,
            reason: storableOrNull(decision.reason),
            failures: row.failures + 1,
          })
          .execute();
        if (decision.blockMs !== null) await blockGate(tx, row.gate, decision.blockMs);
        return { ...again, reason: decision.reason };
      }
      const healthy = {
        ...rhythm,
        status: "ok",
        reason: null,
        failures: 0,
        last_success_at: now,
        ...(facts.conditional ? {} : { checked_in_full_at: now }),
      };
      if (decision.kind === "unchanged") {
        await update.set(healthy).execute();
        return again;
      }
      // Items and their work first, validators in the same transaction: validators without items would hide them for ever.
      const isBaseline = row.baseline_at === null && source.firstRun !== "alert";
      const { gates, added } = await storeItems(tx, decision.items, { source, feed: row, isBaseline, now });
      for (const gate of gates) await ensureGate(tx, gate, source.perHost.concurrency);
      await update
        .set({
          ...healthy,
          etag: decision.etag,
          last_modified: decision.lastModified,
          body_hash: facts.bodyHash,
          baseline_at: row.baseline_at ?? sql<Date>`now()`,
          ...(added > 0 ? { last_item_at: now } : {}),
        })
        .execute();
      return { ...again, gates: [...gates], detail: { items: decision.items.length, added } };
    },
    abandon: (tx, row, reason) => rest(tx, row, reason),
  });
}

/** A feed that crashes its reader is not given up; it is asked again in an hour and shown as failing. */
async function rest(
  tx: Parameters<NonNullable<DefinedStage["abandon"]>>[0],
  row: Feed,
  reason: string,
): Promise<StageResult> {
  await tx
    .updateTable("feed")
    .set({ status: "failing", reason, failures: row.failures + 1 })
    .where("id", "=", row.id)
    .execute();
  return { kind: "again", dueInMs: 3600_000, reason, gapMs: feedGapMs };
}

async function readFeed(feed: Feed, signal: AbortSignal, deps: FetcherDeps): Promise<Facts> {
  const isListed = (candidate: SourceConfig): boolean =>
    candidate.id === feed.source_id && candidate.enabled && candidate.feeds.includes(feed.url);
  const { config } = await deps.config.current((known) => known.sources.some(isListed));
  const source = config.sources.find(isListed) ?? null;
  const now = deps.now();
  const conditional =
    feed.checked_in_full_at !== null && now.getTime() - feed.checked_in_full_at.getTime() < fullCheckMs;
  const common = { source, feed, now, random: deps.random(), conditional };
  if (source === null) {
    return { ...common, source: null, result: { kind: "robots", reason: "" }, parsed: null, bodyHash: null };
  }
  const userAgent = source.userAgent ?? deps.userAgent;
  const allowed = { surface: "source", allowPrivate: config.network.allowPrivate } as const;
  if (source.robots === "always") {
    const verdict = await askRobots(deps.db, deps.http, new URL(feed.url), userAgent, allowed);
    if (verdict.kind !== "allowed")
      return { ...common, result: { kind: "robots", reason: verdict.reason }, parsed: null, bodyHash: null };
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(source.headers)) headers[name] = await deps.resolveSecrets(value);
  if (conditional && feed.etag !== null) headers["if-none-match"] = feed.etag;
  if (conditional && feed.last_modified !== null) headers["if-modified-since"] = feed.last_modified;
  const result = await deps.http.request(
    {
      ...allowed,
      url: feed.url,
      userAgent,
      headers,
      timeoutMs: source.timeoutMs,
      maxWireBytes: source.maxBodyBytes,
      maxBodyBytes: source.maxBodyBytes * 2,
    },
    signal,
  );
  if (result.kind !== "response" || result.page.status !== 200)
    return { ...common, result, parsed: null, bodyHash: null };
  const bodyHash = createHash("sha256").update(result.page.body).digest("base64url");
  if (bodyHash === feed.body_hash) return { ...common, result, parsed: null, bodyHash };
  return { ...common, result, parsed: await parsed(result.page.body, result.page.headers, result.page.url), bodyHash };
}

async function parsed(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url: string,
): Promise<ParsedFeed | FeedError> {
  try {
    return await parseFeed(body, headers, url);
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}

function decidePoll({ source, result, parsed: feed, feed: row, now, random, bodyHash }: Facts): PollDecision {
  if (source === null) return { kind: "stopped" };
  const rhythm = { ...source.poll, random: () => random, hintMs: null, failures: 0, retryAfterMs: null };
  const failing = (status: string, reason: string, waitMs: number | null = null): PollDecision => ({
    kind: "failed",
    status: row.failures + 1 >= source.failingAfter ? status : "slow",
    reason,
    nextMs: nextPollDelayMs({ ...rhythm, failures: row.failures + 1, retryAfterMs: waitMs }),
    blockMs: waitMs,
  });
  if (result.kind !== "response") return failing(result.kind === "failed" ? "failing" : "blocked", result.reason);
  const { status, headers } = result.page;
  if (status === 304 || (status === 200 && bodyHash === row.body_hash))
    return { kind: "unchanged", nextMs: nextPollDelayMs(rhythm) };
  if (status === 429 || status === 503)
    return failing(
      "failing",
      `the server asks for a pause (${status})`,
      retryAfterMs(headers["retry-after"] ?? null, now),
    );
  if (status === 401 || status === 403) return failing("blocked", `blocked by the site (${status})`);
  if (status === 404 || status === 410) return failing("gone", `the feed is not there (${status})`);
  if (status !== 200) return failing("failing", `the server answered ${status} instead of the feed`);
  if (feed === null) return failing("failing", "the feed could not be read");
  if (feed instanceof FeedError) return failing("failing", feed.message);
  const hints = feedHints(headers, feed);
  return {
    kind: "items",
    items: keyItems(feed.items.slice(0, source.maxItems)),
    nextMs: nextPollDelayMs({ ...rhythm, hintMs: hints.minMs }),
    etag: storableOrNull(headers["etag"]),
    lastModified: storableOrNull(headers["last-modified"]),
  };
}
