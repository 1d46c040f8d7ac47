import { expect, test } from "vitest";
import { matchLabels } from "./match-labels.ts";

const match = { topicId: "acme", severity: "high", storyId: "7", sourceId: "wire", language: null } as const;
const source = { tags: ["agency", "fast"], language: "en-GB", country: "GB" };

test("labels of the topic come with a match, and do not replace what it says of itself", () => {
  expect(matchLabels(match, { labels: { desk: "corporate", severity: "low", source: "mine" } }, source)).toEqual({
    desk: "corporate",
    topic: "acme",
    severity: "high",
    story: "7",
    source: "wire",
    source_tag: ["agency", "fast"],
    language: "en-GB",
    country: "GB",
  });
});

test("the article's own language goes before its source's", () => {
  expect(matchLabels({ ...match, language: "de" }, undefined, source)).toMatchObject({ language: "de" });
});

test("what is not known is empty, and matches what is empty", () => {
  const labels = matchLabels({ ...match, storyId: null }, undefined, undefined);
  expect(labels).toMatchObject({ story: "", source_tag: [], language: "", country: "" });
});
