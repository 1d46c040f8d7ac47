import { z } from "zod";

const articleMessage = z.object({ articleId: z.string().regex(/^\d+$/), revision: z.number().int().positive() });
const feedMessage = z.object({ feedId: z.string().regex(/^\d+$/) });
const groupMessage = z.object({ groupId: z.string().regex(/^\d+$/) });
const subscriptionMessage = z.object({ subscriptionId: z.string().regex(/^\d+$/) });
const noticeMessage = z.object({ noticeId: z.string().regex(/^\d+$/) });
const digestMessage = z.object({ digestId: z.string().regex(/^\d+$/) });
const deliveryMessage = z.object({ deliveryId: z.string().min(1) });

const second = 1000;

/**
 * The drawing of the pipeline. One entry per stage:
 * - `service` that owns it, and `row`: the kind of work row it moves
 * - `message`: what a bell carries (ids only; the row is the truth)
 * - `next`: stages it may ring; an article's last stage leaves it `done` with an outcome
 * - `gated`: runs only when the page's host is free (`host_gate`)
 * - `attempts`: errors before the stage gives up (crashes are counted apart, see `maxTries`); null = never gives up
 * - `backoffMs`: wait after the 1st, 2nd, … error; the last one repeats
 * - `timeoutMs`: longest time one run may take; `concurrency`: runs at once in one process
 */
export const stages = {
  poll: {
    service: "fetcher",
    row: "feed",
    message: feedMessage,
    next: ["fetch", "strip", "subscribe", "announce"],
    gated: true,
    attempts: null,
    backoffMs: [10 * second, 60 * second, 300 * second],
    timeoutMs: 90 * second,
    concurrency: 32,
  },
  fetch: {
    service: "fetcher",
    row: "article",
    message: articleMessage,
    next: ["strip"],
    gated: true,
    attempts: 5,
    backoffMs: [5 * second, 60 * second, 300 * second, 1800 * second],
    timeoutMs: 90 * second,
    concurrency: 16,
  },
  subscribe: {
    service: "fetcher",
    row: "subscription",
    message: subscriptionMessage,
    next: [],
    gated: false,
    attempts: null,
    backoffMs: [30 * second, 300 * second, 1800 * second],
    timeoutMs: 60 * second,
    concurrency: 2,
  },
  strip: {
    service: "stripper",
    row: "article",
    message: articleMessage,
    next: ["deduplicate", "announce"],
    gated: false,
    attempts: 4,
    backoffMs: [2 * second, 10 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 2,
  },
  deduplicate: {
    service: "deduplicator",
    row: "article",
    message: articleMessage,
    next: ["classify"],
    gated: false,
    attempts: 6,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 4,
  },
  classify: {
    service: "classifier",
    row: "article",
    message: articleMessage,
    next: ["notify"],
    gated: false,
    attempts: 6,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 2,
  },
  notify: {
    service: "notifier",
    row: "article",
    message: articleMessage,
    next: ["flush"],
    gated: false,
    attempts: null,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 4,
  },
  flush: {
    service: "notifier",
    row: "group",
    message: groupMessage,
    next: ["deliver", "digest"],
    gated: false,
    attempts: null,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 4,
  },
  announce: {
    service: "notifier",
    row: "notice",
    message: noticeMessage,
    next: ["deliver"],
    gated: false,
    attempts: null,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 30 * second,
    concurrency: 2,
  },
  digest: {
    service: "notifier",
    row: "digest",
    message: digestMessage,
    next: ["deliver"],
    gated: false,
    attempts: null,
    backoffMs: [1 * second, 5 * second, 30 * second, 60 * second],
    timeoutMs: 60 * second,
    concurrency: 2,
  },
  deliver: {
    service: "notifier",
    row: "delivery",
    message: deliveryMessage,
    next: [],
    gated: false,
    attempts: null,
    backoffMs: [5 * second, 30 * second, 120 * second],
    timeoutMs: 60 * second,
    concurrency: 48,
  },
} as const satisfies Record<string, StageEntry>;

interface StageEntry {
  readonly service: string;
  readonly row: RowKind;
  readonly message: z.ZodType<object>;
  readonly next: readonly string[];
  readonly gated: boolean;
  readonly attempts: number | null;
  readonly backoffMs: readonly number[];
  readonly timeoutMs: number;
  readonly concurrency: number;
}

export type StageName = keyof typeof stages;
export type RowKind = "feed" | "article" | "subscription" | "group" | "notice" | "digest" | "delivery";
export type StageRowKind<S extends StageName> = (typeof stages)[S]["row"];
export type StageMessage<S extends StageName> = z.infer<(typeof stages)[S]["message"]>;
/** A message of any stage. */
export type AnyMessage = StageMessage<StageName>;

/** From this many starts without a finish on, a row runs alone in a process of its own; a crash there ends it. */
export const maxTries = 3;

export const stageNames = Object.keys(stages) as StageName[];

/** Stages that one service owns. */
export function stagesOf(service: string): StageName[] {
  return stageNames.filter((name) => stages[name].service === service);
}

/** Stage whose messages move rows of this kind and which the row is in; used to read a row's stage column. */
export function isStageName(text: string): text is StageName {
  return Object.hasOwn(stages, text);
}
