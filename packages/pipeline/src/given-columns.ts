import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import type { ValueColumn } from "./rows.ts";

/** Types of the columns of tables, as PostgreSQL names them. */
export type ColumnTypes = Partial<Record<keyof Database, ReadonlyMap<string, string>>>;

/** Names of values that are given, in an order of their own. */
export function columnsOf(values: object): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([column]) => column)
    .toSorted();
}

/**
 * One column of values that are to be written, one for each row.
 *
 * @param prefix keeps its name apart from that of the column it is written to
 * @throws {RangeError} when the table has no such column
 */
export function valuesOf(
  name: string,
  prefix: string,
  types: ReadonlyMap<string, string>,
  rows: readonly object[],
): ValueColumn {
  const type = types.get(name);
  if (type === undefined) throw new RangeError(`there is no column ${name} to settle`);
  const isJson = type === "jsonb";
  const values = rows.map((row) => {
    const value: unknown = row[name as keyof typeof row];
    return isJson && value !== null ? JSON.stringify(value) : value;
  });
  return { name: `${prefix}${name}`, type, values };
}

/** The columns of a table with their types. @param known tables that were looked up before; filled */
export async function columnTypes(
  db: Kysely<Database>,
  table: keyof Database,
  known: ColumnTypes,
): Promise<ReadonlyMap<string, string>> {
  const kept = known[table];
  if (kept !== undefined) return kept;
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(db);
  return (known[table] = new Map(rows.map(({ name, type }) => [name, type])));
}
