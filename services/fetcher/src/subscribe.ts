import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "@wirewatch/config";
import { defineStage, wakeRow } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import type { HttpResult } from "@wirewatch/runtime";
import { sql, storable } from "@wirewatch/store";
import type { Database, Transaction, WebSub } from "@wirewatch/store";
import type { FetcherDeps } from "./deps.ts";

/** Asked of every hub; what it grants it says when it verifies. */
const leaseSeconds = 10 * 24 * 3600;
const minute = 60_000;
const hour = 60 * minute;
/** Pauses after the 1st, 2nd, … request that came to nothing; the last one repeats. */
const ladderMs = [minute / 2, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour];
/** A hub that refused is asked again this much later: publishers and hubs change their minds. */
const refusedMs = 24 * hour;
/** How often it is tried to tell a hub that nothing more is wanted; its lease ends by itself. */
const maxFarewells = 3;
const maxExcerpt = 200;
/** How long the hub's question is waited for, and how often it is looked whether it came. */
const patienceMs = 3_000;
const lookEveryMs = 200;

/** What the decision about a subscription depends on. */
export interface SubscribeFacts {
  readonly row: WebSub;
  /** The source still wants pushes of this feed. */
  readonly isWanted: boolean;
  /** Null when the configuration does not say where the hub can reach us. */
  readonly publicUrl: string | null;
  /** What the hub answered; null when it was not asked. */
  readonly answer: HttpResult | null;
  /** 0 to 1. */
  readonly random: number;
}

/** What the hub said while and since it was asked. */
export interface Verification {
  readonly state: WebSub["state"];
  /** Null: the last request was confirmed. */
  readonly reason: string | null;
  /** Of the lease; 0 or less when it is over, null when there was none. */
  readonly restMs: number | null;
}

/** What becomes of a subscription. Exported for its tests. */
export interface SubscribeDecision {
  readonly state: WebSub["state"];
  readonly reason: string | null;
  readonly next: Extract<StageResult, { kind: "again" | "retry" }>;
}

/**
 * The stage that keeps the subscription of a feed at its hub. A request to a hub is only that: the hub confirms it at
 * the callback, which the console serves, and the console writes that down. While `attempts` of the row is not 0 a request
 * is open; `reason` turns null when it is confirmed. With no request open the row is due when its lease is to be renewed.
 *
 * @see W3C WebSub, sections 5.1 (subscriber sends subscription request) and 5.3 (hub verifies intent)
 */
export function subscribeStage(deps: FetcherDeps): DefinedStage {
  return defineStage("subscribe", {
    gather: (row, signal) => askHub(row, signal, deps),
    decide: (facts) => facts,
    async commit(tx, facts, row): Promise<StageResult> {
      const { state, reason, next } = decideSubscription(facts, await verificationNow(tx, row));
      await tx
        .updateTable("websub")
        .set({ state, reason: reason === null ? null : storable(reason) })
        .where("id", "=", row.id)
        .execute();
      return next.kind === "retry" ? next : { ...next, reason };
    },
    async abandon(tx, row, reason) {
      await tx.updateTable("websub").set({ state: "off", reason }).where("id", "=", row.id).execute();
      return { kind: "again", dueInMs: refusedMs, reason };
    },
  });
}

/**
 * Makes the subscriptions due now about which the configuration has changed its mind, so that their hubs hear of it at
 * once and not when their leases end.
 *
 * @returns bells to ring after the commit
 */
export async function wakeSubscriptions(tx: Transaction<Database>, config: Config): Promise<Bell[]> {
  const wanting = config.sources.filter(({ enabled, websub }) => enabled && websub).map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select w.id from websub w
    join (select id, stage = 'poll' and source_id = any(${wanting}::text[]) as wants from feed) f on f.id = w.feed_id
    where w.stage = 'subscribe' and w.due_at > now()
      and case when f.wants then w.state = 'off' and w.reason = ${notWanted} else w.state in ('active', 'asked') end`.execute(
    tx,
  );
  const bells = rows.map(({ id }): Bell => ({ stage: "subscribe", message: { subscriptionId: id } }));
  for (const { message } of bells) await wakeRow(tx, "subscribe", message, 0);
  return bells;
}

async function askHub(row: WebSub, signal: AbortSignal, deps: FetcherDeps): Promise<SubscribeFacts> {
  const feed = await deps.db
    .selectFrom("feed")
    .select(["source_id", "stage"])
    .where("id", "=", row.feed_id)
    .executeTakeFirstOrThrow();
  const { config } = await deps.config.current(({ sources }) => sources.some(({ id }) => id === feed.source_id));
  const source = config.sources.find(({ id }) => id === feed.source_id);
  const isWanted = source !== undefined && source.enabled && source.websub && feed.stage === "poll";
  const { publicUrl } = config.alerts;
  const facts = { row, isWanted, publicUrl, answer: null, random: deps.random() };
  if (!isSpeaking(facts) || publicUrl === null) return facts;
  // Before the hub hears of it: its question may come before its answer.
  const { numUpdatedRows } = await deps.db
    .updateTable("websub")
    .set({
      reason: isWanted ? "the hub has not confirmed the subscription yet" : notWanted,
      state: isWanted ? (row.state === "active" ? "active" : "asked") : "off",
    })
    .where("id", "=", row.id)
    .where("claim", "=", row.claim)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error("the subscription was taken over before the hub was asked");
  const answer = await deps.http.request(
    {
      url: row.hub,
      surface: "source",
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: requestBody(row, publicUrl, isWanted),
      allowPrivate: config.network.allowPrivate,
      timeoutMs: 30_000,
      maxWireBytes: 100_000,
      maxBodyBytes: 100_000,
    },
    signal,
  );
  if (answer.kind === "response" && answer.page.status < 300) await waitForQuestion(row, signal, deps);
  return { ...facts, answer };
}

/** Most hubs ask at the callback right after they have answered; then nothing is left to look at later. */
async function waitForQuestion({ id }: WebSub, signal: AbortSignal, { db }: FetcherDeps): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    await pause(lookEveryMs, undefined, { signal });
    const { state, reason } = await db
      .selectFrom("websub")
      .select(["state", "reason"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (state === "denied" || (state === "active" && reason === null)) return;
  }
}

const notWanted = "the source does not ask for pushes any more";
const noPublicUrl =
  "hubs cannot reach us: set public_url in alerts.yaml to the address under which the console is served";

/** Whether there is something to say to the hub. Exported for its tests. */
export function isSpeaking({ row, isWanted }: Pick<SubscribeFacts, "row" | "isWanted">): boolean {
  // What the hub denied at the callback is left alone for a day.
  if (isWanted) return !isConfirmed(row) && !(row.attempts > 0 && row.state === "denied");
  return row.attempts > 0 ? row.attempts < maxFarewells : row.state === "active" || row.state === "asked";
}

/** A request was open when the row was left, and was confirmed since. */
function isConfirmed(row: Pick<WebSub, "attempts" | "state" | "reason">): boolean {
  return row.attempts > 0 && row.state === "active" && row.reason === null;
}

function requestBody(row: WebSub, publicUrl: string, isWanted: boolean): string {
  return new URLSearchParams({
    "hub.callback": `${publicUrl.replace(/\/+$/, "")}/websub/${row.token}`,
    "hub.mode": isWanted ? "subscribe" : "unsubscribe",
    "hub.topic": row.topic,
    "hub.secret": row.secret,
    ...(isWanted ? { "hub.lease_seconds": String(leaseSeconds) } : {}),
  }).toString();
}

async function verificationNow(tx: Transaction<Database>, row: WebSub): Promise<Verification> {
  const { rows } = await sql<Verification>`
    select state, reason, (extract(epoch from lease_ends_at - now()) * 1000)::float8 as "restMs"
    from websub where id = ${row.id}`.execute(tx);
  const [now] = rows;
  if (now === undefined) throw new Error(`subscription ${row.id} is not there any more`);
  return now;
}

/** Reads the hub's answer together with what it said at the callback meanwhile; pure. */
export function decideSubscription(facts: SubscribeFacts, now: Verification): SubscribeDecision {
  const { row, isWanted, publicUrl, answer, random } = facts;
  if (!isWanted) return farewell(facts);
  const isAlive = now.state === "active" && now.restMs !== null && now.restMs > 0;
  if (isAlive && now.reason === null && (answer !== null || isConfirmed(row))) {
    // Two thirds of the lease, a little less for some: subscriptions that began together do not stay together.
    const renewInMs = Math.max(minute, ((now.restMs ?? 0) * 2 * (0.9 + 0.1 * random)) / 3);
    return { state: "active", reason: null, next: { kind: "again", dueInMs: Math.round(renewInMs) } };
  }
  if (now.state === "denied") return { ...now, next: { kind: "again", dueInMs: refusedMs } };
  if (publicUrl === null)
    return { state: isAlive ? "active" : "wanted", reason: noPublicUrl, next: { kind: "again", dueInMs: hour } };
  const { isRefusal, isAsked, reason, afterMs } = reading(answer);
  const pauseMs = ladderMs[Math.min(row.attempts, ladderMs.length - 1)] ?? refusedMs;
  const delayMs = Math.round(Math.max(afterMs, pauseMs * (0.9 + 0.2 * random)));
  // A lease that runs is worth keeping, whatever became of its renewal.
  const state = isAlive ? "active" : isRefusal ? "denied" : isAsked ? "asked" : "wanted";
  const next = isRefusal
    ? ({ kind: "again", dueInMs: refusedMs } as const)
    : ({ kind: "retry", delayMs, reason } as const);
  return { state, reason, next };
}

function farewell({ row, answer }: SubscribeFacts): SubscribeDecision {
  const isHeard = answer === null || (answer.kind === "response" && answer.page.status < 300);
  const next = isHeard
    ? ({ kind: "again", dueInMs: refusedMs } as const)
    : ({ kind: "retry", delayMs: ladderMs[Math.min(row.attempts, 2)] ?? hour, reason: notWanted } as const);
  return { state: "off", reason: notWanted, next };
}

interface Reading {
  /** The hub does not want to; asking again soon is no use. */
  readonly isRefusal: boolean;
  readonly isAsked: boolean;
  readonly reason: string;
  readonly afterMs: number;
}

function reading(answer: HttpResult | null): Reading {
  const failed = { isRefusal: false, isAsked: false, afterMs: 0 };
  if (answer === null) return { ...failed, reason: "the hub was not asked" };
  if (answer.kind === "refused")
    return { ...failed, isRefusal: true, reason: `the hub may not be asked: ${answer.reason}` };
  if (answer.kind === "failed") return { ...failed, reason: `the hub cannot be asked: ${answer.reason}` };
  const { status, headers, body } = answer.page;
  if (status >= 200 && status < 300) {
    const reason = `the hub took the request (${status}) and has not confirmed the subscription at our callback yet; can it reach public_url?`;
    return { ...failed, isAsked: true, reason };
  }
  const said = excerpt(body);
  const reason = `the hub answered ${status}${said === "" ? "" : `: ${said}`}`;
  const seconds = Number(headers["retry-after"] ?? "");
  const afterMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, refusedMs) : 0;
  const isBusy = status === 408 || status === 425 || status === 429;
  return { isRefusal: status >= 400 && status < 500 && !isBusy, isAsked: false, reason, afterMs };
}

/** Hubs explain a refusal as plain text (WebSub section 5.1.1); a page of HTML explains nothing. */
function excerpt(body: Uint8Array): string {
  const text = new TextDecoder()
    .decode(body.subarray(0, 2_000))
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return text.startsWith("<") ? "" : text.slice(0, maxExcerpt).toWellFormed();
}
