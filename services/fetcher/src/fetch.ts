import type { SourceConfig } from "@wirewatch/config";
import { retryAfterMs } from "@wirewatch/feeds";
import type { FetchedPage } from "@wirewatch/model";
import { blockGate, defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import type { HttpResult } from "@wirewatch/runtime";
import { savePage, storable } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import type { FetcherDeps } from "./deps.ts";
import { askRobots } from "./robots.ts";

/** Pause between two pages of one host unless the source says otherwise, milliseconds. */
const pageGapMs = 2000;
const noSource = "its source is no longer in the configuration";

interface Facts {
  readonly result:
    | HttpResult
    | { readonly kind: "robots"; readonly reason: string; readonly wait: boolean }
    | { readonly kind: "noSource" };
  readonly url: string;
  readonly gapMs: number;
  readonly now: Date;
}

/** What the answer to a page's request means. Exported for its tests. */
export type PageDecision =
  | { readonly kind: "page"; readonly page: FetchedPage }
  | {
      readonly kind: "end";
      readonly outcome: "gone" | "refused" | "notArticle";
      readonly reason: string;
      readonly status: number | null;
    }
  | { readonly kind: "retry"; readonly reason: string; readonly delayMs?: number; readonly blockMs?: number };

/** The stage that retrieves a page. */
export function fetchStage(deps: FetcherDeps): DefinedStage {
  return defineStage("fetch", {
    gather: (row, signal) => requestPage(row, signal, deps),
    decide: ({ result, now }): PageDecision => decidePage(result, now),
    async commit(tx, decision, row, facts): Promise<StageResult> {
      const gap = { gapMs: facts.gapMs, detail: { url: facts.url } };
      if (decision.kind === "retry") {
        if (decision.blockMs !== undefined) await blockGate(tx, row.gate, decision.blockMs);
        return {
          ...gap,
          kind: "retry",
          reason: decision.reason,
          ...(decision.delayMs === undefined ? {} : { delayMs: decision.delayMs }),
        };
      }
      const here = { article_id: row.article_id, revision: row.revision };
      if (decision.kind === "end") {
        await tx
          .updateTable("article_revision")
          .set({ status: decision.status })
          .where("article_id", "=", here.article_id)
          .where("revision", "=", here.revision)
          .execute();
        return { ...gap, kind: "end", outcome: decision.outcome, reason: decision.reason };
      }
      const { page } = decision;
      await savePage(tx, here.article_id, here.revision, {
        contentType: page.headers["content-type"] ?? null,
        body: page.body,
      });
      await tx
        .updateTable("article_revision")
        .set({ status: page.status, fetched_at: facts.now, page_url: storable(page.url) })
        .where("article_id", "=", here.article_id)
        .where("revision", "=", here.revision)
        .execute();
      return {
        ...gap,
        kind: "next",
        stage: "strip",
        detail: { url: page.url, status: page.status, bytes: page.body.byteLength },
      };
    },
  });
}

async function requestPage(row: ArticleRevision, signal: AbortSignal, deps: FetcherDeps): Promise<Facts> {
  const isItsSource = (candidate: SourceConfig): boolean => candidate.id === row.source_id;
  const { config } = await deps.config.current((known) => known.sources.some(isItsSource));
  const source = config.sources.find(isItsSource);
  const url = row.page_url ?? "";
  const now = deps.now();
  if (source === undefined) return { result: { kind: "noSource" }, url, gapMs: pageGapMs, now };
  const gapMs = source.perHost.minIntervalMs ?? pageGapMs;
  return { result: await getPage(url, source, signal, deps), url, gapMs, now };
}

async function getPage(
  url: string,
  source: SourceConfig,
  signal: AbortSignal,
  deps: FetcherDeps,
): Promise<Facts["result"]> {
  const userAgent = source.userAgent ?? deps.userAgent;
  const allowed = { surface: "item-link", privatePages: source.privatePages } as const;
  let robots: { reason: string; wait: boolean } | null = null;
  const result = await deps.http.request(
    {
      ...allowed,
      url,
      userAgent,
      headers: { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5" },
      timeoutMs: source.timeoutMs,
      maxWireBytes: source.maxBodyBytes,
      maxBodyBytes: source.maxBodyBytes * 2,
      beforeHop: async (hop) => {
        if (source.robots === "ignore") return null;
        const verdict = await askRobots(deps.db, deps.http, hop, userAgent, allowed);
        if (verdict.kind === "allowed") return null;
        robots = { reason: verdict.reason, wait: verdict.kind === "unreachable" };
        return { code: "robots", reason: verdict.reason };
      },
    },
    signal,
  );
  return robots === null ? result : { kind: "robots", ...(robots as { reason: string; wait: boolean }) };
}

/** Reads an answer: a page, an end with its reason, or another attempt. Pure. */
export function decidePage(result: Facts["result"], now: Date): PageDecision {
  switch (result.kind) {
    case "noSource":
      return { kind: "end", outcome: "refused", reason: noSource, status: null };
    case "robots":
      return result.wait
        ? { kind: "retry", reason: result.reason }
        : { kind: "end", outcome: "refused", reason: result.reason, status: null };
    case "refused":
      return { kind: "end", outcome: "refused", reason: result.reason, status: null };
    case "failed":
      return result.code === "tooLarge"
        ? { kind: "end", outcome: "notArticle", reason: result.reason, status: null }
        : { kind: "retry", reason: result.reason };
    case "response":
      return decideResponse(result.page, now);
  }
}

function decideResponse(page: FetchedPage, now: Date): PageDecision {
  const { status } = page;
  if (status === 404 || status === 410)
    return { kind: "end", outcome: "gone", reason: `the page is not there (${status})`, status };
  if (status === 401 || status === 402 || status === 403 || status === 451) {
    return { kind: "end", outcome: "refused", reason: `blocked by the site (${status})`, status };
  }
  if (status === 429 || status === 503) {
    const waitMs = retryAfterMs(page.headers["retry-after"] ?? null, now);
    const reason = status === 429 ? "the site asks for fewer requests (429)" : "the site is not available (503)";
    return waitMs === null ? { kind: "retry", reason } : { kind: "retry", reason, delayMs: waitMs, blockMs: waitMs };
  }
  if (status >= 500) return { kind: "retry", reason: `the server answered with an error (${status})` };
  if (status < 200 || status >= 300)
    return { kind: "end", outcome: "notArticle", reason: `the server answered ${status} instead of a page`, status };
  const type = (page.headers["content-type"] ?? "text/html").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^(text\/(html|plain)|application\/(xhtml\+xml|xml|octet-stream)|text\/xml)$/.test(type)) {
    return { kind: "end", outcome: "notArticle", reason: `it is not a page but ${type}`, status };
  }
  if (page.body.byteLength === 0) return { kind: "end", outcome: "notArticle", reason: "the page is empty", status };
  return { kind: "page", page };
}
