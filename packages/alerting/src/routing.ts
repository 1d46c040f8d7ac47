import { isMatch, parseMatcher } from "./matcher.ts";
import type { Labels, Matcher } from "./matcher.ts";

/** What routing needs of a route; `RouteConfig` of `@wirewatch/config` has it. */
export interface RouteTree<Route> {
  /** All of them have to match; see {@link parseMatcher}. */
  readonly matchers: readonly string[];
  /** True: the siblings after this route are tried as well. */
  readonly continue: boolean;
  readonly routes: readonly Route[];
}

/**
 * The routes a match goes to, in the order of the file. Children come before their parent: a route receives only
 * what none of its children took. Among siblings the first that matches wins, unless it says `continue`. The root
 * takes what nobody else wants, whatever its own matchers say.
 *
 * @returns at least one route; the same one never twice
 * @throws {RangeError} for a matcher that `parseMatcher` refuses; the config check reports those before
 * @see Alertmanager, dispatch/route.go, `Route.Match`
 */
export function routesFor<Route extends RouteTree<Route>>(labels: Labels, root: Route): readonly Route[] {
  const routes = childRoutes(labels, root);
  return routes.length > 0 ? routes : [root];
}

function childRoutes<Route extends RouteTree<Route>>(labels: Labels, parent: Route): readonly Route[] {
  const taken: Route[] = [];
  for (const route of parent.routes) {
    if (!matchersOf(route).every((matcher) => isMatch(matcher, labels))) continue;
    const deeper = childRoutes(labels, route);
    taken.push(...(deeper.length > 0 ? deeper : [route]));
    if (!route.continue) break;
  }
  return taken;
}

/** Compiled once per loaded configuration; goes away with it. */
const compiled = new WeakMap<object, readonly Matcher[]>();

function matchersOf(route: { readonly matchers: readonly string[] }): readonly Matcher[] {
  const known = compiled.get(route);
  if (known !== undefined) return known;
  const matchers = route.matchers.map((text) => {
    const result = parseMatcher(text);
    if (result.kind === "error") throw new RangeError(`route matcher ${JSON.stringify(text)}: ${result.message}`);
    return result.matcher;
  });
  compiled.set(route, matchers);
  return matchers;
}
