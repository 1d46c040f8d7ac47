import type { CutBlock, Outcome } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { loadText } from "./bodies.ts";
import { explainMatches } from "./explanation-alerts.ts";
import type { ExplainedMatch } from "./explanation-alerts.ts";
import { explainCluster, explainStory, readNamed } from "./explanation-story.ts";
import type { ExplainedChange, ExplainedCluster, ExplainedStory, NamedArticle } from "./explanation-story.ts";
import type { Database, Id, StoredChange } from "./schema.ts";

/** A finished run of a stage. */
export interface ExplainedStep {
  readonly at: Date;
  readonly stage: string;
  /** The stage it went to, the outcome, or `retry`. */
  readonly result: string;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly waitMs: number | null;
  readonly workMs: number | null;
  readonly worker: string | null;
}

/** Where unfinished work is. */
export interface WaitingWork {
  readonly stage: string;
  /** When it came to the stage. */
  readonly since: Date;
  /** True while a worker holds it. */
  readonly isRunning: boolean;
  /** When it may run at the earliest. */
  readonly dueAt: Date;
  /** For a page: when its host may be asked again; null for other stages. */
  readonly hostFreeAt: Date | null;
  /** Errors since it came to the stage. */
  readonly attempts: number;
  /** Starts without a finish: more than one means that the process crashed. */
  readonly starts: number;
  readonly lastError: string | null;
}

/** The deduplicator's answer. */
interface ExplainedVerdict {
  readonly kind: string;
  readonly relation: string | null;
  readonly score: number | null;
  readonly why: string | null;
  /** True for a copy on the site of what it is a copy of. */
  readonly isSameSite: boolean;
  /** The article it is a copy or revision of. */
  readonly of: NamedArticle | null;
}

/** One version of an article, from the moment it was seen to its outcome. */
export interface ExplainedRevision {
  readonly revision: number;
  readonly sourceId: string;
  /** `item`, `recheck`, `push` or `template`; see `ArticleRevisionTable`. */
  readonly trigger: string;
  readonly seenAt: Date;
  readonly isBaseline: boolean;
  readonly isTooOld: boolean;
  /** After redirects, once it was fetched. */
  readonly pageUrl: string | null;
  readonly canonicalUrl: string | null;
  readonly title: string | null;
  readonly language: string | null;
  readonly publishedAt: Date | null;
  readonly characters: number | null;
  /** What was near the text and is no part of it, and why; in page order, then what other pages of the source have too. */
  readonly cut: readonly CutBlock[];
  /** Null while work is left. */
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly outcomeAt: Date | null;
  /** Null when it is done. */
  readonly waiting: WaitingWork | null;
  readonly steps: readonly ExplainedStep[];
  readonly verdict: ExplainedVerdict | null;
  /** Null unless it is a revision of a text. */
  readonly change: ExplainedChange | null;
  readonly cluster: ExplainedCluster | null;
  readonly story: ExplainedStory | null;
  /** The topics it was asked for; null before it was classified. */
  readonly topicsAsked: {
    readonly configVersion: string;
    readonly topics: readonly { readonly id: string; readonly name: string }[];
  } | null;
  readonly matches: readonly ExplainedMatch[];
}

/** Every revision of an article, the first first. */
export async function explainRevisions(db: Kysely<Database>, articleId: Id): Promise<ExplainedRevision[]> {
  const { rows } = await sql<RevisionRow>`
    select r.revision, r.source_id as "sourceId", r.trigger, r.seen_at as "seenAt", r.baseline as "isBaseline", r.too_old as "isTooOld",
      r.page_url as "pageUrl", r.canonical_url as "canonicalUrl", r.title, r.language, r.published_at as "publishedAt", r.characters,
      r.outcome, r.reason, r.outcome_at as "outcomeAt",
      r.stage, r.attempts, r.tries, r.claim is not null and r.due_at > now() as is_running,
      case when r.due_at = 'infinity' then r.next_at else r.due_at end as ripe_at,
      case when r.stage = 'fetch' then (select greatest(min(ready_at) filter (where slot >= 0), max(ready_at) filter (where slot < 0))
        from host_gate g where g.gate = r.gate) end as host_free_at,
      r.verdict as verdict_kind, r.relation, r.score, r.why, r.of_article_id, r.same_site, r.story_id, r.story_why, r.material, r.change
    from article_revision r where r.article_id = ${articleId} order by r.revision`.execute(db);
  const revisions: ExplainedRevision[] = [];
  for (const row of rows) revisions.push(await explainRevision(db, articleId, row));
  return revisions;
}

type PlainFields =
  | ("revision" | "sourceId" | "trigger" | "seenAt" | "isBaseline" | "isTooOld" | "pageUrl" | "canonicalUrl" | "title")
  | ("language" | "publishedAt" | "characters" | "outcome" | "reason" | "outcomeAt");

interface RevisionRow extends Pick<ExplainedRevision, PlainFields> {
  readonly stage: string;
  readonly attempts: number;
  readonly tries: number;
  readonly is_running: boolean;
  readonly ripe_at: Date;
  readonly host_free_at: Date | null;
  readonly verdict_kind: string | null;
  readonly relation: string | null;
  readonly score: number | null;
  readonly why: string | null;
  readonly of_article_id: Id | null;
  readonly same_site: boolean | null;
  readonly story_id: Id | null;
  readonly story_why: string | null;
  readonly material: boolean | null;
  readonly change: StoredChange | null;
}

async function explainRevision(db: Kysely<Database>, articleId: Id, row: RevisionRow): Promise<ExplainedRevision> {
  const {
    stage,
    attempts,
    tries,
    is_running,
    ripe_at,
    host_free_at,
    verdict_kind,
    relation,
    score,
    why,
    of_article_id,
    same_site,
    story_id,
    story_why,
    material,
    change,
    ...plain
  } = row;
  const steps = await readSteps(db, articleId, row.revision);
  const moved = steps.findLast((step) => step.result !== "retry");
  const waiting: WaitingWork = {
    stage,
    since: moved?.at ?? row.seenAt,
    isRunning: is_running,
    dueAt: ripe_at,
    hostFreeAt: host_free_at,
    attempts,
    starts: tries,
    lastError: steps.at(-1)?.result === "retry" ? (steps.at(-1)?.reason ?? null) : null,
  };
  return {
    ...plain,
    cut: (await loadText(db, articleId, row.revision))?.cut ?? [],
    waiting: stage === "done" ? null : waiting,
    steps,
    verdict:
      verdict_kind === null
        ? null
        : {
            kind: verdict_kind,
            relation,
            score,
            why,
            isSameSite: same_site === true,
            of: of_article_id === null ? null : await readNamed(db, of_article_id),
          },
    change: material === null || change === null ? null : { isMaterial: material, ...change },
    cluster: verdict_kind === null ? null : await explainCluster(db, articleId),
    story: await explainStory(db, story_id, story_why),
    topicsAsked: await readTopicsAsked(db, steps),
    matches: await explainMatches(db, articleId, row.revision),
  };
}

async function readSteps(db: Kysely<Database>, articleId: Id, revision: number): Promise<ExplainedStep[]> {
  const rows = await db
    .selectFrom("trail")
    .selectAll()
    .where("article_id", "=", articleId)
    .where("revision", "=", revision)
    .orderBy("id")
    .execute();
  return rows.map(({ at, stage, result, reason, detail, wait_ms, work_ms, worker }) => ({
    at,
    stage,
    result,
    reason,
    detail,
    waitMs: wait_ms,
    workMs: work_ms,
    worker,
  }));
}

/** The classifier writes the version of the configuration it asked into its step. */
async function readTopicsAsked(
  db: Kysely<Database>,
  steps: readonly ExplainedStep[],
): Promise<ExplainedRevision["topicsAsked"]> {
  const version = steps.findLast((step) => step.stage === "classify" && step.detail?.["config"] !== undefined)
    ?.detail?.["config"];
  if (typeof version !== "string") return null;
  const { rows } = await sql<{ id: string; name: string }>`
    select t.value ->> 'id' as id, t.value ->> 'name' as name
    from config c cross join jsonb_array_elements(c.content -> 'topics') t where c.version = ${version}::bigint`.execute(
    db,
  );
  return { configVersion: version, topics: rows };
}
