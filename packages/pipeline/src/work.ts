import { sql, storableOrNull } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder, Transaction } from "@wirewatch/store";
import { dropRetired, freeSlots, holderOf } from "./gate.ts";
import type { FreedSlot } from "./gate.ts";
import { keyColumns, keyValues, namedRows, rowIs, sameRow, tableOf } from "./rows.ts";
import type { NamedRow, RowOf } from "./rows.ts";
import type { StageResult } from "./stage.ts";
import { stages } from "./stages.ts";
import type { AnyMessage, StageName } from "./stages.ts";

/** How long a claimed row stays reserved after its worker's last sign of life, milliseconds. */
export const leaseMs = 10_000;

/** A row that this process works on. */
export interface Claim<Row = RowOf[keyof RowOf]> {
  readonly stage: StageName;
  readonly message: AnyMessage;
  readonly token: string;
  readonly row: Row;
  /** Starts since the last finished stage, this one included. */
  readonly tries: number;
  /** Time the row waited for this start, milliseconds. */
  readonly waitMs: number;
}

/**
 * A condition that also asks for the stage of a row `t`. As a case it is beyond the planner: the row is to be found by its
 * key, and not among all that are due, which seem few while the statistics are young.
 */
export function ifIn(stage: StageName, condition: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`case t.stage when ${stage} then ${condition} end`;
}

const interval = (ms: number): RawBuilder<unknown> => sql`make_interval(secs => ${ms / 1000})`;

/**
 * Reserves a row for this process, and counts the start before the work begins: a crash leaves no other trace.
 *
 * @returns null when the row is not in that stage, is not due, or another worker holds it: somebody else did it
 */
export async function claimRow(
  db: Kysely<Database>,
  stage: StageName,
  message: AnyMessage,
  token: string,
): Promise<Claim | null> {
  const [claim = null] = await claimRows(db, stage, [{ message, token }]);
  return claim;
}

/** As `claimRow`, for many rows with one statement; each has a token of its own. */
export async function claimRows(
  db: Kysely<Database>,
  stage: StageName,
  wanted: readonly NamedRow[],
): Promise<(Claim | null)[]> {
  const kind = stages[stage].row;
  const { rows } = await sql<RowOf[typeof kind] & { was_at: Date; now: Date }>`
    with ripe as (
      select ${sql.join(keyColumns[kind].map((column) => sql.ref(`t.${column}`)))}, named.token, t.stage_at as was_at
      from ${namedRows(kind, wanted)} join ${sql.table(tableOf[kind])} t on ${sameRow(kind, "t", "named")}
      where ${ifIn(stage, sql`t.due_at <= now()`)} for update of t skip locked)
    update ${sql.table(tableOf[kind])} t
    set claim = ripe.token, tries = tries + 1, due_at = now() + ${interval(leaseMs)}
    from ripe where ${sameRow(kind, "t", "ripe")}
    returning t.*, ripe.was_at, now() as now`.execute(db);
  const byToken = new Map(rows.map((row) => [row.claim, row]));
  return wanted.map(({ message, token }) => {
    const row = byToken.get(token);
    if (row === undefined) return null;
    const waitMs = Math.max(0, row.now.getTime() - row.was_at.getTime());
    return { stage, message, token, row, tries: row.tries, waitMs };
  });
}

/** The row of a claim made by another process, for a run in a process of its own; null when the claim is gone. */
export async function adoptClaim(
  db: Kysely<Database>,
  stage: StageName,
  message: AnyMessage,
  token: string,
): Promise<Claim | null> {
  const kind = stages[stage].row;
  const { rows } = await sql<RowOf[typeof kind]>`
    select * from ${sql.table(tableOf[kind])}
    where ${rowIs(kind, message)} and stage = ${stage} and claim = ${token}`.execute(db);
  const row = rows[0];
  return row === undefined ? null : { stage, message, token, row, tries: row.tries, waitMs: 0 };
}

/**
 * Prolongs the leases of rows that are being worked on. A row that is locked just now is at its commit, or about to be
 * taken over: either is over long before its lease.
 *
 * @returns the claims that were lost meanwhile
 */
export async function renewLeases(db: Kysely<Database>, claims: readonly Claim[]): Promise<Claim[]> {
  const lost: Claim[] = [];
  for (const kind of new Set(claims.map((claim) => stages[claim.stage].row))) {
    const held = claims.filter((claim) => stages[claim.stage].row === kind);
    const { rows } = await sql<{ index: number }>`
      with mine as (
        select ${sql.join(keyColumns[kind].map((column) => sql.ref(`t.${column}`)))}
        from ${namedRows(kind, held)} join ${sql.table(tableOf[kind])} t on ${sameRow(kind, "t", "named")}
        where t.claim = named.token for update of t skip locked),
      kept as (
        update ${sql.table(tableOf[kind])} t set due_at = now() + ${interval(leaseMs)} from mine where ${sameRow(kind, "t", "mine")})
      select (nth - 1)::int as index from ${namedRows(kind, held)}
      where not exists (
        select 1 from ${sql.table(tableOf[kind])} t where ${sameRow(kind, "t", "named")} and t.claim = named.token)`.execute(
      db,
    );
    lost.push(...rows.flatMap(({ index }) => held[index] ?? []));
  }
  return lost;
}

/** Locks the claimed row for the rest of the transaction. @returns false when another worker took it over */
export async function holdClaim(tx: Transaction<Database>, claim: Claim): Promise<boolean> {
  const kind = stages[claim.stage].row;
  const { rows } = await sql`
    select 1 from ${sql.table(tableOf[kind])}
    where ${rowIs(kind, claim.message)} and stage = ${claim.stage} and claim = ${claim.token} for update`.execute(tx);
  return rows.length > 0;
}

/** What is written with the move of a row. */
export interface MoveOptions {
  /** The line of the trail about this run. */
  readonly trail?: RawBuilder<unknown> | null;
}

/**
 * Moves a held row to where the finished stage sends it, and frees its host, in one statement.
 *
 * @returns milliseconds for which its host rests from now; null when it held none
 */
export async function moveRow(
  tx: Transaction<Database>,
  claim: Claim,
  result: StageResult,
  options: MoveOptions = {},
): Promise<number | null> {
  if (result.kind === "retry")
    return returnRow(tx, claim, backoffMs(claim, result.delayMs), true, result.gapMs, options);
  const set = sql`${destination(claim, result)}, stage_at = now(), claim = null, tries = 0, attempts = 0, nudges = 0`;
  return writeMove(tx, claim, set, result.gapMs ?? 0, options);
}

/**
 * Returns a held row to its stage after an error, due again in `delayMs`.
 *
 * @param gapMs pause of its host; absent: the one it kept last
 * @returns as `moveRow`
 */
export async function returnRow(
  tx: Transaction<Database>,
  claim: Claim,
  delayMs: number,
  counted: boolean,
  gapMs?: number,
  options: MoveOptions = {},
): Promise<number | null> {
  const set = sql`${dueIn(claim.stage, delayMs)}, claim = null, tries = 0, attempts = attempts + ${counted ? 1 : 0}`;
  return writeMove(tx, claim, set, gapMs, options);
}

/** Returns a held row to its stage as if it had not been claimed, due again in `delayMs`. */
export async function postponeRow(tx: Transaction<Database>, claim: Claim, delayMs: number): Promise<void> {
  await writeMove(tx, claim, sql`${dueIn(claim.stage, delayMs)}, claim = null, tries = tries - 1`, undefined, {});
}

async function writeMove(
  tx: Transaction<Database>,
  claim: Claim,
  set: RawBuilder<unknown>,
  gapMs: number | undefined,
  { trail = null }: MoveOptions,
): Promise<number | null> {
  const kind = stages[claim.stage].row;
  const gate = stages[claim.stage].gated && "gate" in claim.row ? claim.row.gate : null;
  const parts = [sql`moved as (update ${sql.table(tableOf[kind])} set ${set} where ${rowIs(kind, claim.message)})`];
  if (trail !== null) parts.push(sql`told as (${trail})`);
  if (gate === null) {
    await sql`with ${sql.join(parts)} select 1`.execute(tx);
    return null;
  }
  const holder = holderOf(claim.stage, keyValues(claim.message));
  parts.push(sql`freed as (${freeSlots(sql`gate = ${gate} and held_by = ${holder}`, gapMs)})`);
  const { rows } = await sql<FreedSlot>`with ${sql.join(parts)} select * from freed`.execute(tx);
  if (rows.some((slot) => slot.retiring)) await dropRetired(tx, [gate]);
  return rows[0]?.rest_ms ?? null;
}

/** True when one more failure uses up the stage's attempts. */
export function isLastAttempt(claim: Claim): boolean {
  const { attempts } = stages[claim.stage];
  return attempts !== null && claim.row.attempts + 1 >= attempts;
}

/** Wait before the next attempt: the one asked for, else the stage's own ladder. */
export function backoffMs(claim: Claim, askedMs?: number): number {
  const ladder: readonly number[] = stages[claim.stage].backoffMs;
  return askedMs ?? ladder[Math.min(claim.row.attempts, ladder.length - 1)] ?? 60_000;
}

function destination(claim: Claim, result: Exclude<StageResult, { kind: "retry" }>): RawBuilder<unknown> {
  switch (result.kind) {
    case "next":
      return sql`stage = ${result.stage}, ${dueIn(result.stage, 0)}`;
    case "end":
      return sql`stage = 'done', due_at = 'infinity', outcome = ${result.outcome}, reason = ${storableOrNull(result.reason)}, outcome_at = now()`;
    case "again":
      // Later than `stage_at`: the reconciler then rings with its next round. A bell rung now would be lost, since the
      // queue drops one whose like is still being answered.
      return dueIn(claim.stage, Math.max(1, result.dueInMs));
    case "idle":
      return sql`due_at = 'infinity'`;
    case "close":
      return sql`stage = 'closed', due_at = 'infinity'`;
  }
}

/** A gated row waits for its host (`next_at`), and becomes due when the gate lets it through. */
function dueIn(stage: StageName, delayMs: number): RawBuilder<unknown> {
  return stages[stage].gated
    ? sql`due_at = 'infinity', next_at = now() + ${interval(delayMs)}`
    : sql`due_at = now() + ${interval(delayMs)}`;
}

/**
 * Makes an open row due in `dueInMs` at the latest; a row that is being worked on is left to its worker. One that is due
 * already keeps its place in the reconciler's line.
 */
export async function wakeRow(
  tx: Transaction<Database>,
  stage: StageName,
  message: AnyMessage,
  dueInMs: number,
): Promise<void> {
  await sql`
    update ${sql.table(tableOf[stages[stage].row])}
    set due_at = least(due_at, now() + ${interval(dueInMs)}),
      stage_at = case when due_at <= now() then stage_at else now() end
    where ${rowIs(stages[stage].row, message)} and stage = ${stage} and claim is null`.execute(tx);
}

/** Starts ended rows again from the beginning of a stage (a replay); their history stays. @returns false if it was not there */
export async function restartRow(tx: Kysely<Database>, stage: StageName, message: AnyMessage): Promise<boolean> {
  const kind = stages[stage].row;
  const { numAffectedRows } = await sql`
    update ${sql.table(tableOf[kind])}
    set stage = ${stage}, ${dueIn(stage, 0)}, stage_at = now(), claim = null, tries = 0, attempts = 0, nudges = 0
    where ${rowIs(kind, message)}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Columns a new work row starts with. */
export function newWork(stage: StageName, dueInMs = 0): { stage: string; due_at: RawBuilder<Date> } {
  return {
    stage,
    due_at: stages[stage].gated ? sql<Date>`'infinity'` : sql<Date>`now() + ${interval(dueInMs)}`,
  };
}
