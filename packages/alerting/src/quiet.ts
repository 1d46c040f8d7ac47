import { meetsAll } from "./conditions.ts";
import { endOf, isWithin } from "./interval.ts";
import type { TimeInterval } from "./interval.ts";
import type { Labels } from "./matcher.ts";

/** When a route does not speak; `RouteConfig` of `@wirewatch/config` has it. */
export interface QuietHours {
  /** Name of a time interval. */
  readonly during: string;
  readonly action: "hold" | "digest" | "drop";
  /** What meets all of these matchers is sent at any hour; none excepts nothing. */
  readonly except: readonly string[];
}

/**
 * `open`: it may be sent. Else what the route does with it, the name of the interval, and when it ends; an interval
 * without end says `until` in seven days, to be asked again then.
 */
export type QuietVerdict =
  | { readonly kind: "open" }
  | { readonly kind: QuietHours["action"]; readonly during: string; readonly until: Date };

/**
 * Whether quiet hours keep something with these labels from being sent.
 *
 * @param intervals of the configuration; where none has the name nothing is quiet: better told than lost
 * @throws {RangeError} for an interval in a zone the platform does not know
 */
export function quietVerdict(
  quietHours: QuietHours | null,
  intervals: readonly (TimeInterval & { readonly name: string })[],
  labels: Labels,
  at: Date,
): QuietVerdict {
  const interval = intervals.find(({ name }) => name === quietHours?.during);
  if (quietHours === null || interval === undefined) return { kind: "open" };
  if (!isWithin(interval, at) || meetsAll(quietHours.except, labels)) return { kind: "open" };
  return { kind: quietHours.action, during: quietHours.during, until: endOf(interval, at) };
}
