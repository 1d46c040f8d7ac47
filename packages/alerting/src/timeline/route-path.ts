import { meets } from "../conditions.ts";
import { labelValues } from "../matcher.ts";
import type { Labels } from "../matcher.ts";
import type { RouteTree } from "../routing.ts";

/** A route as it is drawn. */
export interface PathRoute extends RouteTree<PathRoute> {
  readonly name: string;
  readonly receiver: string;
}

/**
 * What a route did with the labels.
 *
 * - `takes`: it is told
 * - `passes`: its matchers are met, and one of its own routes takes it
 * - `refuses`: a matcher is not met; its own routes were not asked
 * - `notAsked`: a route before it took it, and did not say `continue`
 */
export type RouteAnswer = "takes" | "passes" | "refuses" | "notAsked";

/** One route on the way through the tree. */
export interface RouteStep {
  readonly route: string;
  readonly receiver: string;
  /** 0 for the root. */
  readonly depth: number;
  readonly answer: RouteAnswer;
  /** Each with the values that its label has; of `notAsked` none are given. */
  readonly matchers: readonly { readonly text: string; readonly isMet: boolean; readonly found: readonly string[] }[];
  /** True when the routes after it are asked as well. */
  readonly continue: boolean;
}

/** The way of labels through the tree, in the order of the file; the routes that take them are those of `routesFor`. */
export function routePath(labels: Labels, root: PathRoute): readonly RouteStep[] {
  const below = steps(labels, root, 1);
  const isTaken = below.some(({ answer }) => answer === "takes");
  // The root takes what nobody else wants, whatever its own matchers say.
  return [{ ...stepOf(root, 0, isTaken ? "passes" : "takes"), continue: false }, ...below];
}

function steps(labels: Labels, parent: PathRoute, depth: number): RouteStep[] {
  const found: RouteStep[] = [];
  let isOver = false;
  for (const route of parent.routes) {
    if (isOver) {
      found.push(stepOf(route, depth, "notAsked"));
      continue;
    }
    const matchers = route.matchers.map((text) => ({
      text,
      isMet: meets(text, labels),
      found: labelValues(labels, labelOf(text)),
    }));
    if (!matchers.every(({ isMet }) => isMet)) {
      found.push({ ...stepOf(route, depth, "refuses"), matchers });
      continue;
    }
    const below = steps(labels, route, depth + 1);
    const isTaken = below.some(({ answer }) => answer === "takes");
    found.push({ ...stepOf(route, depth, isTaken ? "passes" : "takes"), matchers }, ...below);
    isOver = !route.continue;
  }
  return found;
}

function stepOf(route: PathRoute, depth: number, answer: RouteAnswer): RouteStep {
  return { route: route.name, receiver: route.receiver, depth, answer, matchers: [], continue: route.continue };
}

function labelOf(matcher: string): string {
  return /^\s*([\w.-]+)/.exec(matcher)?.[1] ?? "";
}
