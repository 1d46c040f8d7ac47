import { sql, storableOrNull } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder, Transaction } from "@wirewatch/store";
import { holderOf, releaseGate } from "./gate.ts";
import { keyValues, rowIs, tableOf } from "./rows.ts";
import type { RowOf } from "./rows.ts";
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
  const kind = stages[stage].row;
  const { rows } = await sql<RowOf[typeof kind] & { was_at: Date; now: Date }>`
    with ripe as (
      select ctid as at, stage_at as was_at from ${sql.table(tableOf[kind])}
      where ${rowIs(kind, message)} and stage = ${stage} and due_at <= now() for update skip locked)
    update ${sql.table(tableOf[kind])} t
    set claim = ${token}, tries = tries + 1, due_at = now() + ${interval(leaseMs)}
    from ripe where t.ctid = ripe.at
    returning t.*, ripe.was_at, now() as now`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    stage,
    message,
    token,
    row,
    tries: row.tries,
    waitMs: Math.max(0, row.now.getTime() - row.was_at.getTime()),
  };
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

/** Prolongs the leases of rows that are being worked on. @returns the claims that were lost meanwhile */
export async function renewLeases(db: Kysely<Database>, claims: readonly Claim[]): Promise<Claim[]> {
  const lost: Claim[] = [];
  for (const claim of claims) {
    const kind = stages[claim.stage].row;
    const { numAffectedRows } = await sql`
      update ${sql.table(tableOf[kind])} set due_at = now() + ${interval(leaseMs)}
      where ${rowIs(kind, claim.message)} and claim = ${claim.token}`.execute(db);
    if (numAffectedRows === 0n) lost.push(claim);
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

/** Moves a held row to where the finished stage sends it, and frees its host. */
export async function moveRow(tx: Transaction<Database>, claim: Claim, result: StageResult): Promise<void> {
  if (result.kind === "retry") return returnRow(tx, claim, backoffMs(claim, result.delayMs), true, result.gapMs);
  const kind = stages[claim.stage].row;
  await sql`
    update ${sql.table(tableOf[kind])}
    set ${destination(claim, result)}, stage_at = now(), claim = null, tries = 0, attempts = 0, nudges = 0
    where ${rowIs(kind, claim.message)}`.execute(tx);
  await freeGate(tx, claim, result.gapMs ?? 0);
}

/** Returns a held row to its stage after an error, due again in `delayMs`. */
export async function returnRow(
  tx: Transaction<Database>,
  claim: Claim,
  delayMs: number,
  counted: boolean,
  gapMs = 1000,
): Promise<void> {
  const kind = stages[claim.stage].row;
  await sql`
    update ${sql.table(tableOf[kind])}
    set ${dueIn(claim.stage, delayMs)}, claim = null, tries = 0, attempts = attempts + ${counted ? 1 : 0}
    where ${rowIs(kind, claim.message)}`.execute(tx);
  await freeGate(tx, claim, gapMs);
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

async function freeGate(tx: Transaction<Database>, claim: Claim, gapMs: number): Promise<void> {
  if (!stages[claim.stage].gated || !("gate" in claim.row)) return;
  await releaseGate(tx, claim.row.gate, holderOf(claim.stage, keyValues(claim.message)), gapMs);
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
export async function restartRow(tx: Transaction<Database>, stage: StageName, message: AnyMessage): Promise<boolean> {
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
