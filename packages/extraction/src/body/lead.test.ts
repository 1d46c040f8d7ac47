import { isTag, type Element } from "domhandler";
import { describe, expect, test } from "vitest";
import { parsePage } from "../page/page-tree.ts";
import { elements } from "../page/walk.ts";
import { findLead, isShown } from "./lead.ts";
import { measurePage } from "./measure.ts";

const lead = "After two years of repairs the second quay opens in spring.";
const title = "Second quay opens in spring";

function leadOf(between: string, withHeadline = true): string | null {
  const { root } = parsePage(
    `<div><h1>${title}</h1>${between}<div id="text"><p>The text of the article.</p></div></div>`,
  );
  const all: Element[] = [...elements(root)].filter((node) => isTag(node));
  const text = all.find(({ attribs }) => attribs["id"] === "text");
  if (text === undefined) throw new Error("no text");
  const headline = withHeadline ? (all.find(({ name }) => name === "h1") ?? null) : null;
  return findLead(headline, text, measurePage(root, title).masses);
}

test.each([
  ["a paragraph", `<p>${lead}</p>`],
  ["a heading", `<h2>${lead}</h2>`],
  [
    "one below byline, date, picture and buttons",
    `<p>By Anna Vogt</p><time>4 March 2025</time><img src="a.jpg"><p>Share</p><p>${lead}</p>`,
  ],
  ["one in boxes of its own", `<div><div><span>${lead}</span></div></div>`],
])("between headline and text stands a lead: %s", (_, between) => {
  expect(leadOf(between)).toBe(lead);
});

test.each([
  ["nothing", ""],
  ["a byline", "<p>By Anna Vogt of the city desk, who lives in Harven.</p>"],
  ["a caption", `<figure><figcaption>${lead}</figcaption></figure>`],
  ["a box that says it is not the article", `<div class="newsletter"><p>${lead}</p></div>`],
  ["links", `<p><a href="/b">${lead}</a></p>`],
  ["more than a lead", `<p>${lead}</p>`.repeat(5)],
])("no lead is: %s", (_, between) => {
  expect(leadOf(between)).toBeNull();
});

test("without a headline nothing is known", () => {
  expect(leadOf(`<p>${lead}</p>`, false)).toBeNull();
});

describe("a text is shown", () => {
  const { masses } = measurePage(parsePage(`<div><p>After two years, it opens.</p><p>Other.</p></div>`).root, null);
  test.each([
    ["by a box of its own", "After two years it opens", true],
    ["not by a part of a box", "After two years", false],
    ["not by another text of that length", "Before two years, it opens", false],
  ])("%s", (_, text, shown) => {
    expect(isShown(text, masses)).toBe(shown);
  });
});
