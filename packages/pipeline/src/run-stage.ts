import { setMaxListeners } from "node:events";
import type { Database, Kysely, Transaction } from "@wirewatch/store";
import { isStoreAway, LostClaimError, PermanentError, RetryLaterError } from "./errors.ts";
import { plainLedger } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";
import type { DefinedStage, Bell, Settlement, StageResult } from "./stage.ts";
import { maxTries, stages } from "./stages.ts";
import type { AnyMessage, StageName } from "./stages.ts";
import { resultName, trailLine } from "./trail.ts";
import { adoptClaim, backoffMs, holdClaim, isLastAttempt, moveRow, postponeRow, returnRow } from "./work.ts";
import type { Claim } from "./work.ts";

/** Named moments at which a test may kill the process (`WIREWATCH_FAULTS`); the default does nothing. */
export type FaultPoint = "claimed" | "gathered" | "committing" | "committed" | "rung";

export interface RunnerDeps {
  readonly db: Kysely<Database>;
  /** Where claims and settlements are written; absent, each by itself. */
  readonly ledger?: Ledger;
  readonly log: StageLog;
  /** Names this process in the trail. */
  readonly workerId: string;
  readonly token: () => string;
  /** Monotonic milliseconds. */
  readonly monotonicMs: () => number;
  readonly ring: (bell: Bell, generation: number) => Promise<boolean>;
  /** Rings for what a host that rests `gapMs` may do next; `restMs` of it is left. */
  readonly afterGap: (gates: readonly string[], gapMs: number, restMs?: number) => void;
  /** Claims being worked on, kept alive by the service. */
  readonly inFlight: Map<string, { readonly claim: Claim; readonly abort: AbortController }>;
  /** Runs a claimed row in a process of its own; false when that process crashed. Absent inside such a process. */
  readonly runAlone?: (stage: StageName, message: AnyMessage, token: string, signal: AbortSignal) => Promise<boolean>;
  readonly fault: (point: FaultPoint, stage: StageName, row: unknown) => void;
}

export interface StageLog {
  /** For runs of no interest, of which there may be thousands a second. */
  debug?(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How one run of a stage ended; `skipped` means that there was nothing to do. */
export type RunReport = "finished" | "returned" | "skipped" | "lost";

/**
 * Answers one bell: claims the row, gathers, decides, commits, and rings for what comes next.
 *
 * An error returns the row with back-off, or ends it when its attempts are used up; a store that is away costs no
 * attempt. A row that was started `maxTries` times without a finish runs in a process of its own, one at a time.
 */
export async function runStage(stage: DefinedStage, message: AnyMessage, deps: RunnerDeps): Promise<RunReport> {
  const claim = await ledgerOf(deps).claim(stage.name, message, deps.token());
  if (claim === null) return "skipped";
  deps.fault("claimed", stage.name, claim.row);
  if (claim.tries < maxTries || deps.runAlone === undefined) return runClaimed(stage, claim, deps);
  if (isRunningAlone(deps)) return awaitItsTurn(claim, deps);
  return runInOwnProcess(stage, claim, deps, deps.runAlone);
}

/** Works on a row that another process claimed and handed over. */
export async function runAdopted(
  stage: DefinedStage,
  message: AnyMessage,
  token: string,
  deps: RunnerDeps,
): Promise<RunReport> {
  const claim = await adoptClaim(deps.db, stage.name, message, token);
  if (claim === null) return "skipped";
  deps.fault("claimed", stage.name, claim.row);
  return runClaimed(stage, claim, deps);
}

/** After this a row that is to run alone asks again whether it may, milliseconds. */
const nextTurnMs = 5_000;

/** Whether this process waits for one of its own making. */
function isRunningAlone({ inFlight }: RunnerDeps): boolean {
  return inFlight.values().some(({ claim }) => claim.tries >= maxTries);
}

/**
 * Returns a row that is to run alone while another one does. To start a process costs a second or two of a processor, and a process that is
 * killed leaves all its rows under suspicion: were they started at once, they would leave nothing for the work, nor for the leases of those
 * that are working, and so bring more rows under suspicion.
 */
async function awaitItsTurn(claim: Claim, deps: RunnerDeps): Promise<RunReport> {
  await deps.db.transaction().execute(async (tx) => {
    if (await holdClaim(tx, claim)) await postponeRow(tx, claim, nextTurnMs);
  });
  deps.log.info({ stage: claim.stage, ...claim.message }, "another row runs alone; this one waits for its turn");
  return "returned";
}

/** Time a process of its own has to start before it keeps the stage's limit by itself, milliseconds. */
const startAloneMs = 15_000;

async function runInOwnProcess(
  stage: DefinedStage,
  claim: Claim,
  deps: RunnerDeps,
  runAlone: NonNullable<RunnerDeps["runAlone"]>,
): Promise<RunReport> {
  const { service, timeoutMs } = stages[stage.name];
  return whileHeld(claim, timeoutMs + startAloneMs, deps, async (signal, revoked) => {
    const startedMs = deps.monotonicMs();
    const survived = await runAlone(stage.name, claim.message, claim.token, signal);
    if (survived) return "finished";
    if (revoked.aborted) return "lost";
    const reason = signal.aborted
      ? `it kept the ${service} busy for more than ${timeoutMs / 1000} s, alone in a process of its own`
      : `it crashed the ${service} ${claim.tries} times, the last time alone in a process of its own`;
    return finish(stage, claim, deps, startedMs, (tx) => stage.abandon(tx, claim.row, reason));
  });
}

async function runClaimed(stage: DefinedStage, claim: Claim, deps: RunnerDeps): Promise<RunReport> {
  return whileHeld(claim, stages[stage.name].timeoutMs, deps, async (signal) => {
    const startedMs = deps.monotonicMs();
    try {
      const facts = await stage.gather(claim.row, signal);
      signal.throwIfAborted();
      deps.fault("gathered", stage.name, claim.row);
      const decision = stage.decide(facts);
      const settlement = stage.settle(decision, claim.row, facts);
      if (settlement !== null) return await settle(stage, claim, deps, startedMs, settlement);
      return await finish(stage, claim, deps, startedMs, (tx) => stage.commit(tx, decision, claim.row, facts));
    } catch (error) {
      return giveBack(stage, claim, deps, startedMs, error);
    }
  });
}

/** Keeps the claim's lease alive meanwhile. `signal` ends with the time limit, and with `revoked`: the row is not ours any more. */
async function whileHeld(
  claim: Claim,
  limitMs: number,
  deps: RunnerDeps,
  work: (signal: AbortSignal, revoked: AbortSignal) => Promise<RunReport>,
): Promise<RunReport> {
  const abort = new AbortController();
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([abort.signal, limit]);
  setMaxListeners(0, signal);
  deps.inFlight.set(claim.token, { claim, abort });
  try {
    return await work(signal, abort.signal);
  } finally {
    deps.inFlight.delete(claim.token);
  }
}

async function finish(
  stage: DefinedStage,
  claim: Claim,
  deps: RunnerDeps,
  startedMs: number,
  commit: (tx: Transaction<Database>) => Promise<StageResult>,
): Promise<RunReport> {
  deps.fault("committing", stage.name, claim.row);
  const preparedMs = deps.monotonicMs() - startedMs;
  const { result, workMs, restMs } = await deps.db.transaction().execute(async (tx) => {
    if (!(await holdClaim(tx, claim))) throw new LostClaimError(`${stage.name} was taken over by another worker`);
    const commitStartedMs = deps.monotonicMs();
    const wanted = await commit(tx);
    const outcome =
      wanted.kind === "retry" && isLastAttempt(claim) ? await stage.abandon(tx, claim.row, wanted.reason) : wanted;
    // What the stage itself took: the claim, the queue and the end of the transaction are not its own.
    const ownMs = Math.round(preparedMs + deps.monotonicMs() - commitStartedMs);
    const rest = await moveRow(tx, claim, outcome, { trail: trailLine(claim, deps.workerId, outcome, ownMs) });
    return { result: outcome, workMs: ownMs, restMs: rest };
  });
  deps.fault("committed", stage.name, claim.row);
  await ringNext(claim, result, restMs, deps);
  deps.fault("rung", stage.name, claim.row);
  deps.log.info(
    { stage: stage.name, ...claim.message, result: resultName(result), waitMs: claim.waitMs, workMs },
    "stage finished",
  );
  return "finished";
}

/** The end of a run that changed only its own row: no transaction, no trail, and no line in an ordinary log unless the row's work is over. */
async function settle(
  stage: DefinedStage,
  claim: Claim,
  deps: RunnerDeps,
  startedMs: number,
  settlement: Settlement,
): Promise<RunReport> {
  deps.fault("committing", stage.name, claim.row);
  const workMs = Math.round(deps.monotonicMs() - startedMs);
  const settled = await ledgerOf(deps).settle({ claim, settlement });
  if (settled === null) throw new LostClaimError(`${stage.name} was taken over by another worker`);
  deps.fault("committed", stage.name, claim.row);
  nextAtHost(claim, settlement.gapMs, settled.restMs, deps);
  deps.fault("rung", stage.name, claim.row);
  const fields = { stage: stage.name, ...claim.message, waitMs: claim.waitMs, workMs };
  if (settlement.dueInMs === null) deps.log.info({ ...fields, result: "close" }, "stage finished");
  else deps.log.debug?.(fields, "stage settled");
  return "finished";
}

async function ringNext(claim: Claim, result: StageResult, restMs: number | null, deps: RunnerDeps): Promise<void> {
  const bells: Bell[] = [...(result.ring ?? [])];
  if (result.kind === "next" && !stages[result.stage].gated)
    bells.push({ stage: result.stage, message: claim.message });
  await Promise.all(bells.map((bell) => deps.ring(bell, 0)));
  nextAtHost(claim, result.gapMs, restMs, deps);
  if (result.gates !== undefined && result.gates.length > 0) deps.afterGap(result.gates, 0);
}

function nextAtHost(claim: Claim, gapMs = 0, restMs: number | null, deps: RunnerDeps): void {
  if (stages[claim.stage].gated && "gate" in claim.row) deps.afterGap([claim.row.gate], gapMs, restMs ?? gapMs);
}

function ledgerOf(deps: RunnerDeps): Ledger {
  return deps.ledger ?? plainLedger(deps.db);
}

async function giveBack(
  stage: DefinedStage,
  claim: Claim,
  deps: RunnerDeps,
  startedMs: number,
  error: unknown,
): Promise<RunReport> {
  const fields = { stage: stage.name, ...claim.message, err: error };
  if (error instanceof LostClaimError) {
    deps.log.warn({ stage: stage.name, ...claim.message }, "the row was taken over; this result is dropped");
    return "lost";
  }
  if (isStoreAway(error)) {
    deps.log.warn(fields, "the store is away; the row is tried again when its lease ends");
    return "returned";
  }
  const later = error instanceof RetryLaterError;
  const workMs = Math.round(deps.monotonicMs() - startedMs);
  const final = error instanceof PermanentError || (!later && isLastAttempt(claim));
  try {
    if (final) {
      deps.log.error(fields, "stage failed for good");
      return await finish(stage, claim, deps, startedMs, (tx) => stage.abandon(tx, claim.row, sentence(error)));
    }
    const delayMs = backoffMs(claim, later ? error.delayMs : undefined);
    await deps.db.transaction().execute(async (tx) => {
      if (!(await holdClaim(tx, claim))) return;
      await returnRow(tx, claim, delayMs, !later, undefined, {
        trail: trailLine(claim, deps.workerId, { kind: "retry", reason: sentence(error) }, workMs),
      });
    });
    deps.log.warn({ ...fields, delayMs }, "stage failed; it is tried again");
    return "returned";
  } catch (second) {
    deps.log.warn(
      { stage: stage.name, ...claim.message, err: second },
      "the row could not be returned; its lease will end",
    );
    return "returned";
  }
}

/** An error as a reader of `explain` should see it: its message, bounded. */
function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
