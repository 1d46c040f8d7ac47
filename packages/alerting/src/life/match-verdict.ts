import { groupKey } from "../identity.ts";
import { routesFor } from "../routing.ts";
import type { RouteTree } from "../routing.ts";
import { objection } from "./objection.ts";
import type { MuteRules } from "./objection.ts";
import type { Candidate } from "../inhibit.ts";

/** Why a match is not told about whatever routes say, in the order in which they count. */
const firstReasons = ["baseline", "too_old", "not_material", "duplicate"] as const;

/** What the stages before have against a match, with a sentence for people. */
export interface EarlyObjection {
  readonly reason: (typeof firstReasons)[number];
  readonly detail: string;
}

/** `suppress`: the match ends here. `alert`: it joins the group of that key on each route. */
export type MatchVerdict<Route> =
  | {
      readonly kind: "suppress";
      readonly reason: EarlyObjection["reason"] | "no_route" | "silenced" | "inhibited";
      readonly detail: string;
    }
  | { readonly kind: "alert"; readonly routes: readonly { readonly route: Route; readonly key: string }[] };

/**
 * What becomes of a match when it arrives. Of several reasons against it the first counts: baseline, too_old, not_material,
 * duplicate, no_route, silenced, inhibited.
 *
 * @param facts.match with the time of the question
 * @throws {RangeError} as {@link routesFor}
 */
export function matchVerdict<
  Route extends RouteTree<Route> & { readonly name: string; readonly groupBy: readonly string[] },
>(
  facts: MuteRules & {
    readonly match: Candidate;
    /** In any order; empty when there is nothing. */
    readonly against: readonly EarlyObjection[];
    readonly root: Route;
  },
): MatchVerdict<Route> {
  const { match, against, root } = facts;
  const [early] = firstReasons.flatMap((reason) => against.filter((other) => other.reason === reason));
  if (early !== undefined) return { kind: "suppress", ...early };
  const routes = routesFor(match.labels, root).map((route) => ({ route, key: groupKey(route, match.labels) }));
  if (routes.length === 0) return { kind: "suppress", reason: "no_route", detail: "no route takes it" };
  const late = objection(match, facts, match.at);
  return late === null ? { kind: "alert", routes } : { kind: "suppress", ...late };
}
