import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { createTopicEngine } from "../../match/engine.ts";
import { parseQuery } from "../../query/parse.ts";
import type { QueryNode } from "../../query/syntax.ts";
import { lintTopic } from "../lint.ts";
import { createComparer, keyOf } from "./implication.ts";

function read(query: string): QueryNode {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(`${query}: ${parsed.error.message}`);
  return parsed.node;
}

function implies(left: string, right: string): boolean {
  return createComparer().implies({ node: read(left), field: null }, { node: read(right), field: null });
}

describe("implies", () => {
  it.each([
    ["rain AND wind", "wind"],
    ["rain", "snow OR rain"],
    ["rain OR hail", "hail OR snow OR rain"],
    ["(rain OR hail) AND wind", "rain OR hail"],
    ['"heavy rain fell"', '"rain fell"'],
    ['"heavy rain"~2', "heavy"],
    ['"heavy rain"~2', '"heavy rain"~5'],
    ['"heavy rain"', '"heavy rain"~5'],
    ['"heavy big rain"', '"heavy * rain"'],
    ["{US}", "us"],
    ["raining", "rain*"],
    ["rain*", "ra*"],
    ["title:rain", "rain"],
    ["title:rain", "top:(rain OR wind)"],
    ["lede:rain", "body:rain"],
    ["title:(rain AND wind)", "wind"],
    ["rain NEAR/3 wind", "wind AND rain"],
    ["rain NOT NEAR/3 wind", "rain"],
    ["ATLEAST/3 (rain)", "rain"],
    ["ATLEAST/3 (rain)", "ATLEAST/2 (rain)"],
    ["FIRST/3 (rain)", "FIRST/5 (rain)"],
    ["FIRST/3 (rain)", "body:rain"],
    ["lang:de", "lang:(en OR de)"],
    ["rain NOT snow*", "rain NOT snowing"],
  ])("%s holds %s", (left, right) => {
    expect(implies(left, right)).toBe(true);
    expect(implies(right, left)).toBe(false);
  });

  it.each([
    ["rain", "wind"],
    ["rain", "title:rain"],
    ["body:rain", "title:rain"],
    ["heading:rain", "lede:rain"],
    ["us", "{US}"],
    ['"heavy rain"~2', '"heavy rain"'],
    ['"heavy rain"', '"rain heavy"'],
    ["rain NOT NEAR/3 wind", "wind"],
    ["rain NEAR/3 wind", "rain NEAR/2 wind"],
    ["rain NOT title:snow", "rain NOT snow"],
    ["ra*n", "rai*"],
    ["ATLEAST/2 (rain)", "ATLEAST/3 (rain)"],
  ])("%s does not hold %s", (left, right) => {
    expect(implies(left, right)).toBe(false);
  });
});

it("gives the same key to parts that differ in place and order alone", () => {
  expect(keyOf(read("(rain OR Wind) AND title:snow"))).toBe(keyOf(read("title:SNOW  (wind | rain)")));
  expect(keyOf(read("rain NEAR/3 wind"))).not.toBe(keyOf(read("rain NEAR/4 wind")));
});

/* What is said of queries must be true of every document. */
describe("random queries", () => {
  let state = 5;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const pick = <T>(choices: readonly T[]): T => choices[random(choices.length)] ?? (choices[0] as T);
  const words = ["a1", "b1", "c1", "A1", "a1x"];
  const span = (depth: number): string => {
    if (depth === 0 || random(3) === 0) {
      return pick([pick(words), `"${pick(words)} ${pick(words)}"`, `"${pick(words)} ${pick(words)}"~2`, "a1*", "{A1}"]);
    }
    return pick([
      () => `(${span(depth - 1)} OR ${span(depth - 1)})`,
      () => `(${span(depth - 1)} NEAR/${random(3)} ${span(depth - 1)})`,
      () => `(${span(depth - 1)} ONEAR/2 ${span(depth - 1)})`,
      () => `(${span(depth - 1)} NOT NEAR/1 ${span(depth - 1)})`,
    ])();
  };
  const query = (depth: number, isInField = false): string => {
    if (depth === 0) return span(1);
    const inside = (): string => query(depth - 1, isInField);
    return pick([
      () => span(2),
      () => `(${inside()} AND ${inside()})`,
      () => `(${inside()} OR ${inside()})`,
      () => `(${inside()} NOT ${inside()})`,
      () => `ATLEAST/${1 + random(3)} (${span(1)})`,
      () => `FIRST/${1 + random(4)} (${span(1)})`,
      () => (isInField ? span(1) : `${pick(["title", "lede", "top", "heading", "body"])}:(${query(depth - 1, true)})`),
      () => (isInField ? span(1) : `lang:(${pick(["de", "en", "de OR en"])})`),
    ])();
  };
  const text = (): string => Array.from({ length: random(6) }, () => pick([...words, "z1", "\n\n"])).join(" ");
  const document = (): TopicDocument => ({
    title: text(),
    sections: Array.from({ length: 1 + random(2) }, () => ({ heading: text(), text: text() })),
    lang: pick(["de", "en", null]),
  });
  const documents = Array.from({ length: 40 }, document);

  /** In which units of which documents queries are true. */
  function truths(queries: readonly string[]): readonly (readonly ReadonlySet<string>[])[] {
    const engine = createTopicEngine();
    engine.add(queries.map((one, number) => ({ id: String(number), query: one })));
    return documents.map((one) => {
      const hits = new Map(engine.match(one).map((hit) => [hit.id, new Set(hit.units.map(String))]));
      return queries.map((_, number) => hits.get(String(number)) ?? new Set<string>());
    });
  }

  it("that hold another are never true without it", () => {
    let held = 0;
    for (let round = 0; round < 40; round++) {
      const queries = Array.from({ length: 12 }, () => query(2)).filter((one) => parseQuery(one).ok);
      const answers = truths(queries);
      for (const [left, leftQuery] of queries.entries()) {
        for (const [right, rightQuery] of queries.entries()) {
          if (left === right || !implies(leftQuery, rightQuery)) continue;
          held++;
          const counter = answers.findIndex((units) => units[left]?.isSubsetOf(units[right] ?? new Set()) === false);
          expect(counter, `${leftQuery} holds ${rightQuery}`).toBe(-1);
        }
      }
    }
    expect(held).toBeGreaterThan(30);
  });

  it("that can never be true are not", () => {
    let never = 0;
    const plain = { all: [], none: [], raise: [], stem: false, dialect: "wql", scope: "section" } as const;
    const where = { languages: [], sources: [], tags: [], countries: [] };
    for (let round = 0; round < 25; round++) {
      const queries = Array.from({ length: 20 }, () => query(2)).filter((one) => parseQuery(one).ok);
      const answers = truths(queries);
      for (const [number, one] of queries.entries()) {
        const found = lintTopic({ id: "t", any: [one], ...plain, where });
        if (!found.some(({ code, message }) => code === "L_NEVER" && message.startsWith("This can never match")))
          continue;
        never++;
        expect(
          answers.every((units) => units[number]?.size === 0),
          one,
        ).toBe(true);
      }
    }
    expect(never).toBeGreaterThan(2);
  });
});
