import { replayDeliveryIn } from "@wirewatch/pipeline";
import type { DeliveryReplay, ReplayRules, StageQueues } from "@wirewatch/pipeline";
import { readSystemState } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** Most deliveries that are put back at once; there is a next time for the others. */
export const mostReplayed = 1000;

/** What became of deliveries that were to be sent again. */
export interface ReplayReport {
  /** Put back to be sent, under their own ids. */
  readonly replayed: readonly string[];
  /** Arrived before: skipped. */
  readonly sent: number;
  /** On their way already: skipped. */
  readonly open: number;
  /** Refused, since their channel is disabled. */
  readonly disabled: number;
  readonly missing: number;
  /** Channels that take messages again. */
  readonly enabled: readonly string[];
}

/** Puts deliveries back, each by the rules of `wirewatch deliveries replay`. */
export async function replayAll(
  tx: Kysely<Database>,
  ids: readonly string[],
  rules: ReplayRules,
): Promise<ReplayReport> {
  const replays: DeliveryReplay[] = [];
  // In one order, so that two people who replay the same do not wait for each other crosswise.
  for (const id of [...new Set(ids)].toSorted()) replays.push(await replayDeliveryIn(tx, id, rules));
  const count = (kind: DeliveryReplay["kind"]): number => replays.filter((replay) => replay.kind === kind).length;
  return {
    replayed: replays.filter(({ kind }) => kind === "replayed").map(({ id }) => id),
    sent: count("sent"),
    open: count("open"),
    disabled: count("channelDisabled"),
    missing: count("missing"),
    enabled: [
      ...new Set(
        replays.flatMap((replay) =>
          replay.kind === "replayed" && replay.isEnabled ? [`${replay.receiver} ${replay.channel}`] : [],
        ),
      ),
    ],
  };
}

/** Rings for what was put back; what does not ring is rung for by the reconciler. */
export async function ringFor(queues: Pick<StageQueues, "ring">, ids: readonly string[]): Promise<void> {
  await Promise.all(ids.map((deliveryId) => queues.ring({ stage: "deliver", message: { deliveryId } }, 0)));
}

/** Whether a notifier is there to send; without one they wait. */
export async function isNotifierAlive(db: Kysely<Database>): Promise<boolean> {
  const { workers } = await readSystemState(db);
  return workers.some(({ services }) => services.includes("notifier"));
}
