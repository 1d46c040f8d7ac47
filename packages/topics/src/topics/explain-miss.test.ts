import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { compileTopics } from "./compile-topics.ts";
import type { TopicDefinition, TopicFacts } from "./compile-topics.ts";
import { explainMiss } from "./explain-miss.ts";

const anywhere = { languages: [], sources: [], tags: [], countries: [] };
const nobody: TopicFacts = { sourceId: null, sourceTags: [] };

function topic(changes: Partial<TopicDefinition>): TopicDefinition {
  const plain = { any: [], all: [], none: [], raise: [], stem: false, dialect: "wql", scope: "section" } as const;
  return { id: "t", ...plain, where: anywhere, ...changes };
}

function missed(query: string, document: TopicDocument): string[] {
  return explainMiss(topic({ any: [query] }), document, nobody);
}

describe("explainMiss", () => {
  it.each<[string, string, TopicDocument, string]>([
    ["a word", "snow", { body: "Rain." }, "`snow` is not there"],
    [
      "parts of AND",
      "rain AND snow AND (wind OR hail)",
      { body: "Rain." },
      "`snow` is not there; none of 2 sides of `wind OR hail` is there",
    ],
    [
      "parts of a group inside",
      "rain AND title:(snow wind)",
      { title: "Wind", body: "Rain." },
      "`snow` is not there in the title",
    ],
    ["an excluded word", "rain NOT wind", { body: "Rain and wind." }, "`wind` is there, which NOT excludes"],
    ["a word of a phrase", '"heavy rain"', { body: "Rain." }, '`heavy` of `"heavy rain"` is not there'],
    [
      "the order of a phrase",
      '"heavy rain"',
      { body: "Rain, heavy." },
      'the words of `"heavy rain"` are there, but not side by side',
    ],
    ["all words of a phrase", '"heavy rain"', { body: "Snow." }, '`"heavy rain"` is not there'],
    ["a field", "title:rain", { title: "Snow", body: "Rain." }, "`rain` is there, but not in the title"],
    ["a field without it", "lede:hail", { body: "Rain." }, "`hail` is not there in the first paragraph"],
    ["a near operand", "rain NEAR/3 snow", { body: "Rain." }, "`snow` is not there"],
    [
      "nearness",
      "rain NEAR/1 snow",
      { body: "Rain a b c snow." },
      "`rain` and `snow` are there, but not as near as `rain NEAR/1 snow` asks",
    ],
    [
      "a free place",
      "rain NOT NEAR/1 snow",
      { body: "Rain snow." },
      "`rain` is there, but none stands as `rain NOT NEAR/1 snow` asks",
    ],
    ["a count", "ATLEAST/3 (rain)", { body: "Rain, rain." }, "`rain` is there, but not 3 times"],
    ["a count of nothing", "ATLEAST/3 (rain)", { body: "Snow." }, "`rain` is not there"],
    ["the first words", "FIRST/2 (rain)", { body: "a b rain" }, "`rain` is there, but not among the first 2 words"],
    ["metadata", "rain lang:en", { body: "Rain.", lang: "de" }, "`lang:en` is not so"],
  ])("names %s", (_, query, document, expected) => {
    expect(missed(query, document)).toEqual([`any[0] \`${query}\`: ${expected}`]);
  });

  it.each<[string, Partial<TopicDefinition["where"]>, TopicDocument, TopicFacts, string]>([
    [
      "language",
      { languages: ["de"] },
      { body: "x", lang: "en-GB" },
      nobody,
      "where.languages admits only de: the article has en-GB",
    ],
    [
      "no country",
      { countries: ["GB"] },
      { body: "x" },
      nobody,
      "where.countries admits only GB: the article has none",
    ],
    [
      "source",
      { sources: ["a", "b"] },
      { body: "x" },
      { sourceId: "c", sourceTags: [] },
      "where.sources admits only a, b: the article has c",
    ],
    [
      "tags",
      { tags: ["a"] },
      { body: "x" },
      { sourceId: "c", sourceTags: ["b", "d"] },
      "where.tags admits only a: the article has b, d",
    ],
  ])("names the %s that where does not admit", (_, where, document, facts, expected) => {
    const asked = topic({ any: ["x"], where: { ...anywhere, ...where } });
    expect(explainMiss(asked, document, facts)).toEqual([expected]);
  });

  it("names each query of any when none is true, and each of all that is false", () => {
    const asked = topic({ any: ["snow", "hail"], all: ["rain", "wind"] });
    expect(explainMiss(asked, { body: "Rain." }, nobody)).toEqual([
      "any[0] `snow`: `snow` is not there",
      "any[1] `hail`: `hail` is not there",
      "all[1] `wind`: `wind` is not there",
    ]);
    const many = topic({ any: Array.from({ length: 9 }, (_, number) => `word${number}`) });
    expect(explainMiss(many, { body: "Rain." }, nobody).at(-1)).toBe("and 4 more queries are false");
  });

  it("names what none found", () => {
    const asked = topic({ any: ["rain"], none: ["hail", "snow OR wind"] });
    expect(explainMiss(asked, { title: "Wind", body: "Rain." }, nobody)).toEqual([
      'none[1] `snow OR wind` is true and rejects it: "Wind" in the title',
    ]);
  });

  it("goes by the section that comes nearest", () => {
    const sections = [{ text: "Snow." }, { text: "Rain and hail." }, { text: "Rain.", role: "aside" as const }];
    const asked = topic({ all: ["rain", "hail", "sun"] });
    expect(explainMiss(asked, { sections }, nobody)).toEqual([
      "all[2] `sun`: `sun` is not there (in section 2, which comes nearest)",
    ]);
  });

  it("says when everything is there, but in no single section", () => {
    const sections = [{ text: "Snow." }, { text: "Rain." }];
    const asked = topic({ all: ["rain", "snow"] });
    expect(explainMiss(asked, { sections }, nobody)).toEqual([
      "every query is true somewhere, but not in one section; with scope: document that would be enough",
      "all[0] `rain`: `rain` is not there (in section 1, which comes nearest)",
    ]);
    expect(explainMiss({ ...asked, scope: "document" }, { sections }, nobody)).toEqual([]);
  });

  it("has nothing to say about a match", () => {
    expect(missed("rain", { body: "Rain." })).toEqual([]);
    expect(missed("rain", { title: "Rain" })).toEqual([]);
  });

  it("costs little for long queries over long texts", () => {
    const startedAt = performance.now();
    const words = Array.from({ length: 2_000 }, (_, number) => `word${number}`);
    const reasons = missed(words.join(" "), { body: "Rain and wind. ".repeat(5_000) });
    expect(reasons[0]?.length).toBeLessThan(1_000);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

it("explains every miss of random topics, and no match", () => {
  let state = 3;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const pick = (choices: readonly string[]): string => choices[random(choices.length)] ?? "";
  const words = ["a1", "b1", "c1", "d1"];
  const query = (): string =>
    pick([
      pick(words),
      `${pick(words)} AND ${pick(words)}`,
      `${pick(words)} NOT ${pick(words)}`,
      `"${pick(words)} ${pick(words)}"`,
      `title:${pick(words)}`,
      `${pick(words)} NEAR/1 (${pick(words)} OR ${pick(words)})`,
      `ATLEAST/2 (${pick(words)})`,
      `title:(${pick(words)} NOT ${pick(words)}) lang:en`,
    ]);
  const text = (): string => Array.from({ length: random(6) }, () => pick(words)).join(" ");
  const counts = { matches: 0, misses: 0 };
  for (let round = 0; round < 300; round++) {
    const asked = topic({
      any: Array.from({ length: random(3) }, query),
      all: Array.from({ length: 1 + random(2) }, query),
      none: Array.from({ length: random(2) }, query),
      scope: random(2) === 0 ? "section" : "document",
      where: { ...anywhere, languages: random(4) === 0 ? ["en"] : [] },
    });
    const sections = Array.from({ length: random(4) }, () => ({
      text: text(),
      heading: random(2) === 0 ? text() : null,
      role: random(4) === 0 ? ("aside" as const) : ("main" as const),
    }));
    const document: TopicDocument = { title: text(), sections, lang: pick(["en", "de", ""]) };
    const matches = compileTopics([asked]).match(document, nobody).length > 0;
    counts[matches ? "matches" : "misses"]++;
    const reasons = explainMiss(asked, document, nobody);
    expect(reasons.length === 0, JSON.stringify({ asked, document, reasons })).toBe(matches);
    expect(reasons.filter((reason) => reason.endsWith(": false"))).toEqual([]);
  }
  expect(Math.min(counts.matches, counts.misses)).toBeGreaterThan(30);
});
