import { expect, test } from "vitest";
import { diffParagraphs } from "./text-diff.ts";
import { diffView, textView } from "./text-view.ts";

const paragraphs = Array.from({ length: 20 }, (_, at) => `Paragraph ${at} says what it says.`);

test("paragraphs that stayed are folded to their number, but for the one before a change", () => {
  const after = paragraphs.with(10, "Paragraph 10 says what it said.");
  const { markup } = diffView(diffParagraphs(paragraphs, after));
  expect(markup).toContain("9 unchanged paragraphs");
  expect(markup).toContain('<p class="context soft">Paragraph 9 says what it says.</p>');
  expect(markup).toContain("<del>says</del><ins>said</ins>");
  expect(markup).not.toContain("Paragraph 8");
});

test("of very many changes the first are shown and the rest is counted", () => {
  const before = Array.from({ length: 400 }, (_, at) => `Number ${at} of the list`);
  const { markup } = diffView(
    diffParagraphs(
      before,
      before.map((text) => `${text}, changed`),
    ),
  );
  expect(markup.match(/class="change/gu)).toHaveLength(150);
  expect(markup).toContain("and 250 more changed paragraphs");
});

test("one paragraph that is too long to be read is cut", () => {
  const { markup } = diffView(diffParagraphs(["a"], ["b ".repeat(500_000)]));
  expect(markup.length).toBeLessThan(50_000);
});

test("markup in texts is text, in marks and in differences", () => {
  const text = '<b>x</b> & "y"';
  const block = { kind: "paragraph", text, marks: [[0, 3]], isAside: false } as const;
  expect(textView([block], "en").markup).toContain("<mark>&lt;b&gt;</mark>x&lt;/b&gt; &amp; &quot;y&quot;");
  expect(diffView(diffParagraphs([text], [`${text} z`])).markup).not.toContain("<b>");
});

test.each([
  ["en-GB", true],
  ['en" onclick="x', false],
  ["english language", false],
  [null, false],
])("the language %j is given to readers: %s", (language, isGiven) => {
  expect(textView([], language).markup.includes(" lang=")).toBe(isGiven);
});
