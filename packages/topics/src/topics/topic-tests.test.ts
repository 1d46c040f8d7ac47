import { expect, it } from "vitest";
import { runTopicTests } from "./topic-tests.ts";
import type { TestedTopic, TopicExample } from "./topic-tests.ts";

const harvest: TestedTopic = {
  id: "harvest",
  any: ["title:harvest", '"grain exports"', "body:silo"],
  all: ["wheat OR barley"],
  none: ["cartoon"],
  raise: [],
  scope: "section",
  stem: false,
  dialect: "wql",
  where: { languages: ["en"], sources: ["gazette"], tags: ["farm"], countries: ["GB"] },
  tests: {
    match: ["Wheat harvest falls", "Wheat silo burns", { title: "Fire", text: "A wheat silo burns." }],
    noMatch: ["Grain exports fall", "A cartoon about the wheat harvest", { text: "Grain exports of wheat rise" }],
  },
};

it("reads a plain example as a headline and says why each one failed", () => {
  expect(runTopicTests(harvest)).toEqual([
    { text: "Wheat harvest falls", expected: "match", ok: true, reasons: [], why: "Matched." },
    {
      text: "Wheat silo burns",
      expected: "match",
      ok: false,
      reasons: [
        "any[0] `title:harvest`: `harvest` is not there in the title",
        'any[1] `"grain exports"`: `"grain exports"` is not there',
        "any[2] `body:silo`: `silo` is there, but not in the text",
      ],
      why: expect.stringMatching(/^Not matched: any\[0\] `title:harvest`: .*, but not in the text\.$/u),
    },
    { text: "Fire — A wheat silo burns.", expected: "match", ok: true, reasons: [], why: "Matched." },
    { text: "Grain exports fall", expected: "noMatch", ok: true, reasons: [], why: "Not matched." },
    { text: "A cartoon about the wheat harvest", expected: "noMatch", ok: true, reasons: [], why: "Not matched." },
    {
      text: "Grain exports of wheat rise",
      expected: "noMatch",
      ok: false,
      reasons: [
        'any[1] `"grain exports"`: "Grain exports" in the text',
        'all[0] `wheat OR barley`: "wheat" in the text',
      ],
      why: expect.stringMatching(/^Matched: any\[1\]/u),
    },
  ]);
});

it("explains passed examples when asked to", () => {
  const results = runTopicTests(harvest, { explain: "all" });
  expect(results[0]?.reasons[0]).toBe('any[0] `title:harvest`: "harvest" in the title');
  expect(results[4]?.reasons).toEqual(['none[0] `cartoon` is true and rejects it: "cartoon" in the title']);
});

it.each<[string, TopicExample, boolean]>([
  ["a headline comes from nowhere", "Wheat harvest", true],
  ["a language of where", { title: "Wheat harvest", language: "en-GB" }, true],
  ["another language", { title: "Wheat harvest", language: "de" }, false],
  ["a country of where", { title: "Wheat harvest", country: "GB" }, true],
  ["another country", { title: "Wheat harvest", country: "FR" }, false],
  ["a source of where", { title: "Wheat harvest", source: "gazette" }, true],
  ["another source", { title: "Wheat harvest", source: "wire" }, false],
  ["a tag of where", { title: "Wheat harvest", tags: ["a", "farm"] }, true],
  ["other tags", { title: "Wheat harvest", tags: [] }, false],
  ["sections, each with the title", { title: "Harvest", sections: [{ text: "Rain." }, { text: "Wheat." }] }, true],
  ["sections that do not make it together", { sections: [{ text: "Grain exports." }, { text: "Wheat." }] }, false],
  ["a heading", { sections: [{ heading: "Barley", text: "Grain exports." }] }, true],
])("counts what an example gives: %s", (_, example, matches) => {
  const [result] = runTopicTests({ ...harvest, tests: { match: [example], noMatch: [] } });
  expect(result?.ok).toBe(matches);
});

it("asks metadata of the example", () => {
  const topic: TestedTopic = {
    ...harvest,
    any: ['author:"Ada Byrne" AND url:/fields/ AND rain'],
    all: [],
    tests: {
      match: [{ title: "Rain", author: "Ada Byrne", url: "https://a.example/fields/1" }],
      noMatch: [{ title: "Rain", author: "Ada Byrne" }],
    },
  };
  expect(runTopicTests(topic).map(({ ok }) => ok)).toEqual([true, true]);
});

it("finds the language of an example where a stem or lang: needs it", () => {
  const topic: TestedTopic = {
    ...harvest,
    any: ["~санкция AND lang:ru", "~hat AND ~law"],
    all: [],
    none: [],
    tests: {
      match: [
        "Евросоюз обсуждает новые санкции против нефтяных компаний",
        { title: "The hats and the laws", language: "en" },
      ],
      noMatch: [{ title: "The hats and the laws", language: "fi" }],
    },
  };
  expect(runTopicTests(topic).map(({ ok }) => ok)).toEqual([true, true, true]);
  const stemmed = {
    ...topic,
    any: ["санкция"],
    stem: true,
    tests: { match: topic.tests.match.slice(0, 1), noMatch: [] },
  };
  expect(runTopicTests(stemmed).map(({ ok }) => ok)).toEqual([true]);
});
