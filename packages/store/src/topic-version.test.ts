import { expect, test } from "vitest";
import { topicVersion } from "./topic-version.ts";

const anywhere = { languages: [], sources: [], tags: [], countries: [] };
const topic = { any: ["quay", "harbour"], all: [], none: ["museum"], scope: "section", where: anywhere };

test("is short, and the same each time", () => {
  expect(topicVersion(topic)).toMatch(/^[0-9a-f]{12}$/u);
  expect(topicVersion(structuredClone(topic))).toBe(topicVersion(topic));
});

test.each<[string, object]>([
  ["a query", { any: ["quay", "harbours"] }],
  ["the order of queries, by which clauses are named", { any: ["harbour", "quay"] }],
  ["a query under another key", { all: ["museum"], none: [] }],
  ["two queries instead of one", { any: ["quay", "har", "bour"] }],
  ["the scope", { scope: "document" }],
  ["a language", { where: { ...anywhere, languages: ["en"] } }],
  ["the same word as a country", { where: { ...anywhere, countries: ["en"] } }],
  ["stems", { stem: true }],
  ["the dialect", { dialect: "lucene" }],
])("changes with %s", (_what, change) => {
  expect(topicVersion({ ...topic, ...change })).not.toBe(topicVersion(topic));
});

test.each<[string, object]>([
  ["the name, severity and labels", { name: "Port", severity: "high", labels: { desk: "sea" }, tests: {} }],
  ["defaults that are written out", { stem: false, dialect: "wql" }],
])("does not change with %s", (_what, change) => {
  expect(topicVersion({ ...topic, ...change })).toBe(topicVersion(topic));
});

test("does not change with the order of what the article may be", () => {
  const [one, other] = [
    ["en", "de"],
    ["de", "en"],
  ].map((languages) => topicVersion({ ...topic, where: { ...anywhere, languages } }));
  expect(one).toBe(other);
});
