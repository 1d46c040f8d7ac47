import { describe, expect, test } from "vitest";
import { isMatch, parseMatcher } from "./matcher.ts";
import type { Labels } from "./matcher.ts";

const labels: Labels = {
  topic: "acme",
  severity: "high",
  source_tag: ["tier-1", "national"],
  desk: "",
  quote: 'say "hi"\\',
};

function isTrue(text: string): boolean {
  const result = parseMatcher(text);
  if (result.kind === "error") throw new Error(`${text}: ${result.message}`);
  return isMatch(result.matcher, labels);
}

describe("a matcher", () => {
  test.each([
    ['severity="high"', true],
    ["severity=high", true],
    ["  severity  =  high  ", true],
    ['severity="HIGH"', false],
    ['severity!="high"', false],
    ['severity!="low"', true],
    // Patterns see the whole value.
    ['severity=~"hi"', false],
    ['severity=~"hi.*"', true],
    ['severity=~"low|high"', true],
    ['severity=~"^high$"', true],
    ['severity!~"low|normal"', true],
    ['severity!~"h.+"', false],
    // One of several values is enough to match, and enough to exclude.
    ['source_tag="national"', true],
    ['source_tag!="national"', false],
    ['source_tag!="government"', true],
    ['source_tag=~"tier-[12]"', true],
    ['source_tag!~"tier-.*"', false],
    // A missing label is the empty text.
    ['owner=""', true],
    ['owner!=""', false],
    ['owner!="x"', true],
    ['owner=~".+"', false],
    ['desk=""', true],
    // Names every object has are labels like others.
    ['constructor=""', true],
    ['__proto__=""', true],
    [String.raw`quote="say \"hi\"\\"`, true],
  ] as const)("%s is %s", (text, expected) => {
    expect(isTrue(text)).toBe(expected);
  });

  test("keeps other backslashes for the pattern", () => {
    expect(isTrue(String.raw`severity=~"\w+"`)).toBe(true);
    expect(isTrue(String.raw`severity=~"\d+"`)).toBe(false);
  });
});

describe("a matcher that cannot be read", () => {
  test.each([
    ["", 0, "expected a label"],
    ["  ", 2, "expected a label"],
    ["severity", 0, "expected a label"],
    ["9lives=x", 0, "expected a label"],
    ['severity=="high"', 9, "expected a value"],
    ["severity=", 9, "expected a value"],
    ["severity='high'", 9, "expected a value"],
    ['severity="high', 9, "never closed"],
    [String.raw`severity="high\"`, 9, "never closed"],
    ['severity="high" desk="x"', 16, "nothing after the value"],
    ['severity="high",', 15, "nothing after the value"],
    ['severity=~"("', 10, "missing closing )"],
    [String.raw`severity=~"(a)\\1"`, 10, "invalid escape"],
    ['severity=~"(?=x)"', 10, "(?="],
    ['severity=~"a{2000}"', 10, "repeat"],
  ])("%j is refused at %d: %s", (text, offset, message) => {
    const result = parseMatcher(text);
    expect(result).toMatchObject({ kind: "error", offset });
    expect(result.kind === "error" && result.message).toContain(message);
  });

  test("is refused when it is very long", () => {
    expect(parseMatcher(`a=~"${"b".repeat(2_000)}"`)).toMatchObject({
      kind: "error",
      offset: 1_000,
    });
  });
});

test("a pattern that hangs other engines is answered at once", () => {
  const result = parseMatcher('topic=~"^(a+)+$"');
  if (result.kind === "error") throw new Error(result.message);
  const startedAt = performance.now();
  expect(isMatch(result.matcher, { topic: `${"a".repeat(5_000)}!` })).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
