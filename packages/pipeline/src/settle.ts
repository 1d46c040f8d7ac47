import { sql } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import { dropRetired, holderOf, restAfter } from "./gate.ts";
import type { FreedSlot } from "./gate.ts";
import { columnsOf, columnTypes, valuesOf } from "./given-columns.ts";
import type { ColumnTypes } from "./given-columns.ts";
import { keyValues, logOf, namedRows, tableOf } from "./rows.ts";
import type { ValueColumn } from "./rows.ts";
import type { Settlement } from "./stage.ts";
import { stages } from "./stages.ts";
import type { StageName } from "./stages.ts";
import { ifIn } from "./work.ts";
import type { Claim } from "./work.ts";

/** A run whose whole result is in its own row, and in a line of its log. */
export interface Settling {
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** What came of it. */
export interface Settled {
  /** Milliseconds for which the row's host rests from now; null when it held none. */
  readonly restMs: number | null;
}

/** Settlements that one statement can write together have the same key. */
export function settlementKind(stage: StageName, settlement: Settlement): string {
  const { dueInMs, relaxed, isUntouched, stamp, set, line = {} } = settlement;
  const flags = [dueInMs === null, relaxed === true, isUntouched === true, stamp ?? "-"];
  return [stage, ...flags, ...columnsOf(set), "-", ...columnsOf(line)].join(" ");
}

/**
 * Writes settlements of one stage that change the same columns, moves their rows and frees their hosts, all in one statement.
 * A row that another worker took over is left alone.
 *
 * @param known types that were looked up before; filled
 * @returns for each what came of it, or null when the row was taken over
 */
export async function settleRows(
  db: Kysely<Database>,
  stage: StageName,
  settling: readonly Settling[],
  known: ColumnTypes = {},
): Promise<(Settled | null)[]> {
  const first = settling[0];
  if (first === undefined) return [];
  const { row, gated } = stages[stage];
  const { stamp } = first.settlement;
  const table = sql.table(tableOf[row]);
  const types = await columnTypes(db, tableOf[row], known);
  const sets = settling.map(({ settlement }) => settlement.set);
  const own = columnsOf(first.settlement.set).map((name) => valuesOf(name, newPrefix, types, sets));
  const log = await logLines(db, stage, settling, known);
  const given = namedRows(row, settling.map(nameOf), [...own, ...log.columns, ...moveColumns(stage, settling)]);
  const counts =
    first.settlement.isUntouched === true ? sql`tries = greatest(t.tries - 1, 0)` : sql`tries = 0, attempts = 0`;
  const due = sql`now() + make_interval(secs => named.due_s)`;
  const again = gated ? sql`due_at = 'infinity', next_at = ${due}` : sql`due_at = ${due}`;
  const { rows } = await sql<{ token: string } & { [K in keyof FreedSlot]: FreedSlot[K] | null }>`
    with moved as (
      update ${table} t
      set ${sql.join([
        ...own.map(({ name }) => sql`${sql.ref(name.slice(newPrefix.length))} = ${sql.ref(`named.${name}`)}`),
        ...(stamp === undefined ? [] : [sql`${sql.ref(stamp)} = now()`]),
        first.settlement.dueInMs === null ? sql`stage = 'closed', due_at = 'infinity'` : again,
      ])}, stage_at = now(), claim = null, nudges = 0, ${counts}
      from ${given} where t.id = named.id and ${ifIn(stage, sql`t.claim = named.token`)}
      returning named.token, named.holder, named.gap_ms${gated ? sql`, t.gate` : sql``}${log.carried}),
    ${log.written}
    freed as (${
      gated
        ? sql`update host_gate h set held_by = null, gap_ms = moved.gap_ms,
            ready_at = clock_timestamp() + ${restAfter(sql`moved.gap_ms`)}
          from moved where h.gate = moved.gate and h.held_by = moved.holder
          returning h.gate, moved.token, h.retiring, (extract(epoch from h.ready_at - clock_timestamp()) * 1000)::float8 as rest_ms`
        : sql`select null::text as gate, null::text as token, null::boolean as retiring, null::float8 as rest_ms where false`
    })
    select moved.token, freed.gate, freed.retiring, freed.rest_ms
    from moved left join freed on freed.token = moved.token
      cross join ${
        first.settlement.relaxed === true
          ? sql`(select set_config('synchronous_commit', 'off', true)) relaxed`
          : sql`(select 1) strict`
      }`.execute(db);
  const retired = rows.flatMap((slot) => (slot.retiring === true && slot.gate !== null ? [slot.gate] : []));
  if (retired.length > 0) await dropRetired(db, retired);
  const restOf = new Map(rows.map((slot) => [slot.token, { restMs: slot.rest_ms }]));
  return settling.map(({ claim }) => restOf.get(claim.token) ?? null);
}

/** Keep the new values apart from the statement's other columns. */
const newPrefix = "new_";
const linePrefix = "line_";

function nameOf({ claim }: Settling): Claim {
  return claim;
}

/** What the lines of a log need: their values, what comes with the rows that were moved, and the part of the statement that writes them. */
async function logLines(
  db: Kysely<Database>,
  stage: StageName,
  settling: readonly Settling[],
  known: ColumnTypes,
): Promise<{
  readonly columns: readonly ValueColumn[];
  readonly carried: RawBuilder<unknown>;
  readonly written: RawBuilder<unknown>;
}> {
  const line = settling[0]?.settlement.line;
  if (line === undefined) return { columns: [], carried: sql``, written: sql`` };
  const log = logOf[stages[stage].row];
  if (log === undefined) throw new RangeError(`runs of ${stage} have no log`);
  const types = await columnTypes(db, log.table, known);
  const names = columnsOf(line);
  const lines = settling.map(({ settlement }) => settlement.line ?? {});
  const columns = names.map((name) => valuesOf(name, linePrefix, types, lines));
  const [table, row] = [sql.table(log.table), sql.ref(log.row)];
  const carried = sql`, ${sql.join([sql`named.id`, ...columns.map(({ name }) => sql.ref(`named.${name}`))])}`;
  const written = sql`told as (
      insert into ${table} (${sql.join([log.row, log.nth, ...names].map((name) => sql.ref(name)))})
      select ${sql.join([
        sql`moved.id`,
        sql`(select count(*) + 1 from ${table} before where before.${row} = moved.id)`,
        ...columns.map(({ name }) => sql.ref(`moved.${name}`)),
      ])} from moved),`;
  return { columns, carried, written };
}

function moveColumns(stage: StageName, settling: readonly Settling[]): ValueColumn[] {
  return [
    { name: "holder", type: "text", values: settling.map(({ claim }) => holderOf(stage, keyValues(claim.message))) },
    { name: "due_s", type: "float8", values: settling.map(({ settlement }) => (settlement.dueInMs ?? 0) / 1000) },
    { name: "gap_ms", type: "integer", values: settling.map(({ settlement }) => Math.round(settlement.gapMs ?? 0)) },
  ];
}
