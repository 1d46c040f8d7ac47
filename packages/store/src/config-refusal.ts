import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** Files that could not be used, while the configuration before them stays in force. */
export interface ConfigRefusal {
  /** When they were first found so. */
  readonly since: Date;
  /** One `file:line:column  message` a line. */
  readonly problems: readonly string[];
}

const name = "config refused";
/** More of them are not kept: the first ones say where to look. */
const maxProblems = 20;
const maxLength = 500;

/** Notes that the files as they are cannot be used, for those who look at the console and not at logs. */
export async function noteConfigRefusal(db: Kysely<Database>, problems: readonly string[]): Promise<void> {
  const reason = problems
    .slice(0, maxProblems)
    .map((line) =>
      line
        .toWellFormed()
        .replaceAll(/\p{Cc}+/gu, " ")
        .slice(0, maxLength),
    )
    .join("\n");
  await db
    .insertInto("control")
    .values({ name, reason })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ reason, since: sql<Date>`now()` })
        .where("control.reason", "is distinct from", reason),
    )
    .execute();
}

/** The files can be used again. */
export async function forgetConfigRefusal(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom("control").where("name", "=", name).execute();
}

/** @returns null while the files are in force as they are */
export async function readConfigRefusal(db: Kysely<Database>): Promise<ConfigRefusal | null> {
  const row = await db.selectFrom("control").select(["since", "reason"]).where("name", "=", name).executeTakeFirst();
  return row === undefined ? null : { since: row.since, problems: (row.reason ?? "").split("\n") };
}
