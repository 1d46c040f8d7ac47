import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { ConsoleObjectTable } from "./console-tables.ts";
import type { Database } from "./schema.ts";

/** What can be made in the console instead of in a file. */
export type ConsoleObjectKind = ConsoleObjectTable["kind"];

/** A topic or source that was made in the console. */
export interface ConsoleObject {
  readonly kind: ConsoleObjectKind;
  readonly id: string;
  /** YAML of one entry of the list in the file. */
  readonly content: string;
  /** `console`, or what it was imported from. */
  readonly origin: string;
  /** Rises with every save and deletion of this id, and never begins again. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** What one save or deletion left. */
export interface ConsoleObjectVersion {
  readonly version: number;
  /** Null where it was deleted. */
  readonly content: string | null;
  readonly at: Date;
  readonly by: string;
}

/** Whether a write was made; `conflict`: it is not any more as the writer saw it, `current` is how it is now. */
export type ConsoleObjectWrite =
  | { readonly kind: "written"; readonly version: number }
  | { readonly kind: "conflict"; readonly current: ConsoleObject | null };

/** All objects of a kind by id, for the loader of the configuration and lists. */
export async function readConsoleObjects(db: Kysely<Database>, kind: ConsoleObjectKind): Promise<ConsoleObject[]> {
  const rows = await db.selectFrom("console_object").selectAll().where("kind", "=", kind).orderBy("id").execute();
  return rows.map(objectOf);
}

/** One object; null when there is none. */
export async function findConsoleObject(
  db: Kysely<Database>,
  kind: ConsoleObjectKind,
  id: string,
): Promise<ConsoleObject | null> {
  const row = await db
    .selectFrom("console_object")
    .selectAll()
    .where("kind", "=", kind)
    .where("id", "=", storable(id))
    .executeTakeFirst();
  return row === undefined ? null : objectOf(row);
}

/** Changes exactly when an object is written or deleted; empty while there are none. Made to be asked every second. */
export async function consoleObjectsPrint(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ print: string | null }>`
    select md5(string_agg(kind || ' ' || id || ' ' || version, chr(10) order by kind, id)) as print from console_object`.execute(
    db,
  );
  return rows[0]?.print ?? "";
}

/**
 * Writes an object if it still is as the writer saw it, and keeps the version.
 *
 * @param write.basedOn version the writer saw; null: there was none
 */
export async function saveConsoleObject(
  tx: Transaction<Database>,
  write: {
    readonly kind: ConsoleObjectKind;
    readonly id: string;
    readonly content: string;
    readonly basedOn: number | null;
    readonly by: string;
  },
): Promise<ConsoleObjectWrite> {
  const { kind, id, by } = write;
  const content = storable(write.content);
  const current = await lockObject(tx, kind, id);
  if ((current?.version ?? null) !== write.basedOn) return { kind: "conflict", current };
  const version = await nextVersion(tx, kind, id);
  await tx
    .insertInto("console_object")
    .values({ kind, id, content, version, updated_by: by })
    .onConflict((conflict) =>
      conflict.columns(["kind", "id"]).doUpdateSet({ content, version, updated_at: sql<Date>`now()`, updated_by: by }),
    )
    .execute();
  await tx.insertInto("console_object_version").values({ kind, id, version, content, by }).execute();
  return { kind: "written", version };
}

/** Deletes an object if it still is as the writer saw it; its versions stay. */
export async function deleteConsoleObject(
  tx: Transaction<Database>,
  write: {
    readonly kind: ConsoleObjectKind;
    readonly id: string;
    readonly basedOn: number;
    readonly by: string;
  },
): Promise<ConsoleObjectWrite> {
  const { kind, id, by } = write;
  const current = await lockObject(tx, kind, id);
  if (current === null || current.version !== write.basedOn) return { kind: "conflict", current };
  const version = await nextVersion(tx, kind, id);
  await tx.deleteFrom("console_object").where("kind", "=", kind).where("id", "=", id).execute();
  await tx.insertInto("console_object_version").values({ kind, id, version, content: null, by }).execute();
  return { kind: "written", version };
}

/** Versions of an object that is or was, the newest first. */
export async function listConsoleObjectVersions(
  db: Kysely<Database>,
  kind: ConsoleObjectKind,
  id: string,
  limit = 50,
): Promise<ConsoleObjectVersion[]> {
  return db
    .selectFrom("console_object_version")
    .select(["version", "content", "at", "by"])
    .where("kind", "=", kind)
    .where("id", "=", storable(id))
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
}

/** Ids of objects that were deleted within a time, and not made again. */
export async function deletedConsoleObjects(
  db: Kysely<Database>,
  kind: ConsoleObjectKind,
  withinMs: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct id from console_object_version v
    where kind = ${kind} and content is null and at > now() - make_interval(secs => ${withinMs / 1000})
      and not exists (select 1 from console_object o where o.kind = v.kind and o.id = v.id)`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * How a topic of the file is written, as the loader noted it with the configuration in force; undefined when it noted nothing of it.
 *
 * @returns JSON as it is stored
 */
export async function readWrittenTopic(db: Kysely<Database>, id: string): Promise<unknown> {
  const { rows } = await sql<{ written: unknown }>`
    select content -> 'writtenTopics' -> ${storable(id)} as written from config order by version desc limit 1`.execute(
    db,
  );
  return rows[0]?.written ?? undefined;
}

/** Also where there is no row yet two writers come one after the other. */
async function lockObject(
  tx: Transaction<Database>,
  kind: ConsoleObjectKind,
  id: string,
): Promise<ConsoleObject | null> {
  await sql`select pg_advisory_xact_lock(hashtext('wirewatch console object'), hashtext(${`${kind} ${id}`}))`.execute(
    tx,
  );
  return findConsoleObject(tx, kind, id);
}

async function nextVersion(tx: Transaction<Database>, kind: ConsoleObjectKind, id: string): Promise<number> {
  const { last } = await tx
    .selectFrom("console_object_version")
    .select((select) => select.fn.coalesce(select.fn.max("version"), sql<number>`0`).as("last"))
    .where("kind", "=", kind)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return last + 1;
}

function objectOf(row: {
  readonly kind: ConsoleObjectKind;
  readonly id: string;
  readonly content: string;
  readonly origin: string;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly updated_by: string;
}): ConsoleObject {
  const { kind, id, content, origin, version } = row;
  return {
    kind,
    id,
    content,
    origin,
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}
