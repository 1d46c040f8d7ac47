import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import type { Labels } from "./matcher.ts";
import { routesFor } from "./routing.ts";

interface TestRoute {
  readonly name: string;
  readonly matchers: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly TestRoute[];
}

function route(name: string, matchers: readonly string[], rest: Partial<TestRoute> = {}): TestRoute {
  return { name, matchers, continue: false, routes: [], ...rest };
}

/** The tree of the example configuration, with children below the desk. */
const tree = route("root", [], {
  routes: [
    route("critical-to-duty", ['severity="critical"'], { continue: true }),
    route("corporate-desk", ['desk="corporate"', 'severity!="low"'], {
      routes: [
        route("corporate-german", ["language=de"], { continue: true }),
        route("corporate-tier-1", ['source_tag="tier-1"']),
        route("corporate-tier-1-again", ['source_tag="tier-1"']),
      ],
    }),
    route("source-health", ['topic="wirewatch-source-health"']),
    route("low-to-digest", ['severity="low"']),
  ],
});

function names(labels: Labels): readonly string[] {
  return routesFor(labels, tree).map(({ name }) => name);
}

describe("routes of a match", () => {
  test.each<[string, Labels, readonly string[]]>([
    ["what no child takes stays at the root", { severity: "normal" }, ["root"]],
    ["nothing known still has a route", {}, ["root"]],
    ["a child takes it from its parent", { severity: "low" }, ["low-to-digest"]],
    ["the first sibling wins", { severity: "low", topic: "wirewatch-source-health" }, ["source-health"]],
    ["continue alone does not add the root", { severity: "critical" }, ["critical-to-duty"]],
    [
      "continue goes on to the next sibling",
      { severity: "critical", desk: "corporate" },
      ["critical-to-duty", "corporate-desk"],
    ],
    ["all matchers of a route have to match", { severity: "low", desk: "corporate" }, ["low-to-digest"]],
    ["a grandchild takes it from the child", { desk: "corporate", source_tag: ["x", "tier-1"] }, ["corporate-tier-1"]],
    [
      "continue inside a child stays inside it",
      { desk: "corporate", language: "de", source_tag: "tier-1", topic: "wirewatch-source-health" },
      ["corporate-german", "corporate-tier-1"],
    ],
    ["continue of the only child that matches", { desk: "corporate", language: "de" }, ["corporate-german"]],
  ])("%s", (_, labels, expected) => {
    expect(names(labels)).toEqual(expected);
  });

  test("the root takes what is left even if its matchers say otherwise", () => {
    const picky = route("root", ['severity="critical"']);
    expect(routesFor({ severity: "low" }, picky)).toEqual([picky]);
  });

  test("a broken matcher is named", () => {
    const broken = route("root", [], { routes: [route("a", ["severity"])] });
    expect(() => routesFor({}, broken)).toThrow(/route matcher "severity": expected a label/);
  });

  test("for random trees and labels: never empty, never the same route twice, no parent beside its child", () => {
    const random = seededRandom(1);
    const below = (limit: number): number => Math.floor(random() * limit);
    const pick = (texts: readonly string[]): string => texts[below(texts.length)] ?? "";
    let count = 0;
    const randomRoute = (depth: number): TestRoute => {
      count += 1;
      const children = depth === 0 ? [] : Array.from({ length: below(4) }, () => randomRoute(depth - 1));
      const matcher = `${pick(["a", "b", "c"])}${pick(["=", "!=", "=~", "!~"])}"${pick(["x", "y", "x|y"])}"`;
      return route(`r${count}`, [matcher], { continue: random() < 0.4, routes: children });
    };
    const parentsOf = (parent: TestRoute, found: TestRoute): boolean =>
      parent.routes.some((child) => child === found || parentsOf(child, found));
    for (let round = 0; round < 300; round += 1) {
      const root = randomRoute(3);
      const labels = {
        a: pick(["x", "y"]),
        b: random() < 0.5 ? ["x", "y"] : [],
        c: pick(["", "x"]),
      };
      const found = routesFor(labels, root);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found).size).toBe(found.length);
      expect(found.some((one) => found.some((other) => parentsOf(one, other)))).toBe(false);
    }
  });
});
