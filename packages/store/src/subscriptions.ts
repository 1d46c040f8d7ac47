import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id, WebSub } from "./schema.ts";

/** The subscription of a feed at its hub. */
export interface Subscription {
  readonly id: Id;
  readonly feedId: Id;
  readonly sourceId: string;
  readonly feedUrl: string;
  readonly hub: string;
  /** As the hub knows the feed. */
  readonly topic: string;
  /** `active` while pushes come; the schema describes the others. */
  readonly state: WebSub["state"];
  /** Why it is not active, or what is not as it should be; one sentence. */
  readonly reason: string | null;
  readonly leaseEndsAt: Date | null;
  readonly lastPushAt: Date | null;
  /** Polls in a row that found what no push had brought. */
  readonly missed: number;
  /** When the hub is asked next; null when it is not. */
  readonly nextTryAt: Date | null;
}

/** All subscriptions, by source and feed. @param sourceId of this source only; of all when absent */
export async function readSubscriptions(db: Kysely<Database>, sourceId?: string): Promise<Subscription[]> {
  const { rows } = await sql<Subscription>`
    select w.id, w.feed_id as "feedId", f.source_id as "sourceId", f.url as "feedUrl", w.hub, w.topic, w.state, w.reason,
      w.lease_ends_at as "leaseEndsAt", w.last_push_at as "lastPushAt", w.missed,
      case when w.stage = 'subscribe' then nullif(w.due_at, 'infinity') end as "nextTryAt"
    from websub w join feed f on f.id = w.feed_id
    ${sourceId === undefined ? sql`` : sql`where f.source_id = ${sourceId}`} order by f.source_id, f.url`.execute(db);
  return rows;
}
