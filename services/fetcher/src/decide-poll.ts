import type { SourceConfig } from "@wirewatch/config";
import { keyItems } from "@wirewatch/intake";
import type { KeyedItem } from "@wirewatch/intake";
import { gateOf } from "@wirewatch/pipeline";
import { feedHints, isSilent, newRhythm, nextPoll, observe, readRhythm, retryAfterMs } from "@wirewatch/polling";
import type { Rhythm } from "@wirewatch/polling";
import { storableOrNull } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { chooseForHomePage, chooseForIndex } from "./discovery.ts";
import type { Choice } from "./discovery.ts";
import { describeDocument, moveOf, movedTo, noteOn, validatorsAfter } from "./document-columns.ts";
import { afterFailure, afterSuccess, problemIn } from "./health.ts";
import type { FeedColumns, Problem, Told } from "./health.ts";
import type { AskedSource, PollFacts } from "./poll-facts.ts";
import type { DocumentRead } from "./read-document.ts";
import { changeOf, packSeenPage, unpackSeenPage } from "./watched-page.ts";

/** What a poll comes to. */
export type PollDecision = { readonly kind: "stopped" } | AskedDecision;

export interface AskedDecision {
  readonly kind: "asked";
  /** The row as it is from now on. */
  readonly columns: FeedColumns;
  readonly items: readonly KeyedItem[];
  readonly isBaseline: boolean;
  readonly matchByUrl: boolean;
  /** Documents that this one leads to; null when it leads to none. */
  readonly choice: Choice | null;
  /** The hub that pushes this feed, where the source wants that. */
  readonly hub: { readonly hub: string; readonly topic: string } | null;
  /** The poll found what no push had brought. */
  readonly missedPush: boolean;
  readonly nextMs: number;
  /** A host that wants to be left alone. */
  readonly block: { readonly gate: string; readonly forMs: number } | null;
  readonly notices: readonly Told[];
  /** It is gone for good and not asked again. */
  readonly ends: boolean;
  readonly reason: string | null;
}

/** A home page is looked at again daily: what it led to is what is polled. */
const homePageMs = 24 * 3600 * 1000;
/** Fewer items say nothing about a window that may be too short. */
const minWindow = 3;

/** Reads the answer of a source: what is new, how the source does, and when it is asked again. Pure. */
export function decidePoll(facts: PollFacts): PollDecision {
  const { asked } = facts;
  if (asked === null) return { kind: "stopped" };
  const choice = choiceIn(asked, facts);
  const isHome = isHomePage(facts.row, asked.source);
  const problem =
    problemIn(asked, isHome) ?? (asked.document?.kind === "html" && choice === null ? leadsNowhere : null);
  return problem === null ? decideRead(facts, asked, choice) : decideProblem(facts, asked, problem);
}

/** A page is a home page where nothing else was before; a feed that turns into a page later is a problem. */
function isHomePage({ parent_id, document }: Feed, { kind }: SourceConfig): boolean {
  return kind === "auto" && parent_id === null && (document === null || document === "html");
}

const leadsNowhere: Problem = {
  code: "html",
  state: "failing",
  points: 0.5,
  reason:
    "this page names no feed and its robots.txt no sitemap: use `kind: listing` for a list of articles, or `kind: page` to watch this one page",
};

function choiceIn({ source, document, sitemaps }: AskedSource, { now }: PollFacts): Choice | null {
  if (document?.kind === "html") return chooseForHomePage(document.alternates, sitemaps);
  if (document?.kind !== "sitemap" || document.sitemap.children.length === 0) return null;
  return chooseForIndex(document.sitemap.children, source.sitemap.maxAgeMs, now);
}

function decideProblem(facts: PollFacts, { source, answer, websub }: AskedSource, problem: Problem): AskedDecision {
  const { row, now, random } = facts;
  const status = answer.kind === "response" ? answer.page.status : null;
  const { columns, notices, ends, failurePoints } = afterFailure(facts, source, problem, status);
  const pauseMs =
    answer.kind === "response" && (status === 429 || status === 503)
      ? retryAfterMs(answer.page.headers["retry-after"] ?? null, now)
      : null;
  const { delayMs } = nextPoll({
    poll: source.poll,
    rhythm: readRhythm(row.rhythm),
    at: now,
    items: null,
    allNew: false,
    hintMs: null,
    failurePoints,
    retryAfterMs: pauseMs,
    pushed: websub?.state === "active",
    random,
  });
  // An address that was moved to and does not work any more is given up for the one the operator wrote.
  const isBack = row.poll_url !== null && (row.failures + 1) % source.failingAfter === 0;
  return {
    ...quiet,
    columns: { ...columns, poll_every_ms: delayMs, ...(isBack ? movedTo(row, row.url) : {}) },
    nextMs: delayMs,
    block: pauseMs !== null && answer.kind === "response" ? { gate: gateOf(answer.page.url), forMs: pauseMs } : null,
    notices,
    ends,
    reason: problem.reason,
  };
}

/** A decision that changes nothing beside the row. */
const quiet = {
  kind: "asked",
  items: [],
  isBaseline: false,
  matchByUrl: false,
  choice: null,
  hub: null,
  missedPush: false,
  block: null,
  notices: [],
  ends: false,
  reason: null,
} as const;

function decideRead(facts: PollFacts, asked: AskedSource, choice: Choice | null): AskedDecision {
  const { row, now, random } = facts;
  const { source, answer, document, websub, isIdentityChange } = asked;
  const headers = answer.kind === "response" ? answer.page.headers : {};
  // What a home page's address says when it turns into a feed was there before, as in any first document.
  const wasPage = row.document === "html" && document?.kind !== "html";
  const isFirst = document !== null && (row.baseline_at === null || wasPage);
  const watched = document?.kind === "page" ? changeIn(document, facts, source) : null;
  const items = watched === null ? asked.items : keyItems(watched.items);
  const newItems = watched === null ? (isIdentityChange ? 0 : asked.unknown) : items.length;
  const isWindow = document?.kind === "feed" || document?.kind === "listing";
  const isOverflow = isWindow && !isFirst && items.length >= minWindow && newItems === items.length;
  const missedPush = websub?.state === "active" && newItems > 0 && !isFirst && wasActiveBefore(websub.stage_at, row);
  const isHome = (document?.kind ?? row.document) === "html";
  const leadsOn = isHome || choice !== null || (document === null && row.document === "sitemapIndex");
  const rhythm = leadsOn ? null : rhythmAfter(row, now, items, newItems);
  const { delayMs } = nextPoll({
    poll: isHome ? { targetMs: homePageMs, minMs: homePageMs, maxMs: homePageMs } : source.poll,
    rhythm,
    at: now,
    items: isWindow ? items.length : null,
    allNew: isOverflow,
    hintMs: feedHints(headers, document?.kind === "feed" ? document.feed : null).minMs,
    failurePoints: 0,
    retryAfterMs: null,
    pushed: websub?.state === "active" && !(missedPush && websub.missed > 0),
    random,
  });
  const silent = newItems === 0 && !isFirst && isSilent(rhythm, row.last_item_at, now, source.silentAfter);
  const health = afterSuccess(facts, source, { newItems, isSilent: silent, note: noteOn(asked, choice, row) });
  return {
    ...quiet,
    columns: {
      ...health.columns,
      ...validatorsAfter(facts, asked),
      ...(document === null ? {} : describeDocument(document)),
      ...(watched === null ? {} : { content: watched.content }),
      ...moveOf(facts, asked),
      ...(isFirst ? { baseline_at: now } : {}),
      rhythm,
      poll_every_ms: delayMs,
      overflows: row.overflows + (isOverflow ? 1 : 0),
    },
    items,
    isBaseline: isFirst && source.firstRun !== "alert",
    matchByUrl: isIdentityChange,
    choice,
    hub: hubOf(source, document),
    missedPush,
    nextMs: delayMs,
    notices: health.notices,
    reason: choice?.reason ?? null,
  };
}

function changeIn(
  document: Extract<DocumentRead, { kind: "page" }>,
  { row, now }: PollFacts,
  source: SourceConfig,
): { readonly items: Parameters<typeof keyItems>[0]; readonly content: Buffer } {
  const rules = source.page ?? { select: null, ignore: [], minChange: 0 };
  const { item, seen } = changeOf(
    { url: row.poll_url ?? row.url, title: document.title ?? source.name, blocks: document.blocks },
    unpackSeenPage(row.content, rules),
    { rules, tellsFirst: source.firstRun === "alert" && row.baseline_at === null, now },
  );
  return { items: item === null ? [] : [item], content: packSeenPage(seen) };
}

/** What is known of how the source publishes; the first document's dates are a first guess. */
function rhythmAfter(row: Feed, now: Date, items: readonly KeyedItem[], newItems: number): Rhythm {
  const dates = items.flatMap(({ item }) => (item.publishedAt === null ? [] : [new Date(item.publishedAt)]));
  return observe(readRhythm(row.rhythm) ?? newRhythm(now, dates), { at: now, newItems, items: items.length });
}

/** What the poll found before its subscription began no push could have brought. */
function wasActiveBefore(activeSince: Date, { last_polled_at }: Feed): boolean {
  return last_polled_at !== null && activeSince.getTime() <= last_polled_at.getTime();
}

function hubOf(source: SourceConfig, document: DocumentRead | null): AskedDecision["hub"] {
  if (!source.websub || document?.kind !== "feed") return null;
  const { hub, self } = document.feed;
  return hub === null || self === null ? null : { hub: storableOrNull(hub) ?? hub, topic: self };
}
