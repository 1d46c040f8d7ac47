import type { TopicDocument } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { randomDocument } from "../../../../test/quality/topics-differential-documents.ts";
import { newEngine, testStem } from "../../../../test/quality/topics-differential-compare.ts";
import { queryWriter } from "../../../../test/quality/topics-differential-queries.ts";
import { chanceOf, vocabularyOf } from "../../../../test/quality/topics-differential-words.ts";
import { fitsCondition } from "../../../../test/support/fits-condition.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { articleLexemes } from "./article-lexemes.ts";
import { candidateCondition, topicsCondition } from "./candidate-condition.ts";
import type { SearchedTopic } from "./candidate-condition.ts";

const languages = ["en", "ru"];
const options = { languages, stem: testStem };

function topicOf(query: string, more: Partial<SearchedTopic> = {}): SearchedTopic {
  return { any: [query], all: [], stem: false, dialect: "wql", where: { languages: [] }, ...more };
}

function isCandidate(query: string, document: TopicDocument, more: Partial<SearchedTopic> = {}): boolean {
  const lexemes = new Set(articleLexemes(document, { stem: testStem }));
  return fitsCondition(topicsCondition([topicOf(query, more)], options), lexemes);
}

describe("candidates", () => {
  test.each([
    ["harbour", "('harbour' | '!')"],
    ["Harbour strike", "(('harbour' & 'strike') | '!')"],
    ["harbour OR quay", "('harbour' | 'quay' | '!')"],
    ['"new harbour master"', "(('new' & 'harbour' & 'master') | '!')"],
    ['"new * master"', "(('new' & 'master') | '!')"],
    ["harbour NOT yacht", "('harbour' | '!')"],
    ["harbour NEAR/5 strike", "(('harbour' & 'strike') | '!')"],
    ["harbour NOT NEAR/5 strike", "('harbour' | '!')"],
    ["ATLEAST/3 (harbour OR quay)", "('harbour' | 'quay' | '!')"],
    ["FIRST/50 (harbour)", "('harbour' | '!')"],
    ["harb* wo?k", "(('harb':* & 'wo':*) | '!')"],
    ["title:(harbour OR quay)", "('^harbour' | '^quay' | '!')"],
    ["body:harbour lede:quay", "(('harbour' & 'quay') | '!')"],
    ["{US} {Acme}", "(('=US' & 'acme') | '!')"],
    ["~strikes", "('strikes' | '~strikes' | 'strike' | '~strike' | 'lang:?' | '!')"],
    ["lang:ru", "('lang:ru' | 'lang:?' | '!')"],
    ["source:news.example.org", "('@news.example.org' | '!')"],
    ['author:"Jane Roe"', "(('by:jane' & 'by:roe') | '!')"],
    ["1,000 harbour harbour", "(('1,000' & 'harbour') | '!')"],
  ])("of %s", (query, wanted) => {
    expect(candidateCondition([topicOf(query)], options)).toBe(wanted);
  });

  test.each(["url:/sport/", "country:fr", "harbour OR country:fr", "url:/sport/ OR url:/news/"])(
    "of %s are all articles",
    (query) => {
      expect(candidateCondition([topicOf(query)], options)).toBeNull();
    },
  );

  test("of a topic have one of any, each of all, and a language of where; none says nothing", () => {
    const topic = { ...topicOf("harbour"), any: ["harbour", "quay"], all: ["strike"], where: { languages: ["en-GB"] } };
    expect(candidateCondition([topic], options)).toBe(
      "((('harbour' | 'quay') & 'strike' & ('lang:en' | 'lang:?')) | '!')",
    );
  });

  test("of two topics are those of either", () => {
    expect(candidateCondition([topicOf("harbour"), topicOf("quay")], options)).toBe("('harbour' | 'quay' | '!')");
    expect(candidateCondition([topicOf("harbour"), topicOf("country:fr")], options)).toBeNull();
  });

  test("of more words than a query should have are found by some of them, or are all", () => {
    const words = (from: number, to: number, sign: string): string =>
      Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(sign);
    const both = candidateCondition([topicOf(`harbour (${words(0, 2_500, " OR ")})`)], options);
    expect(both).toBe("('harbour' | '!')");
    expect(candidateCondition([topicOf(words(0, 2_500, " OR "))], options)).toBeNull();
    const some = candidateCondition([topicOf(words(0, 2_500, " "))], options) ?? "";
    expect(some.split("&").length).toBe(2_000);
  });

  test("of a query that cannot be read are refused", () => {
    expect(() => candidateCondition([topicOf("(harbour")], options)).toThrow(RangeError);
  });

  test("are limited by capitals, which are rarer than the word", () => {
    const [us, pronoun] = [
      { title: "Trade", body: "The US said" },
      { title: "Trade", body: "They told us" },
    ];
    expect([isCandidate("{US}", us), isCandidate("{US}", pronoun), isCandidate("us", us)]).toEqual([true, false, true]);
  });

  test("include articles that are too long for the index", () => {
    const body = Array.from({ length: 60_000 }, (_, at) => `word${at}`).join(" ");
    expect(isCandidate("harbour", { title: "A list", body: `${body} harbour` })).toBe(true);
  });

  test("include long words that begin alike, and none that begin otherwise", () => {
    const long = "harbour".repeat(20);
    expect(isCandidate(long, { title: long })).toBe(true);
    expect(isCandidate(`${long.slice(0, 100)}*`, { title: long })).toBe(true);
    expect(isCandidate(`x${long}`, { title: long })).toBe(false);
  });

  test("include articles whose language only the configuration says", () => {
    expect(isCandidate("lang:ru", { title: "Ship", lang: null })).toBe(true);
    expect(isCandidate("lang:ru", { title: "Ship", lang: "en-GB" })).toBe(false);
    expect(isCandidate("~ships", { title: "shipping", lang: null })).toBe(true);
  });
});

test("no match of random queries and texts is missing among the candidates, and most others are none", () => {
  const random = seededRandom(20_262);
  const chance = chanceOf(random);
  let [matches, candidates, asked] = [0, 0, 0];
  for (let round = 0; round < 2_500; round++) {
    const vocabulary = vocabularyOf(chance);
    const document = randomDocument(chance, vocabulary);
    const dialect = (["wql", "wql", "lucene", "factiva", "lexis"] as const)[Math.floor(random() * 5)] ?? "wql";
    const query = queryWriter(chance, vocabulary, dialect).query();
    const stem = random() < 0.3;
    const scope = random() < 0.5 ? "section" : "document";
    const engine = newEngine();
    if (!engine.parse(query, { dialect, stem }).ok) continue;
    engine.add([{ id: "query", query, opts: { dialect, stem, scope } }]);
    const isMatch = engine.match(document).length > 0;
    const isFound = isCandidate(query, document, { dialect, stem });
    if (isMatch && !isFound) expect({ query, document }).toBe("among the candidates");
    asked += 1;
    if (isMatch) matches += 1;
    if (isFound) candidates += 1;
  }
  expect(asked).toBeGreaterThan(1_500);
  expect(matches).toBeGreaterThan(200);
  expect(candidates).toBeLessThan(asked * 0.95);
});
