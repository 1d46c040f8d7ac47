import { inhibitedBy } from "../inhibit.ts";
import type { Candidate, InhibitRule } from "../inhibit.ts";
import { silencedBy } from "../silence.ts";
import type { Silence } from "../silence.ts";

/** What can keep a match from being told although a route takes it. */
export interface MuteRules {
  readonly silences: readonly Silence[];
  readonly inhibitRules: readonly InhibitRule[];
  /** Matches that may take the place of others; see {@link inhibitedBy} for what to leave out. */
  readonly others: readonly Candidate[];
}

/** With a sentence for people. */
export interface Objection {
  readonly reason: "silenced" | "inhibited";
  readonly detail: string;
}

/** What a silence or an inhibition has against telling about a match now; asked when it arrives and when it would leave. */
export function objection(
  match: Candidate,
  { silences, inhibitRules, others }: MuteRules,
  now: Date,
): Objection | null {
  const silence = silencedBy(match.labels, now, silences);
  if (silence !== null) {
    const { id, author, comment, endsAt } = silence;
    const why = comment === "" ? "" : ` (${comment})`;
    return { reason: "silenced", detail: `silence ${id} of ${author}${why}, until ${endsAt.toISOString()}` };
  }
  const inhibition = inhibitedBy(match, inhibitRules, others);
  if (inhibition === null) return null;
  return { reason: "inhibited", detail: `match ${inhibition.matchId} takes its place by the rule ${inhibition.rule}` };
}
