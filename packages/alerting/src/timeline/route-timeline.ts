import type { NamedInterval } from "../life/way-out.ts";
import type { Labels } from "../matcher.ts";
import { routesFor } from "../routing.ts";
import { routePath } from "./route-path.ts";
import type { PathRoute, RouteStep } from "./route-path.ts";
import { routePlan } from "./route-plan.ts";
import type { PlanReceiver, PlanRoute, RoutePlan } from "./route-plan.ts";

/** A route with all that the drawing of its future needs. */
export interface TimelineRoute extends Omit<PathRoute, "routes">, PlanRoute {
  readonly routes: readonly TimelineRoute[];
}

/** What would become of a match, for a command that draws it and a page that shows it. */
export interface RouteTimeline {
  readonly labels: Labels;
  /** When it is matched. */
  readonly at: Date;
  /** End of the time looked at. */
  readonly until: Date;
  readonly path: readonly RouteStep[];
  /** One for each route that takes it. */
  readonly plans: readonly RoutePlan[];
}

const hourMs = 3_600_000;
const maxHours = 31 * 24;

/**
 * Where a match with these labels goes, and when it would be told if nothing else came and nobody acknowledged. It takes it
 * that no limit of a receiver is used up.
 *
 * @param facts.hours looked at; at most 31 days
 * @throws {RangeError} for a matcher, a zone or a schedule that cannot be read; the config check reports those before
 */
export function routeTimeline(facts: {
  readonly root: TimelineRoute;
  readonly labels: Labels;
  readonly intervals: readonly NamedInterval[];
  readonly receivers: readonly PlanReceiver[];
  readonly at: Date;
  readonly hours: number;
}): RouteTimeline {
  const { root, labels, intervals, receivers, at } = facts;
  const until = new Date(at.getTime() + Math.min(facts.hours, maxHours) * hourMs);
  const plans = routesFor(labels, root).map((route) => {
    const receiver = receivers.find(({ name }) => name === route.receiver) ?? null;
    return routePlan({ route, receiver, intervals }, labels, at, until);
  });
  return { labels, at, until, path: routePath(labels, root), plans };
}
