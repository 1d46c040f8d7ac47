import { expect, test } from "vitest";
import { readBlocks } from "./blocks.ts";
import { parsePage } from "../page/page-tree.ts";
import { elements } from "../page/walk.ts";

const read = (html: string) => readBlocks(parsePage(html).root).blocks;
const texts = (html: string) => read(html).map(({ text }) => text);

test.each([
  ["block elements", "<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]],
  ["two line breaks in a row", "<p>One<br><br>Two<br>\n&nbsp;<br>Three</p>", ["One", "Two", "Three"]],
  ["not one line break", "<p>One<br>Two</p>", ["One\nTwo"]],
  ["not inline elements", "<p>O<b>n</b>e <i>two</i></p>", ["One two"]],
  [
    "cells and items",
    "<ul><li>A</li><li>B</li></ul><table><tr><td>C</td><td>D</td></tr></table>",
    ["A", "B", "C", "D"],
  ],
])("separates at %s", (_, html, expected) => {
  expect(texts(html)).toEqual(expected);
});

test("collapses white space, no-break spaces and invisible characters", () => {
  expect(texts("<p> a&nbsp;&nbsp;b\n\tc\u200Bd&shy;e </p><p>&nbsp;</p>")).toEqual(["a b cde"]);
});

test("says what each block is", () => {
  const kinds = read(
    "<h2>Head</h2><p><strong>Bold head</strong></p><p>Text</p><blockquote><p>Said</p></blockquote><li>Item</li>",
  );
  expect(kinds.map(({ kind, level }) => [kind, level])).toEqual([
    ["heading", 2],
    ["paragraph", 7],
    ["paragraph", null],
    ["quote", null],
    ["item", null],
  ]);
});

test("measures links and words", () => {
  const [block] = read("<p>Four words <a href='/'>and links</a></p>");
  expect(block?.words).toBe(4);
  expect(block?.linkShare).toBeCloseTo(8 / 17, 5);
});

test("counts characters of scripts without spaces as half a word", () => {
  expect(read("<p>外務省は火曜日に発表した</p>")[0]?.words).toBe(6);
});

test("leaves out what it is told to", () => {
  const { root } = parsePage("<p>a</p><figure><p>b</p></figure><p>c</p>");
  const figures = Array.from(elements(root)).filter(({ name }) => name === "figure");
  const { blocks, clutter } = readBlocks(root, new Map(figures.map((figure) => [figure, "caption"])));
  expect(blocks.map(({ text }) => text)).toEqual(["a", "c"]);
  expect(clutter).toEqual([{ text: "b", reason: "caption", at: 1 }]);
});
