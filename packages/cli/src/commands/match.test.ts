import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import type { TopicConfig } from "@wirewatch/config";
import { matchArticles } from "./match.ts";

const harvest: TopicConfig = {
  id: "harvest",
  name: "Harvest",
  owner: null,
  severity: "normal",
  any: ["harvest"],
  all: [],
  none: ["cartoon"],
  where: { languages: [], tags: [], sources: [], countries: [] },
  labels: {},
  scope: "section",
  stem: false,
  dialect: "wql",
  raise: [{ query: "good OR bad", to: "high" }],
  raiseBySources: [],
  tests: { match: [], noMatch: [] },
};
const tagged: TopicConfig = { ...harvest, id: "tagged", where: { ...harvest.where, tags: ["national"] } };

async function run(
  records: readonly object[],
  topics: readonly TopicConfig[] = [harvest, tagged],
): Promise<{ readonly code: number; readonly answers: readonly unknown[] }> {
  const output = new PassThrough();
  const input = Readable.from(records.map((record) => `${JSON.stringify(record)}\n`));
  const [code, written] = await Promise.all([
    matchArticles(input, output, topics).finally(() => output.end()),
    text(output),
  ]);
  return {
    code,
    answers: written
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  };
}

it("answers each article with its matches, in input order", async () => {
  const { code, answers } = await run([
    {
      id: 1,
      title: "Farms",
      sections: [
        { heading: "Rain", text: "Nothing.", role: "main" },
        { heading: null, text: "A good harvest.", role: "main" },
        { heading: null, text: "harvest", role: "aside" },
      ],
    },
    { id: "two", title: "Harvest falls", text: "It rained.", language: "en", tags: ["national"] },
    { id: 3, text: "A cartoon of a harvest" },
  ]);
  expect(code).toBe(0);
  expect(answers).toEqual([
    {
      id: 1,
      matches: [
        {
          topic: "harvest",
          units: [1],
          strength: expect.any(Number),
          brief: false,
          clauses: ["any[0]"],
          raised: [0],
          spans: { s1: [[7, 14]] },
          snippet: { text: "A good harvest.", marks: [[7, 14]], heading: null },
        },
      ],
    },
    {
      id: "two",
      matches: [expect.objectContaining({ topic: "harvest" }), expect.objectContaining({ topic: "tagged" })],
    },
    { id: 3, matches: [] },
  ]);
});

it.each([
  [{ id: 1 }, /title, a text or sections/u],
  [{ id: 1, title: 5 }, /title must be a string/u],
  [{ id: 1, sections: {} }, /sections must be a list/u],
  [{ id: 1, sections: [{ heading: "x" }] }, /sections\[0\]/u],
  [{ id: 1, text: "x", tags: "a" }, /tags must be a list/u],
])("refuses %j alone and goes on", async (record, message) => {
  const { code, answers } = await run([record, { id: 2, text: "harvest" }]);
  expect(code).toBe(0);
  expect(answers).toEqual([
    { id: 1, error: { code: "badRecord", message: expect.stringMatching(message) } },
    { id: 2, matches: [expect.objectContaining({ topic: "harvest" })] },
  ]);
});

it("finds inflected forms in the article's language, and reads other dialects", async () => {
  const topics: readonly TopicConfig[] = [
    { ...harvest, id: "stems", any: ["Ernte"], stem: true },
    { ...harvest, id: "lexis", any: ["Bauer! and Ernten"], dialect: "lexis" },
  ];
  const { answers } = await run([{ id: 1, text: "Die Bauern freuen sich auf gute Ernten.", language: "de" }], topics);
  expect(answers).toEqual([
    { id: 1, matches: [expect.objectContaining({ topic: "stems" }), expect.objectContaining({ topic: "lexis" })] },
  ]);
});

it.each([
  ["the text's own where none is given", {}, ["german"]],
  ["the given one, whatever the text", { language: "en-GB" }, ["english"]],
])("takes as an article's language %s", async (_, given, topics) => {
  const inLanguage = (id: string, language: string): TopicConfig => ({
    ...harvest,
    id,
    any: ["Ernte"],
    where: { ...harvest.where, languages: [language] },
  });
  const record = {
    id: 1,
    title: "Ernte beginnt",
    sections: [
      { heading: null, text: "Fields and farms in the county, a newsletter for all of our readers.", role: "aside" },
      { heading: null, text: "Die Bauern im Süden beginnen in dieser Woche mit der Ernte.", role: "main" },
    ],
    ...given,
  };
  const { answers } = await run([record], [inLanguage("german", "de"), inLanguage("english", "en")]);
  expect(answers).toEqual([{ id: 1, matches: topics.map((topic) => expect.objectContaining({ topic })) }]);
});
