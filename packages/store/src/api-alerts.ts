import type { Severity } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { all, keyset } from "./api-page.ts";
import type { OrderColumn, PageRange, Placed } from "./api-page.ts";
import { readAlerts, stateOf } from "./alert-actions.ts";
import type { AlertState, ListedAlert } from "./alert-actions.ts";
import type { Database, Id } from "./schema.ts";

/** All conditions have to be met. */
export interface AlertFilter {
  /** Opened at or after, before. */
  readonly since?: Date;
  readonly until?: Date;
  readonly state?: AlertState;
  readonly topic?: string;
  readonly severity?: Severity;
  readonly receiver?: string;
  readonly story?: Id;
}

const order: readonly OrderColumn[] = [{ of: sql`g.id`, type: "bigint" }];

/** Alerts in the order in which they were opened. */
export async function listAlertsByPage(
  db: Kysely<Database>,
  { since, until, state, topic, severity, receiver, story }: AlertFilter,
  range: PageRange,
): Promise<Placed<ListedAlert>[]> {
  const { condition, orderBy, position } = keyset(order, range);
  const chosen = all(
    condition,
    since && sql`g.opened_at >= ${since}`,
    until && sql`g.opened_at < ${until}`,
    topic !== undefined && sql`g.topic_id = ${topic}`,
    severity !== undefined && sql`g.severity = ${severity}`,
    receiver !== undefined && sql`g.receiver = ${receiver}`,
    story !== undefined && sql`g.story_id = ${story}`,
    state !== undefined && sql`${stateOf} = ${state}`,
  );
  const { rows } = await sql<{ id: Id; position: readonly string[] }>`
    select g.id, ${position} as position from alert_group g where ${chosen} order by ${orderBy} limit ${range.limit}`.execute(
    db,
  );
  const ids = rows.map(({ id }) => id);
  const alerts = await readAlerts(db, sql`g.id = any(${ids}::bigint[])`, ids.length);
  const byId = new Map(alerts.map((alert) => [alert.alertId, alert]));
  return rows.flatMap(({ id, position: place }) => {
    const alert = byId.get(`al_${id}`);
    return alert === undefined ? [] : [{ ...alert, position: place }];
  });
}
