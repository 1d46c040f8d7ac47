import type { SourceConfig } from "@wirewatch/config";
import { blockGate, defineStage, gateOf } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { loadPageBefore, savePage, storable, storableOrNull } from "@wirewatch/store";
import type { ArticleRevision, Database, StoredPage, Transaction } from "@wirewatch/store";
import { askSite } from "./ask-site.ts";
import type { SiteAnswer } from "./ask-site.ts";
import { decidePage } from "./decide-page.ts";
import type { PageDecision, PageFacts } from "./decide-page.ts";
import type { FetcherDeps } from "./deps.ts";
import { findSource } from "./find-source.ts";
import { scheduleRecheck } from "./recheck.ts";
import type { Robots } from "./robots.ts";

/** Pause between two pages of one host unless the source says otherwise, milliseconds. */
const pageGapMs = 2000;

interface Facts extends PageFacts {
  readonly source: SourceConfig | null;
  readonly url: string;
  readonly gapMs: number;
}

/** The stage that retrieves a page. */
export function fetchStage(deps: FetcherDeps, robots: Robots): DefinedStage {
  return defineStage("fetch", {
    gather: (row, signal) => gatherPage(row, signal, deps, robots),
    decide: (facts): PageDecision => decidePage(facts),
    async commit(tx, decision, row, facts): Promise<StageResult> {
      const common = { gapMs: facts.gapMs, detail: { url: facts.url } };
      switch (decision.kind) {
        case "retry": {
          if (decision.blockMs !== undefined) await blockGate(tx, hostOf(facts.answer) ?? row.gate, decision.blockMs);
          const delay = decision.delayMs === undefined ? {} : { delayMs: decision.delayMs };
          return { ...common, kind: "retry", reason: decision.reason, ...delay };
        }
        case "end":
          await setColumns(tx, row, { status: decision.status });
          return { ...common, kind: "end", outcome: decision.outcome, reason: decision.reason };
        case "page": {
          const { url, status, headers, body } = decision.page;
          await savePage(tx, row.article_id, row.revision, {
            contentType: headers["content-type"] ?? null,
            body,
            etag: storableOrNull(headers["etag"]),
            lastModified: storableOrNull(headers["last-modified"]),
          });
          await setColumns(tx, row, { status, fetched_at: facts.now, page_url: storable(url) });
          if (facts.source !== null) await scheduleRecheck(tx, row, facts.source);
          return { ...common, kind: "next", stage: "strip", detail: { url, status, bytes: body.byteLength } };
        }
      }
    },
  });
}

async function setColumns(
  tx: Transaction<Database>,
  row: Pick<ArticleRevision, "article_id" | "revision">,
  columns: Partial<Pick<ArticleRevision, "status" | "fetched_at" | "page_url">>,
): Promise<void> {
  await tx
    .updateTable("article_revision")
    .set(columns)
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .execute();
}

async function gatherPage(
  row: ArticleRevision,
  signal: AbortSignal,
  deps: FetcherDeps,
  robots: Robots,
): Promise<Facts> {
  const { config } = await deps.config.current((known) => findSource(known, row.source_id) !== undefined);
  const source = findSource(config, row.source_id);
  const url = row.page_url ?? "";
  const now = deps.now();
  if (source === undefined)
    return { source: null, answer: { kind: "noSource" }, before: null, url, gapMs: pageGapMs, now };
  const before = row.trigger === "recheck" ? await loadPageBefore(deps.db, row.article_id, row.revision) : null;
  const answer = await askSite(
    {
      url,
      source,
      surface: "item-link",
      allowPrivate: config.network.allowPrivate,
      obeysRobots: source.robots !== "ignore",
      gate: row.gate,
      gapMs: source.perHost.minIntervalMs ?? pageGapMs,
      headers: { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", ...conditionalHeaders(before) },
    },
    deps,
    robots,
    signal,
  );
  const gapMs = Math.max(source.perHost.minIntervalMs ?? pageGapMs, answer.crawlDelayMs);
  return { source, answer, before: before?.body ?? null, url, gapMs, now };
}

function conditionalHeaders(before: StoredPage | null): Record<string, string> {
  return {
    ...(before?.etag == null ? {} : { "if-none-match": before.etag }),
    ...(before?.lastModified == null ? {} : { "if-modified-since": before.lastModified }),
  };
}

function hostOf(answer: SiteAnswer | { readonly kind: "noSource" }): string | null {
  return answer.kind === "response" ? gateOf(answer.page.url) : null;
}
