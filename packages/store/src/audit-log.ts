import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { storable } from "./clean.ts";
import type { AuditTable } from "./console-tables.ts";
import type { Database } from "./schema.ts";

/** A line of the audit log. */
export interface AuditRecord {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly actorKind: AuditTable["actor_kind"];
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string | null;
}

/** Which lines are meant; all that is given has to fit. */
export interface AuditChoice {
  readonly actor?: string | null;
  /** The whole of it, or its noun: `alert` means `alert.acknowledged` and all others. */
  readonly action?: string | null;
  /** Kind, id, or `kind/id`. */
  readonly target?: string | null;
  readonly since?: Date | null;
  readonly until?: Date | null;
  /** Lines before the one of this id. */
  readonly after?: string | null;
}

/** Lines of the audit log, the newest first. @returns one more than asked for when there are more */
export async function listAudit(
  db: Kysely<Database>,
  choice: AuditChoice,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const conditions = conditionsOf(choice);
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
  const { rows } = await sql<AuditRecord>`
    select id, at, actor, actor_kind as "actorKind", action, target_kind as "targetKind", target_id as "targetId", detail, address
    from audit where ${where} order by id desc limit ${limit + 1}`.execute(db);
  return rows;
}

function conditionsOf({ actor, action, target, since, until, after }: AuditChoice): RawBuilder<unknown>[] {
  const made: RawBuilder<unknown>[] = [];
  if (isGiven(actor)) made.push(sql`actor = ${storable(actor)}`);
  if (isGiven(action)) made.push(sql`(action = ${storable(action)} or starts_with(action, ${`${storable(action)}.`}))`);
  if (isGiven(target)) made.push(targetCondition(storable(target)));
  if (since !== null && since !== undefined) made.push(sql`at >= ${since}`);
  if (until !== null && until !== undefined) made.push(sql`at < ${until}`);
  if (isGiven(after) && /^\d{1,18}$/u.test(after)) made.push(sql`id < ${after}`);
  return made;
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== "";
}

function targetCondition(target: string): RawBuilder<unknown> {
  const at = target.indexOf("/");
  if (at === -1) return sql`(target_kind = ${target} or target_id = ${target})`;
  return sql`(target_kind = ${target.slice(0, at)} and target_id = ${target.slice(at + 1)})`;
}
