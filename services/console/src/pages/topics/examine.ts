import type { Config, TopicConfig } from "@wirewatch/config";
import { listJudgedMatches } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { runTopicTests } from "@wirewatch/topics";
import type { TopicTestResult } from "@wirewatch/topics";
import { newestOnly, SupersededError } from "../../archive/newest-only.ts";
import type { TopicPreview } from "../../archive/preview.ts";
import { previewTopic } from "../../archive/preview-topic.ts";
import type { Draft } from "./draft.ts";
import { draftMarks } from "./draft-marks.ts";
import type { DraftMark } from "./draft-marks.ts";
import { expectedAlerts } from "./expected-alerts.ts";
import type { ExpectedAlerts } from "./expected-alerts.ts";
import { routePreview } from "./route-words.ts";
import type { RoutePreview } from "./route-words.ts";
import { tuningProposal } from "./tuning.ts";
import type { TuningProposal } from "./tuning.ts";

/** Parts of the archive that somebody may look at. */
export const ranges = [
  ["24h", "the last 24 hours", 86_400_000],
  ["7d", "the last 7 days", 7 * 86_400_000],
  ["30d", "the last 30 days", 30 * 86_400_000],
  ["all", "the whole archive", null],
] as const;
export type Range = (typeof ranges)[number][0];

/** What somebody said of hits in the editor, by article; none of it is saved before the topic is. */
export interface Said {
  readonly notRelevant: readonly string[];
  readonly relevant: readonly string[];
}

/** All that the editor says of a draft. */
export interface Examination {
  readonly marks: readonly DraftMark[];
  /** Null when the draft cannot be used as it is. */
  readonly found: {
    readonly topic: TopicConfig;
    readonly preview: TopicPreview;
    readonly receivers: readonly ExpectedAlerts[];
    readonly route: RoutePreview;
    readonly tests: readonly TopicTestResult[];
    readonly proposal: TuningProposal | null;
    readonly tookMs: number;
  } | null;
  readonly range: Range;
  readonly said: Said;
}

/** Hits that are listed. */
const listed = 20;

/**
 * Reads, runs and routes a draft: with the parser, the engine and the routes of production.
 *
 * @param facts.saved what the draft is compared with; null for a new topic
 * @param facts.asker whose earlier question this one replaces
 * @returns null when a newer question of the same person came meanwhile
 */
export async function examine(
  { db, config }: { readonly db: Kysely<Database>; readonly config: Config },
  draft: Draft,
  facts: {
    readonly saved: TopicConfig | null;
    readonly range: Range;
    readonly said: Said;
    readonly now: Date;
    readonly asker: string;
  },
): Promise<Examination | null> {
  const { saved, range, said, now } = facts;
  const marks = draftMarks(draft);
  if (!draft.checked.ok) return { marks, found: null, range, said };
  const { topic } = draft.checked;
  const startedAt = performance.now();
  const preview = await newestOnly(`preview ${facts.asker}`, (signal) =>
    previewTopic({ db, config }, topic, { saved, since: sinceOf(range, now), now, limit: listed, signal }),
  ).catch((error: unknown) => {
    if (error instanceof SupersededError) return null;
    throw error;
  });
  if (preview === null) return null;
  const proposal = await tuningOf(db, topic, preview, { said, saved, config });
  return {
    marks,
    found: {
      topic,
      preview,
      receivers: expectedAlerts(topic, preview.firstMatches, { weight: preview.weight, days: preview.days }, config),
      route: routePreview(topic, config, now),
      tests: runTopicTests(topic, { explain: "failed" }),
      proposal,
      tookMs: performance.now() - startedAt,
    },
    range,
    said,
  };
}

/** Reads the range a form asks for. */
export function rangeOf(text: string | null): Range {
  return ranges.find(([name]) => name === text)?.[0] ?? "30d";
}

/** Reads what somebody said of hits; an article that is said to be both counts as not relevant. */
export function saidOf(form: URLSearchParams): Said {
  const ids = (name: string): string[] =>
    [...new Set(form.getAll(name))].filter((id) => /^[1-9]\d{0,17}$/u.test(id)).slice(0, 100);
  const notRelevant = ids("no");
  return { notRelevant, relevant: ids("yes").filter((id) => !notRelevant.includes(id)) };
}

/** What was said here and, of a saved topic, before. */
export async function allSaid(db: Kysely<Database>, said: Said, topicId: string | null): Promise<Said> {
  if (topicId === null) return said;
  const judged = await listJudgedMatches(db, topicId);
  const here = new Set([...said.notRelevant, ...said.relevant]);
  const before = judged.filter(({ articleId }) => !here.has(articleId));
  const ids = (isRelevant: boolean): string[] =>
    before.filter((one) => one.isRelevant === isRelevant).map(({ articleId }) => articleId);
  return { notRelevant: [...said.notRelevant, ...ids(false)], relevant: [...said.relevant, ...ids(true)] };
}

async function tuningOf(
  db: Kysely<Database>,
  topic: TopicConfig,
  preview: TopicPreview,
  { said, saved, config }: { readonly said: Said; readonly saved: TopicConfig | null; readonly config: Config },
): Promise<TuningProposal | null> {
  // Only when somebody is at it: it reads texts.
  if (said.notRelevant.length === 0) return null;
  const all = await allSaid(db, said, saved?.id ?? null);
  const judged = new Set([...all.notRelevant, ...all.relevant]);
  const others = preview.hits.map(({ articleId }) => articleId).filter((id) => !judged.has(id));
  return tuningProposal(db, topic, { ...all, others }, config);
}

function sinceOf(range: Range, now: Date): Date {
  const ms = ranges.find(([name]) => name === range)?.[2] ?? null;
  return ms === null ? new Date(0) : new Date(now.getTime() - ms);
}
