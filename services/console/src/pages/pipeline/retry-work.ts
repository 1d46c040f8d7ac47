import { replayRevision, wakeGates } from "@wirewatch/pipeline";
import type { Bell, RevisionReplay, StageQueues } from "@wirewatch/pipeline";
import { readWorkFailures } from "@wirewatch/store";
import type { Database, FailedWork, Kysely } from "@wirewatch/store";

/** What became of work that was to be tried again. */
export interface RetryReport {
  readonly retried: number;
  /** Ended another way meanwhile, or was replaced by a later version: left alone. */
  readonly skipped: number;
  /** To be rung for. */
  readonly bells: readonly Bell[];
  /** Hosts whose turn it may be. */
  readonly gates: readonly string[];
}

/** Which failures are meant: all with an error in a stage, or one. */
export interface FailureChoice {
  readonly stage: string;
  readonly error: string;
  readonly since: Date;
}

/** The work that a choice means, oldest first. */
export async function chosenFailures(
  db: Kysely<Database>,
  { stage, error, since }: FailureChoice,
): Promise<readonly FailedWork[]> {
  const groups = await readWorkFailures(db, since);
  return groups.find((group) => group.stage === stage && group.error === error)?.works ?? [];
}

/** Puts failed work back into the stages that gave up; what is finished is never done again. */
export async function retryWork(
  tx: Kysely<Database>,
  works: readonly Pick<FailedWork, "articleId" | "revision">[],
): Promise<RetryReport> {
  const replays: RevisionReplay[] = [];
  for (const { articleId, revision } of works.toSorted((a, b) => Number(BigInt(a.articleId) - BigInt(b.articleId))))
    replays.push(await replayRevision(tx, { articleId, revision }));
  const retried = replays.filter((replay) => replay.kind === "replayed");
  const fetched = retried.filter(({ bell }) => bell === null).map(({ articleId }) => articleId);
  const gates = fetched.length === 0 ? [] : await gatesOf(tx, fetched);
  return {
    retried: retried.length,
    skipped: replays.length - retried.length,
    bells: retried.flatMap(({ bell }) => (bell === null ? [] : [bell])),
    gates,
  };
}

/** Rings for what was put back; what does not ring is rung for by the reconciler. */
export async function ringForWork(
  db: Kysely<Database>,
  queues: StageQueues,
  { bells, gates }: RetryReport,
): Promise<void> {
  await Promise.all(bells.map((bell) => queues.ring(bell, 0)));
  if (gates.length > 0) await wakeGates(db, queues, gates);
}

async function gatesOf(db: Kysely<Database>, articleIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("article_revision")
    .select("gate")
    .distinct()
    .where("article_id", "in", [...articleIds])
    .where("stage", "=", "fetch")
    .execute();
  return rows.map(({ gate }) => gate);
}
