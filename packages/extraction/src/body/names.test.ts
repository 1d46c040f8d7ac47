import { isTag, type Element } from "domhandler";
import { expect, test } from "vitest";
import { parsePage } from "../page/page-tree.ts";
import { elements } from "../page/walk.ts";
import { nameWeight, nameWords } from "./names.ts";

function first(html: string): Element {
  for (const element of elements(parsePage(`<body>${html}</body>`).root))
    if (isTag(element) && !["html", "head", "body"].includes(element.name)) return element;
  throw new Error("no element");
}

test("splits names at signs and at capitals, and leaves out ids made by a program", () => {
  expect(nameWords(first('<div class="relatedPosts box-2" id="main"></div>'))).toEqual(
    expect.arrayContaining(["related", "posts", "box", "main"]),
  );
  expect(nameWords(first('<div id="comment-48213"></div>'))).toEqual([]);
  expect(nameWords(first("<div></div>"))).toEqual([]);
});

test.each([
  ["an element for other things", "<aside></aside>"],
  ["a role", '<div role="Dialog"></div>'],
  ["a class", '<div class="cookie-consent"></div>'],
  ["an id", '<div id="sidebar"></div>'],
  ["a hidden element", "<div hidden></div>"],
  ["one styled away", '<div style="display: none"></div>'],
])("prose weighs less in %s", (_, html) => {
  expect(nameWeight(first(html))).toBeLessThanOrEqual(0.1);
});

test.each([
  "<div></div>",
  '<div class="article-text"></div>',
  '<div class="shareholders"></div>',
  '<div id="comment-48213"></div>',
])("prose weighs its full weight in %s", (html) => {
  expect(nameWeight(first(html))).toBe(1);
});

test("a name of a million letters is read in part", () => {
  expect(nameWords(first(`<div class="${"ab-".repeat(300_000)}"></div>`)).length).toBeLessThan(200);
});
