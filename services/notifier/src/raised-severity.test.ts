import { describe, expect, test } from "vitest";
import { highestSeverity, raisedSeverity } from "./raised-severity.ts";
import type { Spread } from "./raised-severity.ts";

const now = new Date("2026-03-02T12:00:00Z");
const minute = 60_000;

/** Sources a, b, c, … that were last seen so many minutes ago. */
const spread = (...minutes: readonly number[]): Spread[] =>
  minutes.map((ago, index) => ({
    sourceId: String.fromCodePoint(97 + index),
    lastSeenAt: new Date(now.getTime() - ago * minute),
  }));
const rule = (sources: number, withinMinutes: number, to: "high" | "critical") => ({
  sources,
  withinMs: withinMinutes * minute,
  to,
});

describe("the severity of a match", () => {
  test.each([
    ["stays without a rule", "normal", [], spread(1, 2, 3), "normal"],
    ["stays while too few sources have it", "normal", [rule(3, 60, "high")], spread(1, 2), "normal"],
    ["rises with the source that makes the number full", "normal", [rule(3, 60, "high")], spread(1, 2, 0), "high"],
    ["does not count sources from before", "normal", [rule(3, 60, "high")], spread(1, 2, 60), "normal"],
    [
      "rises to the highest of several",
      "low",
      [rule(2, 60, "high"), rule(3, 60, "critical")],
      spread(1, 2, 3),
      "critical",
    ],
    ["never falls", "critical", [rule(1, 60, "high")], spread(1), "critical"],
    ["stays when nobody has the story", "normal", [rule(1, 60, "high")], [], "normal"],
  ] as const)("%s", (_what, severity, rules, found, expected) => {
    expect(raisedSeverity(severity, [...rules], found, now)).toBe(expected);
  });

  test("counts a source once, however much it has", () => {
    const twice = [...spread(1), ...spread(2)];
    expect(raisedSeverity("normal", [rule(2, 60, "high")], twice, now)).toBe("normal");
  });
});

test("of no severities the highest is low", () => {
  expect(highestSeverity([])).toBe("low");
});
