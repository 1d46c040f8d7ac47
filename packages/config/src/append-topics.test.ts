import { expect, test } from "vitest";
import { parse } from "yaml";
import { appendTopics } from "./append-topics.ts";

const topics = [
  { id: "quay", content: "# for the port\nid: quay\n\nany:\n  - |\n    quay\n      OR pier\n" },
  { id: "sea", content: "{ id: sea, any: ['a # b'] }" },
];
const added = [
  { id: "quay", any: ["quay\n  OR pier\n"] },
  { id: "sea", any: ["a # b"] },
];

test.each([
  ["a block list", "version: 1\ntopics:\n  - id: a\n    any: [x] # y\n\n# the end\n", [{ id: "a", any: ["x"] }]],
  ["a flow list", "topics: [{ id: a, any: [x] }]\n", [{ id: "a", any: ["x"] }]],
  ["an empty list", "topics: []\n", []],
  ["no list", "version: 1\n", []],
  ["nothing", "", []],
  ["Windows line ends", "topics:\r\n  - { id: a, any: [x] }\r\n", [{ id: "a", any: ["x"] }]],
  ["JSON", '{"version": 1, "topics": []}', []],
])("topics of the console are put at the end of %s", (_what, text, before) => {
  const written = appendTopics(text, topics);
  expect(parse(written).topics).toEqual([...before, ...added]);
  for (const line of text.split(/\r?\n/u).filter((one) => one.includes("#"))) expect(written).toContain(line);
});

test("comments above a topic stand above its dash, and none is lost", () => {
  expect(appendTopics("topics:\n  - { id: a, any: [x] }\n", topics.slice(0, 1))).toBe(
    "topics:\n  - { id: a, any: [x] }\n  # for the port\n  - id: quay\n\n    any:\n      - |\n        quay\n          OR pier\n",
  );
});

test("without topics nothing changes", () => {
  expect(appendTopics("topics: []", [])).toBe("topics: []");
});
