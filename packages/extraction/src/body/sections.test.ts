import { expect, test } from "vitest";
import type { SectionRole } from "@wirewatch/model";
import { readBlocks } from "./blocks.ts";
import { parsePage } from "../page/page-tree.ts";
import { buildSections, textOf } from "./sections.ts";

function sections(main: string, aside = "") {
  const blocks = (html: string, role: SectionRole) =>
    readBlocks(parsePage(html).root).blocks.map((block) => ({ block, role }));
  return buildSections([...blocks(main, "main"), ...blocks(aside, "aside")]);
}

test("splits at headings and keeps what stands before the first", () => {
  expect(sections("<p>Lead.</p><h2>North</h2><p>One.</p><p>Two.</p><h3>South</h3><p>Three.</p>")).toEqual([
    { heading: null, text: "Lead.", role: "main" },
    { heading: "North", text: "One.\n\nTwo.", role: "main" },
    { heading: "South", text: "Three.", role: "main" },
  ]);
});

test("takes short bold paragraphs for headings, not bold sentences", () => {
  expect(sections("<p><b>North</b></p><p>One.</p><p><strong>This matters to everybody here.</strong></p>")).toEqual([
    { heading: "North", text: "One.\n\nThis matters to everybody here.", role: "main" },
  ]);
});

test("joins headings with nothing between them", () => {
  expect(sections("<h2>North</h2><h3>Ports</h3><p>One.</p>")).toEqual([
    { heading: "North: Ports", text: "One.", role: "main" },
  ]);
});

test("takes the line above a question for its heading", () => {
  const found = sections(
    "<p>State of the talks</p><p>Question: What now?</p><p>Answer: We wait.</p><p>The islands</p><p>Question: And there?</p><p>Answer: They wait.</p>",
  );
  expect(found.map(({ heading }) => heading)).toEqual(["State of the talks", "The islands"]);
  expect(found[0]?.text).toBe("Question: What now?\n\nAnswer: We wait.");
});

test.each(["Question: ", "Вопрос: ", "Frage: ", "Q. "])("splits a text without headings at %s", (start) => {
  const found = sections(`<p>Lead.</p><p>${start}What now?</p><p>We wait.</p><p>${start}And then?</p><p>We see.</p>`);
  expect(found.map(({ heading }) => heading)).toEqual([null, `${start}What now?`, `${start}And then?`]);
});

test("an aside is a section of its own, with its heading, and not part of the text", () => {
  const found = sections("<h2>North</h2><p>One.</p>", "<p>More news</p><p>Bridge opens.</p>");
  expect(found.at(-1)).toEqual({ heading: "More news", text: "Bridge opens.", role: "aside" });
  expect(textOf(found)).toBe("North\n\nOne.");
});

test("drops an aside that is only a heading", () => {
  expect(sections("<p>One.</p>", "<h3>Related posts</h3>")).toHaveLength(1);
});
