import { describe, expect, it } from "vitest";
import type { TopicDefinition } from "./compile-topics.ts";
import { lintTopic } from "./lint.ts";

function topic(changes: Partial<TopicDefinition>): TopicDefinition {
  const where = { languages: [], sources: [], tags: [], countries: [] };
  const plain = { any: [], all: [], none: [], raise: [], stem: false, dialect: "wql", scope: "section" } as const;
  return { id: "t", ...plain, where, ...changes };
}

/** Findings as `code clause:at`. */
function found(changes: Partial<TopicDefinition>): string[] {
  return lintTopic(topic(changes)).map(({ code, clause, at }) => `${code.slice(2)} ${clause}:${at}`);
}

const only = (languages: readonly string[]): TopicDefinition["where"] => ({
  languages,
  sources: [],
  tags: [],
  countries: [],
});

describe("lintTopic", () => {
  it.each<[string, Partial<TopicDefinition>]>([
    ["a name", { any: ['"Acme Corp"'] }],
    ["a short name", { any: ["BBC", "HP", "EU", "UN", "3M"] }],
    ["a name near other words", { any: ['Acme NEAR/8 (CEO OR "chief executive" OR factory)', "title:Acme"] }],
    ["a name in its cases", { any: ["Лавров*", '"Сергей Викторович"', "санкци*"] }],
    ["a common word beside a rarer one", { any: ["the AND Guardian", '"The Who"', "will NEAR/2 testament"] }],
    ["a saying of common words", { any: ['"to be or not to be"'] }],
    ["a language beside words", { any: ["Лавров"], all: ["lang:ru"] }],
    ["words and their exclusion elsewhere", { any: ["apple NOT juice"], none: ['"apple pie"'] }],
    ["a name free of another", { any: ["Jordan NOT NEAR/2 Michael", "rico NOT W/5 puerto"] }],
    ["the phrase and the word in other fields", { any: ['title:oil OR body:"oil price"'] }],
    ["a title and a text", { any: ["title:recall", "recall NEAR/5 Acme"] }],
    ["values joined by OR", { any: ["flood lang:(de OR en)"], where: only(["de", "fr"]) }],
    ["wildcards with three letters", { any: ["sanction*", "wom?n", "nuk*"] }],
    ["an author beside words", { any: ['author:"Ada Byrne"'], all: ["rain"] }],
    ["capitals with a wildcard", { any: ["ITV*"] }],
    ["exact capitals", { any: ["{US} AND {WHO}", "{mRNA}", "{iOS}"] }],
    ["mixed alphabets on purpose", { any: ["SMSка", "COVID-вакцина", '"IT компания"'] }],
    ["Chinese", { any: ["北京", "沪"] }],
    ["a name that is a word, with context", { any: ["Apple NEAR/10 shares", '"Shell plc"', "title:(Target AND CEO)"] }],
    ["a word that is also a name", { any: ["apple", "orange OR lemon"] }],
    [
      "counts and places",
      { any: ["ATLEAST/3 (quay OR pier)", 'FIRST/50 ("chief executive")', "title:ATLEAST/2 (rain)"] },
    ],
    ["several raises", { any: ["Acme"], raise: [{ query: "title:recall" }, { query: "recall" }] }],
    ["a raise that all matches may have", { any: ["Acme"], raise: [{ query: "lang:en" }] }],
    ["common words that are rare in the topic's language", { any: ["die"], where: only(["en"]) }],
    ["a query that cannot be read", { any: ["(open", "rain"] }],
  ])("says nothing about %s", (_, changes) => {
    expect(lintTopic(topic(changes))).toEqual([]);
  });

  it.each<[string, Partial<TopicDefinition>, readonly string[]]>([
    ["metadata alone", { any: ["lang:ru"] }, ["TOO_BROAD any[0]:0"]],
    ["one side without a word", { any: ["rain OR lang:ru"] }, ["TOO_BROAD any[0]:0"]],
    ["an author alone", { any: ['author:"Ada Byrne"', "rain"] }, ["NO_WORD any[0]:0"]],
    ["a common word", { any: ["the", "rain"] }, ["TOO_BROAD any[0]:0"]],
    ["a common word in Russian", { any: ["что"] }, ["TOO_BROAD any[0]:0"]],
    ["a common word of the topic's language", { any: ["die"], where: only(["de"]) }, ["TOO_BROAD any[0]:0"]],
    ["a single letter", { any: ["x"] }, ["TOO_BROAD any[0]:0"]],
    ["two letters and a wildcard", { any: ["co*"] }, ["TOO_BROAD any[0]:0"]],
    ["a broad none", { any: ["rain"], none: ["the"] }, ["TOO_BROAD none[0]:0"]],

    ["a NOT a", { any: ["rain NOT rain"] }, ["NEVER any[0]:5"]],
    ["a phrase without its word", { any: ['"oil price" -oil'] }, ["NEVER any[0]:12"]],
    ["a title without its word", { any: ["title:rain AND wind NOT rain*"] }, ["NEVER any[0]:20"]],
    ["near without its word", { any: ["(rain NEAR/3 wind) NOT (wind OR storm)"] }, ["NEVER any[0]:19"]],
    ["two languages", { any: ["rain lang:de lang:en"] }, ["NEVER any[0]:13"]],
    ["another language than where", { any: ["rain lang:de"], where: only(["en-GB"]) }, ["NEVER any[0]:5"]],
    ["five words among three", { any: ['FIRST/3 ("one of the five words")'] }, ["NEVER any[0]:0"]],
    ["near groups among few words", { any: ["rain FIRST/2 ((sun NEAR/3 wind) NEAR/2 snow)"] }, ["NEVER any[0]:5"]],
    ["FIRST in a title", { any: ["title:FIRST/5 (rain)"] }, ["NEVER any[0]:6"]],
    ["ATLEAST in a title", { any: ["title:ATLEAST/70 (rain)"] }, ["NEVER any[0]:6"]],
    ["not near itself", { any: ['"oil price" NOT NEAR/3 oil'] }, ["NEVER any[0]:0"]],
    ["two queries of all", { any: ["rain"], all: ["snow", "wind NOT snow"] }, ["NEVER all[1]:0"]],
    ["any and all", { any: ["rain NOT snow"], all: ["snow"] }, ["NEVER any[0]:0"]],

    ["a side that another covers", { any: ['oil OR "oil price"'] }, ["DEAD_BRANCH any[0]:7"]],
    ["a side inside a group", { any: ["Acme NEAR/5 (shop OR shop*)"] }, ["DEAD_BRANCH any[0]:13"]],
    ["a side that stands twice", { any: ["(rain OR wind OR Rain) Leeds"] }, ["DEAD_BRANCH any[0]:17"]],
    ["a part that stands twice", { any: ["rain AND wind AND rain"] }, ["DEAD_BRANCH any[0]:18"]],
    ["a field that the whole covers", { any: ["title:rain", "rain"] }, ["DEAD_BRANCH any[0]:0"]],
    ["a query that stands twice", { any: ["rain OR wind", "wind | rain"] }, ["DEAD_BRANCH any[1]:0"]],
    ["all that stands twice", { any: ["sun"], all: ["rain", "rain"] }, ["DEAD_BRANCH all[1]:0"]],
    ["none that covers any", { any: ["rain", '"oil price"'], none: ["oil"] }, ["DEAD_BRANCH any[1]:0"]],
    ["none that covers all", { all: ["oil NEAR/5 price"], none: ["oil OR gas"] }, ["DEAD_BRANCH all[0]:0"]],
    ["none that covers a raise", { any: ["x1"], raise: [{ query: "oil" }], none: ["oil"] }, ["DEAD_BRANCH raise[0]:0"]],
    [
      "a raise that stands twice",
      { any: ["x1"], raise: [{ query: "a1" }, { query: "a1" }] },
      ["DEAD_BRANCH raise[1]:0"],
    ],

    ["a Latin letter in a Cyrillic word", { any: ["rain OR Cанкции"] }, ["LOOKALIKE any[0]:8"]],
    ["a Cyrillic letter in a Latin word", { any: ['"the Аcme corp"'] }, ["LOOKALIKE any[0]:5"]],
    ["a Cyrillic letter before a wildcard", { any: ["Аcme*"] }, ["LOOKALIKE any[0]:0"]],
    ["an acronym that is a word", { any: ["U.S."] }, ["ACRONYM any[0]:0"]],
    ["an acronym inside a query", { any: ["Senate AND (US OR America)"] }, ["ACRONYM any[0]:12"]],
    ["a name that is a word", { any: ["Apple"] }, ["COMMON_NAME any[0]:0"]],
    ["names that are words", { any: ["title:(Shell OR BP)"] }, ["COMMON_NAME any[0]:7"]],
  ])("finds %s", (_, changes, expected) => {
    expect(found(changes)).toEqual(expected);
  });

  it("proposes what to write", () => {
    const proposals = ["U.S.", "Cанкции", "Аcme", "Apple"].map(
      (query) => lintTopic(topic({ any: [query] }))[0]?.suggestion,
    );
    expect(proposals).toEqual(["{US}", "Санкции", "Acme", "{Apple}"]);
  });

  it("goes by the counts of the stream when it has them", () => {
    const counts = new Map([
      ["covid", 0.4],
      ["the", 0.02],
    ]);
    const codes = (query: string): string[] =>
      lintTopic(topic({ any: [query] }), { frequency: (word) => counts.get(word) ?? null }).map(({ code }) => code);
    expect(codes("covid")).toEqual(["L_TOO_BROAD"]);
    expect(codes("covid NEAR/5 school")).toEqual([]);
    expect(codes("the")).toEqual([]);
    expect(codes("and")).toEqual(["L_TOO_BROAD"]);
  });

  it("costs little for long queries", () => {
    const words = Array.from({ length: 1_000 }, (_, number) => `word${number}`);
    const nested = `${"(a1 OR (b1 AND ".repeat(40)}c1${"))".repeat(40)}`;
    const startedAt = performance.now();
    for (const query of [
      words.join(" OR "),
      words.join(" "),
      `${words.join(" ")} NOT ${words.join(" NOT ")}`,
      nested,
    ]) {
      lintTopic(topic({ any: [query, query], all: [query], none: [query] }));
    }
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
