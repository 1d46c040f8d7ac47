import { expect, it } from "vitest";
import { runTopicTests } from "./topic-tests.ts";
import type { TestedTopic } from "./topic-tests.ts";

const harvest: TestedTopic = {
  id: "harvest",
  any: ["title:harvest", '"grain exports"', "body:silo"],
  all: ["wheat OR barley"],
  none: ["cartoon"],
  scope: "section",
  where: { languages: ["en"], sources: ["gazette"], tags: [], countries: [] },
  tests: {
    match: ["Wheat harvest falls", "Wheat silo burns", { title: "Fire", text: "A wheat silo burns." }],
    noMatch: ["Grain exports fall", "A cartoon about the wheat harvest", { text: "Grain exports of wheat rise" }],
  },
};

it("reads a plain example as a headline and says why", () => {
  expect(runTopicTests(harvest)).toEqual([
    {
      text: "Wheat harvest falls",
      expected: "match",
      ok: true,
      why: "Matched by any[0] title:harvest, all[0] wheat OR barley.",
    },
    {
      text: "Wheat silo burns",
      expected: "match",
      ok: false,
      why: "Not matched: no clause of any was true, or one of all was not.",
    },
    {
      text: "Fire — A wheat silo burns.",
      expected: "match",
      ok: true,
      why: "Matched by any[2] body:silo, all[0] wheat OR barley.",
    },
    {
      text: "Grain exports fall",
      expected: "noMatch",
      ok: true,
      why: "Not matched: no clause of any was true, or one of all was not.",
    },
    {
      text: "A cartoon about the wheat harvest",
      expected: "noMatch",
      ok: true,
      why: "Matched by any[0] title:harvest, all[0] wheat OR barley, but rejected by none.",
    },
    {
      text: "Grain exports of wheat rise",
      expected: "noMatch",
      ok: false,
      why: 'Matched by any[1] "grain exports", all[0] wheat OR barley.',
    },
  ]);
});
