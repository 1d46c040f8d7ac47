import { nextTime } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import { wakeRow } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { ConfigReader, Database, Kysely } from "@wirewatch/store";
import { scheduleOf } from "./digest-facts.ts";
import { openDigest } from "./digest-rows.ts";

/** Pause between two looks at the configuration, and longest time until a row that is missing is noticed, milliseconds. */
const lookMs = 2_000;
const renewMs = 60_000;

/** Rows of what leaves at an hour of the day, kept as the configuration wants them. */
export interface Schedules {
  close(): Promise<void>;
}

/**
 * Keeps a digest open for the next hour of each schedule, while this process runs. Each notifier does so: a row is
 * there once, whoever comes first, so that nobody has to be elected and none depends on another.
 */
export function startSchedules(deps: {
  readonly db: Kysely<Database>;
  readonly config: ConfigReader<Config>;
  readonly onError: (error: unknown) => void;
}): Schedules {
  let known = "";
  let doneMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const look = async (): Promise<void> => {
    const { config, version } = await deps.config.current();
    if (version === known && performance.now() - doneMs < renewMs) return;
    await keepSchedules(deps.db, config);
    known = version;
    doneMs = performance.now();
  };
  const round = (): void => {
    if (isBusy) return;
    isBusy = true;
    running = look()
      .catch(deps.onError)
      .finally(() => {
        isBusy = false;
      });
  };
  round();
  const timer = setInterval(round, lookMs);
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Opens what the configuration asks for, and lets what it does not ask for any more look for itself. */
export async function keepSchedules(db: Kysely<Database>, { alerts }: Config): Promise<void> {
  const { rows: clock } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const now = clock[0]?.now ?? new Date(0);
  const wanted = alerts.receivers.flatMap((receiver) =>
    (["scheduled", "heartbeat"] as const).flatMap((kind) => {
      const schedule = scheduleOf(receiver, kind);
      return schedule === null ? [] : [{ receiver: receiver.name, kind, forAt: nextTime(schedule, now) }];
    }),
  );
  for (const place of wanted) await openDigest(db, place);
  const isWanted = new Set(wanted.map(({ receiver, kind, forAt }) => `${kind} ${forAt.getTime()} ${receiver}`));
  const receivers = new Set(alerts.receivers.map(({ name }) => name));
  const open = await db
    .selectFrom("digest")
    .select(["id", "receiver", "kind", "for_at"])
    .where("stage", "=", "digest")
    .where("due_at", ">", now)
    .execute();
  const stray = open.filter(({ receiver, kind, for_at: forAt }) => {
    const hasSchedule = kind === "scheduled" || kind === "heartbeat";
    return !receivers.has(receiver) || (hasSchedule && !isWanted.has(`${kind} ${forAt.getTime()} ${receiver}`));
  });
  if (stray.length === 0) return;
  await db.transaction().execute(async (tx) => {
    for (const { id } of stray) await wakeRow(tx, "digest", { digestId: id }, 0);
  });
}
