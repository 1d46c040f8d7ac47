import { expect, test } from "vitest";
import { compileTopics, createTopicEngine } from "./with-stems.ts";

test.each([
  ["~санкция", { body: "Новые санкции введены", lang: "ru" }, [[6, 13]]],
  ['~"new harbour"', { body: "New harbours open", lang: "en-GB" }, [[0, 12]]],
  ["~harbour", { body: "Harbours and a harbour", lang: "xx" }, [[15, 22]]],
  ["~harbour", { body: "Harbours and a harbour" }, [[15, 22]]],
])("%s in %j", (query, document, ranges) => {
  const engine = createTopicEngine();
  engine.add([{ id: "one", query }]);
  expect(engine.match(document)).toMatchObject([{ id: "one", spans: { s0: ranges } }]);
});

test("another stemmer may be given", () => {
  const engine = createTopicEngine({ stem: (_, word) => word.slice(0, 1) });
  engine.add([{ id: "one", query: "~harbour" }]);
  expect(engine.match({ body: "hello", lang: "en" })).toHaveLength(1);
});

test("topics have stems, too", () => {
  const [where, none] = [{ languages: [], sources: [], tags: [], countries: [] }, []];
  const topic = {
    id: "one",
    any: ["harbour"],
    all: none,
    none,
    raise: none,
    scope: "section",
    stem: true,
    where,
  } as const;
  const topics = compileTopics([{ ...topic, dialect: "wql" }]);
  const facts = { sourceId: null, sourceTags: [] };
  expect(topics.match({ body: "Harbours", lang: "en" }, facts)).toMatchObject([{ topicId: "one" }]);
  expect(topics.match({ body: "Harbours", lang: "zh" }, facts)).toEqual([]);
});
