import { describe, expect, test } from "vitest";
import { randomDocument } from "../../../../test/quality/topics-differential-documents.ts";
import { newEngine, testStem } from "../../../../test/quality/topics-differential-compare.ts";
import { chanceOf, vocabularyOf } from "../../../../test/quality/topics-differential-words.ts";
import { fitsCondition } from "../../../../test/support/fits-condition.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { articleLexemes } from "./article-lexemes.ts";
import { topicsCondition } from "./candidate-condition.ts";
import { isToldByWords } from "./told-by-words.ts";
import type { WholeTopic } from "./told-by-words.ts";

const nowhere = { languages: [], sources: [], tags: [], countries: [] };

function topicOf(query: string, more: Partial<WholeTopic> = {}): WholeTopic {
  return { any: [query], all: [], none: [], stem: false, dialect: "wql", where: nowhere, ...more };
}

describe("where a topic is, words tell by themselves", () => {
  test.each(["harbour", "harbour OR quay OR {US}", "title:harbour", "title:(harbour OR quay) OR pier", "1,000", "北"])(
    "of %s",
    (query) => {
      expect(isToldByWords(topicOf(query))).toBe(true);
    },
  );

  test.each([
    "harbour strike",
    "harbour AND strike",
    '"harbour strike"',
    "harbour NOT yacht",
    "harbour NEAR/5 strike",
    "ATLEAST/2 (harbour)",
    "FIRST/9 (harbour)",
    "harb*",
    "~harbours",
    "{Acme}",
    "lede:harbour",
    "lang:ru",
    "harbour OR lang:ru",
    "harbour OR (quay strike)",
    "½",
    "harbour".repeat(20),
    "(harbour",
  ])("not of %s", (query) => {
    expect(isToldByWords(topicOf(query))).toBe(false);
  });

  test("of several queries of which one is enough, and of no others", () => {
    const queries = { any: ["harbour", "quay"] };
    expect(isToldByWords(topicOf("", queries))).toBe(true);
    expect(isToldByWords(topicOf("", { any: ["harbour", "quay pier"] }))).toBe(false);
    expect(isToldByWords(topicOf("harbour", { all: ["quay"] }))).toBe(false);
    expect(isToldByWords(topicOf("harbour", { none: ["quay"] }))).toBe(false);
    expect(isToldByWords(topicOf("", { any: [], all: ["quay"] }))).toBe(false);
    expect(isToldByWords(topicOf("harbour", { stem: true }))).toBe(false);
    for (const key of ["languages", "sources", "tags", "countries"] as const)
      expect(isToldByWords(topicOf("harbour", { where: { ...nowhere, [key]: ["ru"] } }))).toBe(false);
  });
});

test("of random words, the articles that the index leads to are those that the engine finds", () => {
  const random = seededRandom(20_263);
  const chance = chanceOf(random);
  let [told, matches] = [0, 0];
  for (let round = 0; round < 4_000; round++) {
    const vocabulary = vocabularyOf(chance);
    const written = (): string => {
      const word = vocabulary.word();
      return chance.one([word, word, `title:${word}`, `{${word}}`]);
    };
    const query = Array.from({ length: chance.number(1, 3) }, written).join(" OR ");
    if (!isToldByWords(topicOf(query))) continue;
    const document = randomDocument(chance, vocabulary);
    const engine = newEngine();
    engine.add([{ id: "query", query, opts: { dialect: "wql", scope: chance.one(["section", "document"] as const) } }]);
    const isMatch = engine.match(document).length > 0;
    const condition = topicsCondition([topicOf(query)], { languages: ["en", "ru"], stem: testStem });
    const isFound = fitsCondition(condition, new Set(articleLexemes(document, { stem: testStem })));
    if (isMatch !== isFound) expect({ query, document, isFound }).toBe("the same for both");
    told += 1;
    if (isMatch) matches += 1;
  }
  expect(told).toBeGreaterThan(2_000);
  expect(matches).toBeGreaterThan(500);
  expect(told - matches).toBeGreaterThan(500);
});
