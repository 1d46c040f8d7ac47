import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { dropRetired, holderOf, restAfter } from "./gate.ts";
import type { FreedSlot } from "./gate.ts";
import { keyValues, namedRows, tableOf } from "./rows.ts";
import type { ValueColumn } from "./rows.ts";
import type { Settlement } from "./stage.ts";
import { stages } from "./stages.ts";
import type { RowKind, StageName } from "./stages.ts";
import { ifIn } from "./work.ts";
import type { Claim } from "./work.ts";

/** A run whose whole result is in its own row. */
export interface Settling {
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** What came of it. */
export interface Settled {
  /** Milliseconds for which the row's host rests from now; null when it held none. */
  readonly restMs: number | null;
}

/** Types of the columns of work tables, as PostgreSQL names them. */
export type ColumnTypes = Partial<Record<RowKind, ReadonlyMap<string, string>>>;

/** Settlements that one statement can write together have the same key. */
export function settlementKind(stage: StageName, settlement: Settlement): string {
  return [stage, settlement.relaxed === true, settlement.isUntouched === true, ...settledColumns(settlement)].join(" ");
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
  const table = sql.table(tableOf[row]);
  const types = (known[row] ??= await columnTypes(db, tableOf[row]));
  const own = settledColumns(first.settlement).map((name) => ownColumn(name, types.get(name), settling));
  const given = namedRows(row, settling.map(nameOf), [...own, ...moveColumns(stage, settling)]);
  const counts =
    first.settlement.isUntouched === true ? sql`tries = greatest(t.tries - 1, 0)` : sql`tries = 0, attempts = 0`;
  const due = sql`now() + make_interval(secs => named.due_s)`;
  const { rows } = await sql<{ token: string } & { [K in keyof FreedSlot]: FreedSlot[K] | null }>`
    with moved as (
      update ${table} t
      set ${sql.join([
        ...own.map(({ name }) => sql`${sql.ref(name.slice(newPrefix.length))} = ${sql.ref(`named.${name}`)}`),
        gated ? sql`due_at = 'infinity', next_at = ${due}` : sql`due_at = ${due}`,
      ])}, stage_at = now(), claim = null, nudges = 0, ${counts}
      from ${given} where t.id = named.id and ${ifIn(stage, sql`t.claim = named.token`)}
      returning named.token, named.holder, named.gap_ms${gated ? sql`, t.gate` : sql``}),
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

/** Keeps the new values apart from the statement's other columns. */
const newPrefix = "new_";

function nameOf({ claim }: Settling): Claim {
  return claim;
}

/** The columns a settlement writes, in an order of their own. */
function settledColumns({ set }: Settlement): string[] {
  return Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([column]) => column)
    .toSorted();
}

function ownColumn(name: string, type: string | undefined, settling: readonly Settling[]): ValueColumn {
  if (type === undefined) throw new RangeError(`there is no column ${name} to settle`);
  const isJson = type === "jsonb";
  const values = settling.map(({ settlement: { set } }) => {
    const value: unknown = set[name as keyof typeof set];
    return isJson && value !== null ? JSON.stringify(value) : value;
  });
  return { name: `${newPrefix}${name}`, type, values };
}

function moveColumns(stage: StageName, settling: readonly Settling[]): ValueColumn[] {
  return [
    { name: "holder", type: "text", values: settling.map(({ claim }) => holderOf(stage, keyValues(claim.message))) },
    { name: "due_s", type: "float8", values: settling.map(({ settlement }) => settlement.dueInMs / 1000) },
    { name: "gap_ms", type: "integer", values: settling.map(({ settlement }) => Math.round(settlement.gapMs ?? 0)) },
  ];
}

async function columnTypes(db: Kysely<Database>, table: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(db);
  return new Map(rows.map(({ name, type }) => [name, type]));
}
