import { describe, expect, test } from "vitest";
import { allMatchers, noChoices, readChoices, splitMatchers, storyOf } from "./silence-choices.ts";

const chosen = (given: Readonly<Record<string, string>>) => readChoices(new URLSearchParams(given));

describe("choices", () => {
  test.each([
    [{}, "", []],
    [{ topic: "acme" }, "", ['topic="acme"']],
    [{ topic: "acme", story: "34" }, 'severity!="low"', ['topic="acme"', 'story="34"', 'severity!="low"']],
    [{ source: 'the "wire"\\' }, "", [String.raw`source="the \"wire\"\\"`]],
    [{ topic: "a\nb\0c" }, "", ['topic="a b c"']],
    [{ story: "34 or 1" }, "", []],
    [{ severity: "high" }, '{desk="sea", language="en"}', ['severity="high"', 'desk="sea"', 'language="en"']],
  ])("%o and %j are %j", (given, written, texts) => {
    const list = allMatchers(chosen(given), written);
    expect(list).toMatchObject({ texts, problem: null });
    expect(list.matchers).toHaveLength(texts.length);
  });

  test("say what is wrong with what was written", () => {
    expect(allMatchers(chosen({ topic: "acme" }), "x").problem).toContain("“x” is no matcher");
    expect(allMatchers(chosen({ topic: "acme" }), "a=b,".repeat(40)).problem).toContain("40 matchers");
  });
});

test.each([
  [['topic="acme"', 'story="34"'], { topic: "acme", story: "34" }, ""],
  [["source = wire", 'severity!="low"'], { source: "wire" }, 'severity!="low"'],
  [['topic="a"', 'topic="b"'], { topic: "a" }, 'topic="b"'],
  [['topic=~"a|b"', 'story="x"', 'topic=""'], {}, 'topic=~"a|b"\nstory="x"\ntopic=""'],
  [["nonsense"], {}, "nonsense"],
])("of %j the form shows %o as choices", (texts, choices, rest) => {
  expect(splitMatchers(texts)).toEqual({ choices: { ...noChoices, ...choices }, rest });
});

test.each([
  ['story="34"', "34"],
  ["story = 34", "34"],
  ['story!="34"', null],
  ['story="0"', null],
  ['topic="34"', null],
])("%s names story %s", (text, id) => {
  expect(storyOf(text)).toBe(id);
});
