import { grouped, namedRows } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Delivery, Kysely } from "@wirewatch/store";

/** What is known of a channel. */
export interface ChannelState {
  readonly disabled_at: Date | null;
  readonly reason: string | null;
  readonly failing_since: Date | null;
}

/** What is read and written before an attempt. Attempts that begin at the same time share their statements; see `grouped`. */
export interface AttemptBook {
  /** Of the delivery's channel; undefined when nothing was ever noted of it. */
  channelState(row: Delivery): Promise<ChannelState | undefined>;
  /**
   * Counts the attempt before it is made: a process that dies in it leaves no other trace.
   *
   * @throws {Error} when the delivery was taken over
   */
  noteStart(row: Delivery): Promise<void>;
}

const limits = { max: 100, lanes: 2 };

export function openAttemptBook(db: Kysely<Database>): AttemptBook {
  const channelState = grouped((rows: readonly Delivery[]) => readStates(db, rows), limits);
  const note = grouped((rows: readonly Delivery[]) => noteStarts(db, rows), limits);
  return {
    channelState,
    async noteStart(row) {
      if (!(await note(row))) throw new Error("the delivery was taken over before it was sent");
    },
  };
}

async function readStates(
  db: Kysely<Database>,
  rows: readonly Delivery[],
): Promise<readonly (ChannelState | undefined)[]> {
  const receivers = [...new Set(rows.map(({ receiver }) => receiver))];
  const { rows: found } = await sql<ChannelState & { readonly receiver: string; readonly channel: string }>`
    select receiver, channel, disabled_at, reason, failing_since from channel_state
    where receiver = any(${receivers}::text[])`.execute(db);
  return rows.map(({ receiver, channel }) =>
    found.find((state) => state.receiver === receiver && state.channel === channel),
  );
}

/** @returns for each whether it was still ours */
async function noteStarts(db: Kysely<Database>, rows: readonly Delivery[]): Promise<readonly boolean[]> {
  const named = rows.map(({ id, claim }) => ({ message: { deliveryId: id }, token: claim ?? "" }));
  const { rows: noted } = await sql<{ readonly token: string }>`
    update delivery t
    set sends = t.sends + 1, state = case t.repeat when 'at-most-once' then 'sending' else t.state end
    from ${namedRows("delivery", named)} where t.id = named.id and t.claim = named.token
    returning named.token`.execute(db);
  const tokens = new Set(noted.map(({ token }) => token));
  return named.map(({ token }) => tokens.has(token));
}
