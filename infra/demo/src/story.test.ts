import { expect, test } from "vitest";
import { parseStory } from "./story.ts";

const text = `---
outlet: norland
topics: [sanctions]
rubric: Answers
correction:
  note: "Corrected: two, not three."
  replace: { three: two }
---
# A headline

Opening paragraph.

## A section

Question: Why?
`;

test("reads front matter, headline, headings and paragraphs", () => {
  expect(parseStory("answers", text)).toMatchObject({
    id: "answers",
    outlet: "norland",
    topics: ["sanctions"],
    language: "en",
    standfirst: null,
    headline: "A headline",
    blocks: [
      { kind: "paragraph", text: "Opening paragraph." },
      { kind: "heading", text: "A section" },
      { kind: "paragraph", text: "Question: Why?" },
    ],
    correction: { note: "Corrected: two, not three.", replace: { three: "two" } },
  });
});

test.each([
  ["no front matter", "# A headline\n"],
  ["an unknown field", text.replace("rubric:", "rubrik: x\nrubric:")],
  ["an unknown outlet", text.replace("norland", "nowhere")],
  ["no headline", text.replace("# A headline", "A headline")],
])("names the story that has %s", (_, broken) => {
  expect(() => parseStory("answers", broken)).toThrow(/story answers/);
});
