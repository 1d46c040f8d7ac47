import type { Kysely } from "kysely";
import { storable, storableJson, storableOrNull } from "./clean.ts";
import type { AuditTable } from "./console-tables.ts";
import type { Database } from "./schema.ts";

/** A write, and who did it. */
export interface AuditEntry {
  /** Login of a person, or name of a token. */
  readonly actor: string;
  readonly actorKind: AuditTable["actor_kind"];
  /** Noun and participle, e.g. `topic.saved`, `alert.acknowledged`, `queue.paused`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId?: string | null;
  /** What was changed, in a few words or values; never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly address?: string | null;
}

/** Notes a write; in the transaction of the write itself where there is one. */
export async function noteAudit(db: Kysely<Database>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto("audit")
    .values({
      actor: storable(entry.actor),
      actor_kind: entry.actorKind,
      action: entry.action,
      target_kind: entry.targetKind,
      target_id: storableOrNull(entry.targetId ?? null),
      detail: storableJson(entry.detail ?? {}),
      address: storableOrNull(entry.address ?? null),
    })
    .execute();
}
