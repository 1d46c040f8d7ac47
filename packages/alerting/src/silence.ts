import { meetsAll } from "./conditions.ts";
import type { Labels } from "./matcher.ts";

/** What somebody does not want to be told for a while. */
export interface Silence {
  readonly id: string;
  /** All of them have to match; none silences nothing. */
  readonly matchers: readonly string[];
  /** First instant at which it holds. */
  readonly startsAt: Date;
  /** First instant at which it no longer holds. */
  readonly endsAt: Date;
  readonly author: string;
  readonly comment: string;
}

/** The silence that covers the labels at an instant; of several the one that lasts longest. */
export function silencedBy<S extends Silence>(labels: Labels, at: Date, silences: readonly S[]): S | null {
  return silences
    .filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
    .filter(({ matchers }) => meetsAll(matchers, labels))
    .reduce<S | null>((longest, other) => (longest === null || other.endsAt > longest.endsAt ? other : longest), null);
}
