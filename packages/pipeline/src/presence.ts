import { randomInt } from "node:crypto";
import { hostname } from "node:os";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { pause } from "./pause.ts";

/** First half of the advisory locks that processes hold while they live; the second half is a number of their own. */
export const lifeLock = 0x77697266;
/** Pause between two looks at the connection, and between two signs of life, milliseconds. */
const lookMs = 1_000;
const signMs = 5_000;
/** Pause before a session that was lost is opened anew, milliseconds. */
const againMs = 250;
/** Longest time a start waits for its first sign of life, or for the news that the store is away, milliseconds. */
const firstSignMs = 5_000;

/**
 * What a process shows of itself: a row in `worker`, and a lock that its own database session holds. A session ends with its process, whatever
 * ended that, so that the leader sees at once who died (`createDeathWatch`); the leases of its rows are for what a session does not tell: a
 * process or a network that stands still.
 */
export interface Presence {
  /** Makes a claim's token one of this process. */
  sign(token: string): string;
  /** Takes leave: the row goes, and the lock with it. */
  close(): Promise<void>;
}

/** @returns once the process has shown itself or could not; it goes on trying */
export async function startPresence(given: {
  readonly db: Kysely<Database>;
  readonly workerId: string;
  readonly service: string;
  /** Called once for each time that the store is away. */
  readonly onError: (error: unknown) => void;
}): Promise<Presence> {
  const stop = new AbortController();
  let key: number | null = null;
  let isAway = false;
  const attempted = Promise.withResolvers<void>();

  async function show(session: Kysely<Database>): Promise<void> {
    const own = await takeKey(session, key ?? newKey());
    try {
      let signedMs = Number.NEGATIVE_INFINITY;
      while (!stop.signal.aborted) {
        if (performance.now() - signedMs >= signMs) {
          await writeSign(session, given, own);
          signedMs = performance.now();
          key = own;
          isAway = false;
          attempted.resolve();
        } else await sql`select 1`.execute(session);
        await pause(lookMs, stop.signal);
      }
      await session.deleteFrom("worker").where("id", "=", given.workerId).execute();
    } finally {
      await sql`select pg_advisory_unlock(${lifeLock}, ${own})`.execute(session).catch(() => undefined);
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        await given.db.connection().execute(show);
      } catch (error) {
        if (!stop.signal.aborted && !isAway) given.onError(error);
        isAway = true;
        attempted.resolve();
        await pause(againMs, stop.signal);
      }
    }
  })();
  await Promise.race([attempted.promise, pause(firstSignMs, stop.signal)]);

  return {
    sign: (token) => (key === null ? token : tokenPrefix(key) + token),
    async close() {
      stop.abort();
      await running;
    },
  };
}

/** What the tokens of all claims begin with that the holder of this key made. */
export function tokenPrefix(key: number): string {
  return `${key}.`;
}

const newKey = (): number => randomInt(1, 2 ** 31);

/** Locks `wanted`, or another key when somebody has that one: an old session of ours that the server still believes in. */
async function takeKey(session: Kysely<Database>, wanted: number): Promise<number> {
  for (let key = wanted; ; key = newKey()) {
    const { rows } = await sql<{ won: boolean }>`select pg_try_advisory_lock(${lifeLock}, ${key}) as won`.execute(
      session,
    );
    if (rows[0]?.won === true) return key;
  }
}

async function writeSign(
  session: Kysely<Database>,
  { workerId, service }: { readonly workerId: string; readonly service: string },
  key: number,
): Promise<void> {
  await session
    .insertInto("worker")
    .values({ id: workerId, service, host: hostname(), pid: process.pid, session_key: key })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ seen_at: sql<Date>`now()`, session_key: key }))
    .execute();
}
