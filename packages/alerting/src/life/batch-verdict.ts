import type { DigestWhy } from "@wirewatch/model";
import type { Candidate } from "../inhibit.ts";
import { quietVerdict } from "../quiet.ts";
import type { QuietHours } from "../quiet.ts";
import { objection } from "./objection.ts";
import type { MuteRules, Objection } from "./objection.ts";
import type { NamedInterval } from "./way-out.ts";

/** A match that waits in a batch or digest. */
export interface BatchItem extends Candidate {
  readonly alertId: string;
  /** Of its route as it is today; null when it has none. */
  readonly quietHours: QuietHours | null;
}

export interface BatchVerdict {
  /** They end now. */
  readonly suppressed: readonly (Objection & { readonly alertId: string })[];
  /** They wait on, each until its own time. */
  readonly stays: readonly { readonly alertId: string; readonly until: Date }[];
  /** Ids of the alerts that leave now, in the order given. */
  readonly leaves: readonly string[];
}

/**
 * What leaves of a batch or digest that is due: a silence or an inhibition that came in the meantime counts, and what is in
 * quiet hours still (or again, by another configuration) stays. Held alerts do not expire.
 *
 * @param facts.why what is `scheduled` leaves in quiet hours as well: somebody chose its hour
 */
export function batchVerdict(
  items: readonly BatchItem[],
  facts: MuteRules & {
    readonly why: DigestWhy;
    readonly intervals: readonly NamedInterval[];
  },
  now: Date,
): BatchVerdict {
  const suppressed: (Objection & { readonly alertId: string })[] = [];
  const stays: { readonly alertId: string; readonly until: Date }[] = [];
  const leaves: string[] = [];
  for (const item of items) {
    const against = objection(item, facts, now);
    const quietHours = facts.why === "scheduled" ? null : item.quietHours;
    const quiet = quietVerdict(quietHours, facts.intervals, item.labels, now);
    if (against !== null) suppressed.push({ alertId: item.alertId, ...against });
    else if (quiet.kind === "open") leaves.push(item.alertId);
    else stays.push({ alertId: item.alertId, until: quiet.until });
  }
  return { suppressed, stays, leaves };
}
