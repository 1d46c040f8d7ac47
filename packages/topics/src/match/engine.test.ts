import { describe, expect, it } from "vitest";
import type { TopicDocument, TopicHit } from "@wirewatch/model";
import { QueryError } from "../query/problem.ts";
import { createTopicEngine } from "./engine.ts";
import type { Scope } from "./units.ts";

function match(query: string, document: TopicDocument | string, scope: Scope = "section"): TopicHit | undefined {
  const engine = createTopicEngine();
  engine.add([{ id: "topic", query, opts: { scope } }]);
  return engine.match(document)[0];
}

/** Highlighted pieces of a body, in order; null when the query is false. */
function pieces(query: string, body: string): readonly string[] | null {
  const hit = match(query, body);
  return hit === undefined ? null : (hit.spans["s0"] ?? []).map(([start, end]) => body.slice(start, end));
}

describe("what is found in a text", () => {
  it.each([
    // words and phrases
    ["rain", "Rain, the RAIN; rainy.", ["Rain", "RAIN"]],
    ["rain", "Rainy", null],
    ["Zürich", "ZURICH and Zürich", ["ZURICH", "Zürich"]],
    ['"heavy rain"', "Heavy—rain and heavy\n\nrain", ["Heavy—rain"]],
    ['"the * of"', "the end of the of x", ["the end of"]],
    ['"* rain"', "Rain, rain", ["Rain, rain"]],
    ['"a b a"', "a b a b a", ["a b a b a"]],
    ["U.N.", "UN and U.N. and un", ["UN", "U.N.", "un"]],
    ["東京", "東京都と京都", ["東京"]],
    // ranges stay in the original where folding changes lengths
    ["strasse", "Eine Straße.", ["Straße"]],
    ["fire", "a ﬁre", ["ﬁre"]],
    ["wind", "🙂 wind", ["wind"]],
    // booleans
    ["rain wind", "wind and rain", ["wind", "rain"]],
    ["rain AND wind", "rain", null],
    ["rain OR wind", "wind", ["wind"]],
    ["rain NOT wind", "rain and wind", null],
    ["rain NOT (wind AND sun)", "rain and wind", ["rain"]],
    ["(rain wind) OR sun", "rain sun", ["sun"]],
    // wildcards
    ["cloud*", "cloud clouds cloudy cloth", ["cloud", "clouds", "cloudy"]],
    ["gr?y", "grey gray gry", ["grey", "gray"]],
    ["co*t*on", "cotton cocoton coton con", ["cotton", "cocoton", "coton"]],
    ["mü*", "Muller", ["Muller"]],
    // exact case
    ["{WHO}", "WHO who W.H.O. Who", ["WHO", "W.H.O."]],
    ["{Polish}", "polish Polish", ["Polish"]],
    ["{résumé}", "resume résumé re\u0301sume\u0301", ["résumé", "re\u0301sume\u0301"]],
    // slop: the distance as Lucene counts it
    ['"rain wind"~1', "rain and wind", ["rain", "wind"]],
    ['"rain wind"~1', "wind rain", null],
    ['"rain wind"~2', "wind rain", ["wind", "rain"]],
    ['"a a"~1', "a", null],
    // proximity
    ["rain NEAR/1 wind", "rain x wind y y rain", ["rain", "wind"]],
    ["rain ONEAR/1 wind", "wind rain", null],
    ["rain W/1 wind", "wind rain", ["wind", "rain"]],
    ["rain PRE/2 wind", "rain x wind", ["rain", "wind"]],
    ["rain NEAR/0 rain", "rain", null],
    ["a1 NEAR/0 b1 NEAR/0 c1", "b1 a1 c1", ["b1", "a1", "c1"]],
    ["a1 NEAR/0 (b1 NEAR/0 c1)", "b1 a1 c1", null],
    ["rain W/S wind", "Rain fell. Wind blew. The rain, the wind.", ["rain", "wind"]],
    ["rain W/P wind", "rain. Wind\n\nrain", ["rain", "Wind"]],
    ["rain NEAR/3 wind", "rain\n\nwind", ["rain", "wind"]],
    ["jordan NOT NEAR/0 michael", "Michael Jordan in Jordan", ["Jordan"]],
    ["rain NOT ONEAR/1 wind", "wind rain x x rain wind", ["rain"]],
    ["rain NOT W/S wind", "Rain and wind. Only rain.", ["rain"]],
    // counting
    ["ATLEAST/2 rain", "rain", null],
    ["ATLEAST/2 (rain OR wind)", "rain wind", ["rain", "wind"]],
    ['ATLEAST/2 "a a"', "a a a", null],
    ["FIRST/2 rain", "x rain rain", ["rain"]],
    ["FIRST/2 (rain NEAR/0 wind)", "x rain wind", null],
  ])("%s in %j", (query, body, expected) => {
    expect(pieces(query, body)).toEqual(expected);
  });
});

describe("units", () => {
  const answers: TopicDocument = {
    title: "Answers on the harvest",
    sections: [
      { heading: "Wheat", text: "Exports fell.\n\nRain is expected." },
      { heading: "Barley", text: "Exports rose because of rain." },
      { heading: "Read also", text: "Barley and wheat exports", role: "aside" },
      { text: "No questions." },
    ],
  };

  it.each<[string, readonly (number | null)[]]>([
    ["wheat AND exports", [0]],
    ["wheat AND barley", []],
    ["exports NOT barley", [0]],
    ["exports AND harvest", [0, 1]],
    ["harvest", [0, 1, 3]],
    ["ATLEAST/2 exports", []],
    ["title:harvest rain", [0, 1]],
    ["heading:barley", [1]],
    ["body:harvest", []],
    ["body:wheat", [0]],
    ["lede:exports", [0]],
    ["lede:rain", []],
    ["top:(harvest exports)", [0]],
    ["FIRST/2 exports", [0, 1]],
    ["FIRST/1 exports", []],
    ["FIRST/9 harvest", []],
    ["also", []],
  ])("%s is true in %j", (query, units) => {
    expect(match(query, answers)?.units ?? []).toEqual(units);
  });

  it("scope document joins all main sections, but proximity stays in one text", () => {
    expect(match("wheat AND barley", answers, "document")?.units).toEqual([null]);
    expect(match("ATLEAST/2 exports", answers, "document")?.spans).toEqual({ s0: [[0, 7]], s1: [[0, 7]] });
    expect(match("expected NEAR/9 barley", answers, "document")).toBeUndefined();
    expect(match("FIRST/8 barley", answers, "document")?.spans).toEqual({ h1: [[0, 6]] });
  });

  it("gives ranges of matching units only, the title's once", () => {
    expect(match("harvest exports", answers)?.spans).toEqual({ title: [[15, 22]], s0: [[0, 7]], s1: [[0, 7]] });
  });

  it("a document without a main section is its title", () => {
    expect(match("rain", { title: "Rain" })).toMatchObject({ units: [null], spans: { title: [[0, 4]] } });
    expect(match("rain", { title: "Rain", sections: [{ text: "x", role: "aside" }] })?.units).toEqual([null]);
  });

  it("an empty document matches nothing but negations around metadata", () => {
    expect(match("rain", {})).toBeUndefined();
    expect(match("lang:en NOT rain", { lang: "en" })).toMatchObject({ units: [null], spans: {}, strength: 0 });
  });
});

describe("metadata", () => {
  const document: TopicDocument = {
    body: "rain",
    lang: "pt-BR",
    url: "https://user@www.News.example.org:8443/Sport/Today?x=1",
    author: "By Zoë O’Hara and Jo Li",
    country: "BR",
  };
  it.each([
    ["lang:pt", true],
    ["language:PT-pt", true],
    ["lang:p", false],
    ["site:example.org", true],
    ["source:*.example.org", true],
    ["source:https://www.news.example.org/path", true],
    ["source:ample.org", false],
    ["domain:(a.com OR news.example.org)", true],
    ["url:/sport/", true],
    ["url:politics", false],
    ['author:"zoe o\'hara"', true],
    ['byline:"Hara Jo"', false],
    ["country:br", true],
    ["country:b", false],
  ])("%s is %s", (query, expected) => {
    expect(match(query, document) !== undefined).toBe(expected);
    expect(match(query, "rain")).toBeUndefined();
  });

  it("takes the host of source before that of url", () => {
    expect(match("source:a.com", { body: "x", source: "www.a.com", url: "https://b.com/" })).toBeDefined();
    expect(match("source:b.com", { body: "x", source: "www.a.com", url: "https://b.com/" })).toBeUndefined();
  });
});

describe("strength", () => {
  it("ranks a headline over a lead, a lead over a mention, and stays within 0 and 1", () => {
    const filler = "word ".repeat(200);
    const strengths = [
      match("rain", { title: "Rain", body: `Rain rain.\n\n${filler}` }),
      match("rain", { title: "x", body: `Rain fell.\n\n${filler}` }),
      match("rain", { title: "x", body: `${filler}\n\nrain` }),
    ].map((hit) => hit?.strength ?? -1);
    expect(strengths).toEqual(strengths.toSorted((left, right) => right - left));
    expect(new Set(strengths).size).toBe(3);
    expect(match("rain", { title: "rain", body: "rain ".repeat(50) })?.strength).toBe(1);
  });
});

describe("the set of queries", () => {
  it("answers in the order of adding; a known id is replaced, a removed one is gone", () => {
    const engine = createTopicEngine();
    engine.add([
      { id: "b", query: "rain" },
      { id: "a", query: "wi*" },
      { id: "c", query: "lang:en OR rain" },
    ]);
    expect(engine.match("rain and wind").map(({ id }) => id)).toEqual(["b", "a", "c"]);
    engine.add([{ id: "b", query: "snow" }]);
    engine.remove(["c", "unknown"]);
    expect(engine.match("rain, snow and wind").map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("adds all or none", () => {
    const engine = createTopicEngine();
    const queries = [
      { id: "a", query: "rain" },
      { id: "b", query: "rain AND" },
    ];
    expect(() => engine.add(queries)).toThrow(QueryError);
    expect(engine.match("rain")).toEqual([]);
  });
});

it("texts made to repeat the words of a query are answered in bounded time", () => {
  const body = "a b ".repeat(5_000);
  const startedAt = performance.now();
  for (const query of [
    "a NEAR/250 b NEAR/250 a",
    "a NOT NEAR/250 (b OR c)",
    "a W/P b W/P a",
    '"a b a b a b"~200',
    "ATLEAST/9 (a NEAR b)",
  ]) {
    match(query, body);
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
