import type { Config } from "@wirewatch/config";
import { holdAlarm, readAlarm, readIdleStages, saveAlarm } from "@wirewatch/store";
import type { AlarmRecord, Database, IdleStage, Transaction } from "@wirewatch/store";
import { stalledMessage, resumedMessage } from "./dead-man-message.ts";
import type { NotifierDeps } from "./deps.ts";
import { createDirectSender } from "./direct-sender.ts";
import type { DirectSender } from "./direct-sender.ts";

export interface DeadManDeps extends NotifierDeps {
  readonly onError: (error: unknown, what: string) => void;
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number;
  /** Pause between two looks, milliseconds; 10 s when absent. */
  readonly everyMs?: number;
}

/** Somebody who looks whether the pipeline runs, without being part of it. */
export interface DeadMan {
  /** One look, as the timer makes it; for tests. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** While the database is away each process says so at most this often, milliseconds. */
const repeatMs = 3_600_000;
/** A database that does not answer within this time counts as away, milliseconds. */
const answerMs = 10_000;

/** What this process knows without the database. */
interface Memory {
  config: Config | null;
  /** As it was when the database was there last. */
  alarm: AlarmRecord | null;
  /** When the database was last there. */
  seenMs: number;
  /** When this process last said that it is away, and under which number; null when it did not since it was there. */
  told: { readonly atMs: number; readonly number: number } | null;
}

/**
 * The alarm that leaves when nothing else does. A timer of its own reads the database directly, and hands messages to the channels
 * directly: no queue, no stage, no rows of deliveries. It tells once when work lies idle and once when it goes on; of several processes one
 * does, while the database is there. When it is away each process tells by itself what it remembers, with the same id,
 * so that receivers can drop what is said twice.
 */
export function startDeadMan(deps: DeadManDeps): DeadMan {
  const memory: Memory = { config: null, alarm: null, seenMs: deps.monotonicMs(), told: null };
  const send = createDirectSender(deps);
  let running: Promise<void> | null = null;
  const look = (): Promise<void> => {
    running ??= lookOnce(deps, memory, send)
      .catch((error: unknown) => deps.onError(error, "the alarm about standing still could not be given"))
      .finally(() => {
        running = null;
      });
    return running;
  };
  const timer = setInterval(() => void look(), deps.everyMs ?? 10_000);
  void look();
  return {
    look,
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

async function lookOnce(deps: DeadManDeps, memory: Memory, send: DirectSender): Promise<void> {
  try {
    await within(answerMs, remember(deps, memory));
  } catch (error) {
    await whileAway(deps, memory, send, error);
    return;
  }
  const deadMan = memory.config?.alerts.deadMan ?? null;
  if (deadMan === null || memory.config === null) {
    memory.told = null;
    return;
  }
  const idle = await within(answerMs, readIdleStages(deps.db, deadMan.afterMs));
  await whileThere(deps, memory, memory.config, idle, send);
}

async function remember({ db, config, monotonicMs }: DeadManDeps, memory: Memory): Promise<void> {
  const { config: current } = await config.current();
  memory.alarm = await readAlarm(db);
  memory.config = current;
  memory.seenMs = monotonicMs();
}

/** The database does not answer: what is told is what this process remembers. */
async function whileAway(
  { monotonicMs, now }: DeadManDeps,
  memory: Memory,
  send: DirectSender,
  error: unknown,
): Promise<void> {
  const { config } = memory;
  const deadMan = config?.alerts.deadMan ?? null;
  if (config === null || deadMan === null) return;
  const awayMs = monotonicMs() - memory.seenMs;
  if (awayMs < deadMan.afterMs) return;
  if (memory.told !== null && monotonicMs() - memory.told.atMs < repeatMs) return;
  const reason = error instanceof Error ? error.message : String(error);
  const message = stalledMessage({ kind: "away", awayMs, reason }, now());
  const number = nextNumber(memory.alarm);
  if (await send(config, deadMan.receiver, message, number)) memory.told = { atMs: monotonicMs(), number };
}

/** The number under which an alarm is given that begins now; one that is on keeps its own. */
function nextNumber(alarm: AlarmRecord | null): number {
  if (alarm === null) return 1;
  return alarm.isOn ? alarm.number : alarm.number + 1;
}

async function whileThere(
  deps: DeadManDeps,
  memory: Memory,
  config: Config,
  idle: readonly IdleStage[],
  send: DirectSender,
): Promise<void> {
  const isOn = memory.alarm?.isOn === true;
  if (memory.told === null && isOn === idle.length > 0) return;
  // The lock is held while the message leaves: nobody else gives the same alarm meanwhile, and it is noted only when it has left.
  await deps.db.transaction().execute(async (tx) => {
    const alarm = await holdAlarm(tx);
    if (alarm === null) return;
    // Of those who told it by themselves the first to come back notes it for all.
    const wasTold = memory.told !== null && alarm.number < memory.told.number;
    await settleAlarm(tx, { alarm, wasTold, isIdle: idle.length > 0 }, async (number, event) => {
      const message =
        event === "stalled" ? stalledMessage({ kind: "idle", idle }, deps.now()) : resumedMessage(deps.now());
      return send(config, config.alerts.deadMan?.receiver ?? "", message, number);
    });
    memory.told = null;
  });
}

/** What is told and noted, given what all processes know and what this one told by itself. */
async function settleAlarm(
  tx: Transaction<Database>,
  { alarm, wasTold, isIdle }: { readonly alarm: AlarmRecord; readonly wasTold: boolean; readonly isIdle: boolean },
  tell: (number: number, event: "stalled" | "resumed") => Promise<boolean>,
): Promise<void> {
  const isKnown = alarm.isOn || wasTold;
  const number = nextNumber(alarm);
  if (isIdle && !isKnown && (await tell(number, "stalled"))) await saveAlarm(tx, { number, isOn: true });
  if (isIdle && wasTold && !alarm.isOn) await saveAlarm(tx, { number, isOn: true });
  if (!isIdle && isKnown && (await tell(number, "resumed"))) await saveAlarm(tx, { number, isOn: false });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
