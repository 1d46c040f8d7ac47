import { expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { createTopicEngine } from "./engine.ts";
import { matchSlowly, render } from "./fixtures/slow-matcher.ts";
import type { SlowQuery, SlowSpanQuery } from "./fixtures/slow-matcher.ts";

const vocabulary = ["aa", "ab", "abc", "bb", "bc", "cc"];
const cases = 2_000;

it(`finds the same units and ranges as a matcher that tries everything, on ${cases} random queries`, () => {
  const random = wholeNumbers(20_240_607);
  const found = { matches: 0, misses: 0 };
  for (let index = 0; index < cases; index++) {
    const query = randomQuery(random, 3);
    const document = randomDocument(random);
    const engine = createTopicEngine();
    engine.add([{ id: "t", query: render(query) }]);
    const [hit] = engine.match(document);
    const expected = matchSlowly(query, document);
    const actual = { units: hit?.units ?? [], spans: hit?.spans ?? {} };
    expect(actual, `case ${index}: ${render(query)} in ${JSON.stringify(document)}`).toEqual(expected);
    if (hit === undefined) found.misses++;
    else found.matches++;
  }
  // Both answers must be common, or the comparison says little.
  expect(Math.min(found.matches, found.misses)).toBeGreaterThan(cases / 5);
});

type Random = (below: number) => number;

function randomDocument(random: Random): TopicDocument {
  const sections = Array.from({ length: random(3) }, () => ({ text: randomText(random, 4 + random(14)) }));
  return { ...(random(3) > 0 || sections.length === 0 ? { title: randomText(random, 1 + random(5)) } : {}), sections };
}

function randomText(random: Random, words: number): string {
  let text = "";
  for (let index = 0; index < words; index++) {
    const word = pick(random, vocabulary);
    const separator = index === 0 ? "" : pick(random, [" ", " ", ", ", "-", "\n", ". ", "\n\n"]);
    const startsSentence = separator === ". " || separator === "\n\n";
    text += separator + (startsSentence ? word.slice(0, 1).toUpperCase() + word.slice(1) : word);
  }
  return text;
}

function randomQuery(random: Random, depth: number): SlowQuery {
  if (depth === 0) return randomSpanQuery(random, 1);
  const left = (): SlowQuery => randomQuery(random, depth - 1);
  switch (random(9)) {
    case 0:
      return { op: "and", left: left(), right: left() };
    case 1:
      return { op: "andNot", left: left(), right: left() };
    case 2:
      return { op: "either", left: left(), right: left() };
    case 3:
      return { op: "atLeast", count: 1 + random(3), operand: randomSpanQuery(random, 2) };
    case 4:
      return { op: "first", count: 1 + random(8), operand: randomSpanQuery(random, 2) };
    case 5:
      return { op: pick(random, ["title", "body", "lede"] as const), operand: randomSpanQuery(random, 2) };
    default:
      return randomSpanQuery(random, 2);
  }
}

function randomSpanQuery(random: Random, depth: number): SlowSpanQuery {
  const words = (): string[] => Array.from({ length: 1 + random(3) }, () => pick(random, [...vocabulary, "ab*"]));
  const operand = (): SlowSpanQuery => randomSpanQuery(random, depth - 1);
  switch (random(depth === 0 ? 4 : 8)) {
    case 0:
    case 1:
      return { op: "phrase", words: words().slice(0, 1) };
    case 2:
      return { op: "phrase", words: words() };
    case 3:
      return { op: "sloppy", words: words(), slop: 1 + random(4) };
    case 4:
      return { op: "or", left: operand(), right: operand() };
    default: {
      const operator = pick(random, ["NEAR", "NEAR", "ONEAR", "S", "P"] as const);
      return { op: "near", operator, gap: random(5), isNegated: random(4) === 0, left: operand(), right: operand() };
    }
  }
}

function pick<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[random(choices.length)];
  if (choice === undefined) throw new RangeError("nothing to choose from");
  return choice;
}

function wholeNumbers(seed: number): Random {
  const random = seededRandom(seed);
  return (below) => Math.floor(random() * below);
}
