import { isTag, type Element } from "domhandler";
import { getOuterHTML } from "domutils";
import { expect, test } from "vitest";
import { copyWithout, outermost, pageOf } from "./copy-tree.ts";
import { parsePage } from "./page-tree.ts";
import { elements, walk } from "./walk.ts";

const { root } = parsePage("<main id=a><p>One <b>two</b> three</p><ul><li>x<li>y</ul></main><p>Last</p>");
const html = getOuterHTML(root);
const named = (...names: string[]): Element[] => [...elements(root)].filter(({ name }) => names.includes(name));

test("a copy without some elements keeps the rest in its place", () => {
  const copy = copyWithout(root, new Set(named("b", "ul")));
  expect(getOuterHTML(copy)).toBe('<main id="a"><p>One  three</p></main><p>Last</p>');
  expect(getOuterHTML(root)).toBe(html);
});

test("a copy can be walked in both directions, and shares nothing with the page", () => {
  const copy = copyWithout(root, new Set());
  const originals = new Set([...walk(root)].map(({ node }) => node));
  for (const { node } of walk(copy)) {
    expect(originals.has(node)).toBe(false);
    expect(node.parent?.children).toContain(node);
    expect(node.nextSibling === null ? node : node.nextSibling.previousSibling).toBe(node);
    if (isTag(node) && node.name === "main") expect(node.attribs).not.toBe(named("main")[0]?.attribs);
  }
});

test("elements become a page of their own, each on its line", () => {
  expect(getOuterHTML(pageOf(named("li", "b")))).toBe("<b>two</b>\n<li>x</li>\n<li>y</li>\n");
});

test("the outermost of elements are in no other one of them", () => {
  expect(outermost(named("main", "p", "b", "li")).map(({ name }) => name)).toEqual(["main", "p"]);
});
