import { endPause, keepPauses, notePause } from "@wirewatch/pipeline";
import type { StageName, StageQueues } from "@wirewatch/pipeline";
import type { Database, Kysely } from "@wirewatch/store";

/** A write of somebody's that was made in a transaction. */
interface Writing {
  readonly db: Kysely<Database>;
  readonly actor: string;
  readonly audit: (entry: {
    readonly action: string;
    readonly targetKind: string;
    readonly targetId: string;
  }) => Promise<void>;
}

/** Notes that a stage is to rest. @returns false when it was paused already */
export async function pauseStage(writing: Writing, stage: StageName): Promise<boolean> {
  const isNew = await notePause(writing.db, stage, writing.actor);
  if (isNew) await writing.audit({ action: "queue.paused", targetKind: "queue", targetId: stage });
  return isNew;
}

/** Notes that a stage is to go on. @returns false when it was not paused */
export async function resumeStage(writing: Writing, stage: StageName): Promise<boolean> {
  const wasPaused = await endPause(writing.db, stage);
  if (wasPaused) await writing.audit({ action: "queue.resumed", targetKind: "queue", targetId: stage });
  return wasPaused;
}

/** Makes the queues as was noted, once it is; the leader does it again every few seconds, so that an error here costs time only. */
export async function tellQueues(db: Kysely<Database>, queues: StageQueues): Promise<void> {
  await keepPauses(db, queues);
}
