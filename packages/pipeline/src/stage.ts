import type { Outcome } from "@wirewatch/model";
import type { Database, Transaction, WorkColumns } from "@wirewatch/store";
import type { RowOf } from "./rows.ts";
import type { AnyMessage, StageName, StageRowKind } from "./stages.ts";

/** A message to a stage: look at this row. */
export interface Bell {
  readonly stage: StageName;
  readonly message: AnyMessage;
}

/**
 * What a finished stage did with its row.
 *
 * - `next`: the row moves to another stage
 * - `end`: the article's revision is done, with its outcome
 * - `again`: the row stays in its stage and is due in `dueInMs` (a schedule or a retry ladder of its own)
 * - `retry`: an expected failure; the row is tried again with the stage's back-off (or after `delayMs`), and abandoned when
 *   its attempts are used up
 * - `idle`: the row stays open but nothing is due until something else sets a time (an alert group at rest)
 * - `close`: the row's work is over (a group or delivery)
 */
export type StageResult = (
  | { readonly kind: "next"; readonly stage: StageName }
  | { readonly kind: "end"; readonly outcome: Outcome }
  | { readonly kind: "again"; readonly dueInMs: number }
  | { readonly kind: "retry"; readonly delayMs?: number; readonly reason: string }
  | { readonly kind: "idle" }
  | { readonly kind: "close" }
) & {
  /** A sentence for people: why it went this way. */
  readonly reason?: string | null;
  /** Facts for `explain`, as JSON. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Other rows that are due now. */
  readonly ring?: readonly Bell[];
  /** For gated stages: pause before the host may be asked again, milliseconds. */
  readonly gapMs?: number;
  /** Hosts that have new work waiting. */
  readonly gates?: readonly string[];
};

/** Columns that a settlement may write: those of the row's own subject. */
type OwnColumns<Row> = Partial<Omit<Row, keyof WorkColumns | "id" | "gate" | "next_at">>;

/** A line in the log of such rows (`logOf`), without the row's name and the line's number. */
export type LogLine = Readonly<Record<string, string | number | null>>;

/**
 * A run that changes nothing but its own row, and adds a line to its log. The row stays in its stage and is due again in `dueInMs`, or
 * its work is over. It needs no transaction: the pipeline writes many of them with one statement.
 */
export interface Settlement<Row = object> {
  /** Null: its work is over, as with `close`. */
  readonly dueInMs: number | null;
  /** For gated stages: pause before the host may be asked again, milliseconds. */
  readonly gapMs?: number;
  /** Columns to write, as they are read: dates as Date, JSON as values, text without NUL and lone surrogates. */
  readonly set: OwnColumns<Row>;
  /** Name of a column that gets the database's time. */
  readonly stamp?: string;
  readonly line?: LogLine;
  /**
   * True: losing it costs no more than a repetition, so it does not wait for the disk. A process that dies changes nothing
   * about it; a server of the store that dies may lose those of its last second.
   */
  readonly relaxed?: boolean;
  /** True: the work was not begun. The row keeps its count of starts, without this one, and of errors. */
  readonly isUntouched?: boolean;
}

/**
 * One stage of the pipeline, as its service writes it.
 *
 * - `gather` reads what the decision needs (database, network, time); it holds no lock and may be repeated
 * - `decide` is pure
 * - `settle` says of a decision that only its own row and a line of its log are written, and how; null: it is committed. Pure.
 *   Not for articles, whose runs leave a trail
 * - `commit` writes in the one transaction that also moves the row; it is not called when the row was taken over
 * - `abandon` says how a row ends that used up its attempts or crashed its process; the default ends an article as failed
 */
export interface Step<S extends StageName, Facts, Decision> {
  gather(row: RowOf[StageRowKind<S>], signal: AbortSignal): Promise<Facts>;
  decide(facts: Facts): Decision;
  settle?(decision: Decision, row: RowOf[StageRowKind<S>], facts: Facts): Settlement<RowOf[StageRowKind<S>]> | null;
  commit(
    tx: Transaction<Database>,
    decision: Decision,
    row: RowOf[StageRowKind<S>],
    facts: Facts,
  ): Promise<StageResult>;
  abandon?(tx: Transaction<Database>, row: RowOf[StageRowKind<S>], reason: string): Promise<StageResult>;
}

/** A stage with its name, ready to run. The types of facts and decision are its own business. */
export interface DefinedStage {
  readonly name: StageName;
  gather(row: unknown, signal: AbortSignal): Promise<unknown>;
  decide(facts: unknown): unknown;
  settle(decision: unknown, row: unknown, facts: unknown): Settlement | null;
  commit(tx: Transaction<Database>, decision: unknown, row: unknown, facts: unknown): Promise<StageResult>;
  abandon(tx: Transaction<Database>, row: unknown, reason: string): Promise<StageResult>;
}

/** Ties a step to its entry in `stages`, so that rows and messages are typed by the drawing. */
export function defineStage<S extends StageName, Facts, Decision>(
  name: S,
  step: Step<S, Facts, Decision>,
): DefinedStage {
  type Row = RowOf[StageRowKind<S>];
  return {
    name,
    gather: (row, signal) => step.gather(row as Row, signal),
    decide: (facts) => step.decide(facts as Facts),
    settle: (decision, row, facts) => step.settle?.(decision as Decision, row as Row, facts as Facts) ?? null,
    commit: (tx, decision, row, facts) => step.commit(tx, decision as Decision, row as Row, facts as Facts),
    abandon: (tx, row, reason) =>
      step.abandon === undefined
        ? Promise.resolve({ kind: "end", outcome: "failed", reason })
        : step.abandon(tx, row as Row, reason),
  };
}
