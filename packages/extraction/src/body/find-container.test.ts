import { isTag } from "domhandler";
import { expect, test } from "vitest";
import { parsePage } from "../page/page-tree.ts";
import { findContainer } from "./find-container.ts";
import { measurePage } from "./measure.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs.";
const paragraph = `<p>${sentence}</p>`;
const links = `<ul>${'<li><a href="/a">Bridge opens to traffic in the valley</a></li>'.repeat(12)}</ul>`;

/** The id of what is found. */
function found(html: string): string | null {
  const { root } = parsePage(html);
  const container = findContainer(root, measurePage(root, null).masses);
  return container !== null && isTag(container) ? (container.attribs["id"] ?? container.name) : null;
}

test.each([
  [
    "the box of the paragraphs",
    `<div id="page">${links}<div id="text">${paragraph.repeat(5)}</div>${links}</div>`,
    "text",
  ],
  ["not the longest paragraph", `<div id="text"><p>${sentence.repeat(9)}</p>${paragraph.repeat(2)}</div>`, "text"],
  [
    "not the longest of paragraphs made of plain boxes",
    `<div id="text"><div class="p">${sentence.repeat(9)}</div>${'<div class="p">Nobody was hurt.</div>'.repeat(3)}</div>${links}`,
    "text",
  ],
  [
    "the box around a body in two pieces",
    `<div id="page">${links}<div id="text"><div>${paragraph.repeat(5)}</div><img src="a.jpg"><div>${paragraph.repeat(3)}</div></div></div>`,
    "text",
  ],
  [
    "not the box around text and comments",
    `<div id="page"><div id="text">${paragraph.repeat(6)}</div><div class="comments">${paragraph.repeat(4)}</div>${links}</div>`,
    "text",
  ],
  [
    "the cell of a table layout",
    `<table><tr><td>${links}</td><td id="text">${`${sentence}<br><br>`.repeat(5)}</td></tr></table>`,
    "text",
  ],
  ["nothing on a page without prose", `<div>${links}</div>`, null],
])("finds %s", (_, html, id) => {
  expect(found(html)).toBe(id);
});
