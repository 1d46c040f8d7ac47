import { describe, expect, test } from "vitest";
import { matcherText, readMatchers } from "./matcher-list.ts";

describe("matchers in one text", () => {
  test.each([
    ['topic="acme"', ['topic="acme"']],
    ['topic="acme", severity!="low"', ['topic="acme"', 'severity!="low"']],
    ['{topic="acme",source=~"a,b"}', ['topic="acme"', 'source=~"a,b"']],
    ['topic="acme"\n\nseverity="high"\r\n', ['topic="acme"', 'severity="high"']],
    [String.raw`title="say \"no, never\"", a=b`, [String.raw`title="say \"no, never\""`, "a=b"]],
    ["", []],
    [" , ,\n", []],
  ])("%j are %j", (text, texts) => {
    const list = readMatchers(text);
    expect(list).toMatchObject({ texts, problem: null });
    expect(list.matchers).toHaveLength(texts.length);
  });

  test.each([
    ["acme", "“acme” is no matcher: expected a label"],
    ['topic="acme', "the opening quote is never closed"],
    ['source=~"(a"', "not a pattern"],
    ["a=b,".repeat(21), "these are 21 matchers; there may be 20"],
    [`a="${"x".repeat(2000)}"`, "longer than 1000 characters"],
  ])("%j has a problem", (text, problem) => {
    expect(readMatchers(text).problem).toContain(problem);
  });

  test("a quote that is not closed ends with its line", () => {
    expect(readMatchers('topic="a\nseverity="low"').matchers).toMatchObject([{ label: "severity", value: "low" }]);
  });
});

test.each(["acme", 'a "quoted" name', String.raw`back\slash`, ""])(
  "a written matcher is read as it was meant: %j",
  (value) => {
    expect(readMatchers(matcherText("topic", value)).matchers).toMatchObject([
      { label: "topic", operator: "=", value },
    ]);
  },
);
