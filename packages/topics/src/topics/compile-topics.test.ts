import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { compileTopics } from "./compile-topics.ts";
import type { TopicDefinition, TopicFacts } from "./compile-topics.ts";

const anywhere: TopicDefinition["where"] = { languages: [], sources: [], tags: [], countries: [] };
const noFacts: TopicFacts = { sourceId: null, sourceTags: [] };

function topic(changes: Partial<TopicDefinition>): TopicDefinition {
  const nothing = { any: [], all: [], none: [], raise: [] };
  return { id: "harvest", ...nothing, scope: "section", stem: false, dialect: "wql", where: anywhere, ...changes };
}

const answers: TopicDocument = {
  title: "Questions",
  sections: [
    { heading: "Wheat", text: "The wheat harvest fell." },
    { heading: "Barley", text: "The barley harvest rose after rain." },
  ],
};

describe("compileTopics", () => {
  it.each<[string, Partial<TopicDefinition>, readonly (number | null)[]]>([
    ["one of any is enough", { any: ["snow", "wheat", "barley"] }, [0, 1]],
    ["every one of all is needed", { any: ["harvest"], all: ["barley", "rain"] }, [1]],
    ["all must hold in the unit of any", { any: ["wheat"], all: ["rain"] }, []],
    ["all alone is enough", { all: ["harvest", "wheat"] }, [0]],
    ["none rejects its unit only", { any: ["harvest"], none: ["rain"] }, [0]],
    ["none in every unit rejects the article", { any: ["harvest"], none: ["snow", "the"] }, []],
    ["scope document joins the sections", { any: ["wheat"], all: ["rain"], scope: "document" }, [null]],
    ["scope document rejects as a whole", { any: ["wheat"], none: ["rain"], scope: "document" }, []],
  ])("%s", (_, changes, units) => {
    const [result] = compileTopics([topic(changes)]).match(answers, noFacts);
    expect(result?.units ?? []).toEqual(units);
  });

  it("tells the ranges of any and all, the true clauses and the strongest unit", () => {
    const compiled = compileTopics([topic({ any: ["snow", "barley", "rain"], all: ["harvest"], none: ["wheat"] })]);
    expect(compiled.match(answers, noFacts)).toEqual([
      {
        topicId: "harvest",
        units: [1],
        spans: {
          h1: [[0, 6]],
          s1: [
            [4, 10],
            [11, 18],
            [30, 34],
          ],
        },
        strength: expect.closeTo(0.933, 3),
        isBrief: false,
        features: { inTitle: true, inLede: true, hits: 4, tokens: 8, density: 4 / 28, clauses: 3 },
        clauses: [
          { clause: "any[1]", query: "barley", spans: { h1: [[0, 6]], s1: [[4, 10]] } },
          { clause: "any[2]", query: "rain", spans: { s1: [[30, 34]] } },
          { clause: "all[0]", query: "harvest", spans: { s1: [[11, 18]] } },
        ],
        raised: [],
        bestUnit: 1,
      },
    ]);
  });

  it.each<[string, Partial<TopicDefinition["where"]>, TopicDocument, TopicFacts, boolean]>([
    ["language", { languages: ["de", "en-GB"] }, { body: "rain", lang: "EN-us" }, noFacts, true],
    ["another language", { languages: ["de"] }, { body: "rain", lang: "en" }, noFacts, false],
    ["no language", { languages: ["de"] }, { body: "rain" }, noFacts, false],
    ["country", { countries: ["de"] }, { body: "rain", country: "DE" }, noFacts, true],
    ["another country", { countries: ["de"] }, { body: "rain", country: "FR" }, noFacts, false],
    ["source", { sources: ["gazette"] }, { body: "rain" }, { sourceId: "gazette", sourceTags: [] }, true],
    ["another source", { sources: ["gazette"] }, { body: "rain" }, { sourceId: "mail", sourceTags: [] }, false],
    ["one of the tags", { tags: ["a", "b"] }, { body: "rain" }, { sourceId: "mail", sourceTags: ["b", "c"] }, true],
    ["none of the tags", { tags: ["a"] }, { body: "rain" }, { sourceId: "mail", sourceTags: [] }, false],
    ["every condition counts", { tags: ["a"], languages: ["de"] }, { body: "rain", lang: "de" }, noFacts, false],
  ])("where: %s", (_, where, document, facts, expected) => {
    const compiled = compileTopics([topic({ any: ["rain"], where: { ...anywhere, ...where } })]);
    expect(compiled.match(document, facts).length === 1).toBe(expected);
  });

  it("answers in the order of the topics", () => {
    const compiled = compileTopics(
      ["c", "a", "b"].map((id) => topic({ id, any: [id === "b" ? "lang:en OR rain" : "rain"] })),
    );
    expect(compiled.match({ body: "rain" }, noFacts).map(({ topicId }) => topicId)).toEqual(["c", "a", "b"]);
  });

  it("names topic, clause and place of a query that cannot be read", () => {
    const broken = topic({ any: ["rain"], none: ["snow", "rain AND"] });
    expect(() => compileTopics([broken])).toThrow(/Topic "harvest", none\[1\], character 5: .*E_MISSING_OPERAND/u);
    expect(() => compileTopics([topic({})])).toThrow(/nothing to look for/u);
  });

  it("keeps thousands of topics out of the way of an article that needs few of them", () => {
    const topics = Array.from({ length: 5_000 }, (_, number) =>
      topic({ id: `t${number}`, any: [`name${number} AND the`] }),
    );
    const compiled = compileTopics([...topics, topic({ id: "rain", any: ["rain"] })]);
    const body = `name7 the ${"the rain ".repeat(500)}`;
    expect(compiled.match({ body }, noFacts).map(({ topicId }) => topicId)).toEqual(["t7", "rain"]);
    const startedAt = performance.now();
    for (let round = 0; round < 20; round++) compiled.match({ body }, noFacts);
    expect((performance.now() - startedAt) / 20).toBeLessThan(100);
  });
});
