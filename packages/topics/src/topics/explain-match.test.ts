import { describe, expect, it } from "vitest";
import type { TopicDocument } from "@wirewatch/model";
import { compileTopics } from "./compile-topics.ts";
import type { TopicDefinition } from "./compile-topics.ts";
import { explainMatch } from "./explain-match.ts";

function explained(changes: Partial<TopicDefinition>, document: TopicDocument): string[] {
  const where = { languages: [], sources: [], tags: [], countries: [] };
  const plain = { any: [], all: [], none: [], raise: [], stem: false, dialect: "wql", scope: "section" } as const;
  const topic: TopicDefinition = { id: "t", ...plain, where, ...changes };
  const [result] = compileTopics([topic]).match(document, { sourceId: null, sourceTags: [] });
  if (result === undefined) throw new Error("it does not match");
  return explainMatch(result, document, topic);
}

const page: TopicDocument = {
  title: "Acme in the news",
  sections: [
    { heading: "Weather", text: "Rain and more rain." },
    { heading: "Related", text: "Acme Acme", role: "aside" },
    { heading: "The Acme files", text: "ACME and its\nCEO; Acme's factory." },
  ],
};

describe("explainMatch", () => {
  it.each<[string, Partial<TopicDefinition>, TopicDocument, readonly string[]]>([
    [
      "words with their texts",
      { any: ["snow", "Acme NEAR/8 (CEO OR factory)"] },
      page,
      ['any[1] `Acme NEAR/8 (CEO OR factory)`: "ACME" … "CEO" … "factory" in section 3'],
    ],
    [
      "the title and the heading",
      { any: ["Acme"], all: ["CEO"] },
      page,
      [
        'any[0] `Acme`: "Acme" in the title, "Acme" in the heading of section 3, "ACME" in section 3',
        'all[0] `CEO`: "CEO" in section 3',
      ],
    ],
    ["the text of a short article", { any: ["rain"] }, { body: "Heavy rain." }, ['any[0] `rain`: "rain" in the text']],
    [
      "a heading of a short article",
      { any: ["heading:rain"] },
      { sections: [{ heading: "Rain", text: "It fell." }] },
      ['any[0] `heading:rain`: "Rain" in the heading'],
    ],
    [
      "metadata",
      { any: ["lang:en"] },
      { body: "x", lang: "en" },
      ["any[0] `lang:en`: true by what is known of the article"],
    ],
    ["line breaks", { any: ['"acme\n and its"'] }, page, ['any[0] `"acme and its"`: "ACME and its" in section 3']],
    [
      "no more than six words of a text",
      { any: ["wor*"] },
      { body: "wor1 wor2 wor3 wor4 wor5 wor6 wor7 wor1" },
      ['any[0] `wor*`: "wor1" … "wor2" … "wor3" … "wor4" … "wor5" … "wor6" … in the text'],
    ],
    [
      "no more than three texts",
      { any: ["rain"] },
      { title: "Rain", sections: Array.from({ length: 4 }, () => ({ text: "Rain." })) },
      ['any[0] `rain`: "Rain" in the title, "Rain" in section 1, "Rain" in section 2 and in 2 more'],
    ],
  ])("names %s", (_, changes, document, expected) => {
    expect(explained(changes, document)).toEqual(expected);
  });

  it("names the queries that raised the severity", () => {
    const clauses = [{ clause: "any[0]", query: "rain", spans: { s0: [[0, 4]] } }] as const;
    const raise = [{ query: "storm" }, { query: "title:flood" }];
    expect(explainMatch({ clauses, raised: [1] }, { body: "rain" }, { raise })).toEqual([
      'any[0] `rain`: "rain" in the text',
      "raise[1] `title:flood`: true, so the severity is raised",
    ]);
    expect(explainMatch({ clauses: [], raised: [0] }, { body: "rain" })).toEqual([
      "raise[0]: true, so the severity is raised",
    ]);
  });

  it("shortens long queries and texts", () => {
    const clauses = [{ clause: "any[0]", query: "x ".repeat(5_000), spans: { s0: [[0, 9_000]] } }] as const;
    const [sentence = ""] = explainMatch({ clauses }, { body: "y ".repeat(5_000) });
    expect(sentence.length).toBeLessThan(700);
  });
});
