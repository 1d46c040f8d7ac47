import { describe, expect, test } from "vitest";
import { plainText } from "../page/walk.ts";
import { findEmbedded } from "./embedded.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs.";
const article = `<p class="a">${sentence}</p>`.repeat(6);
const script = (source: string): string => `<html><div id="app"></div><script>${source}</script></html>`;
const found = (html: string): string | null => {
  const root = findEmbedded(html);
  return root === null ? null : plainText(root);
};
const text = Array.from({ length: 6 }, () => sentence).join(" ");

test.each([
  ["JSON", JSON.stringify({ article: { body: article } })],
  ["JSON that hides its tags", JSON.stringify({ body: article }).replaceAll("<", "\\u003c")],
  ["JavaScript that hides its tags", `start("${article.replaceAll('"', '\\"').replaceAll("<", "\\x3c")}")`],
  ["JSON in a string", `state = ${JSON.stringify(JSON.stringify({ body: article }))}`],
  ["JSON in a string in a string", `state = ${JSON.stringify(JSON.stringify([JSON.stringify({ body: article })]))}`],
  ["a page with a shorter text beside it", JSON.stringify({ teaser: article.slice(0, 480), body: article })],
])("reads the article in %s", (_, source) => {
  expect(found(script(source))).toBe(text);
});

test.each([
  ["no script", article],
  ["a teaser", script(JSON.stringify({ teaser: `<p>${sentence}</p>` }))],
  ["a long string without paragraphs", script(JSON.stringify({ text: sentence.repeat(20) }))],
  ["markup without prose", script(JSON.stringify({ menu: "<p><a href='/a'>Home</a></p>".repeat(60) }))],
  ["a string that never ends", script(`"${article.replaceAll('"', "'")}`)],
  ["a wrong escape", script(`"${article.replaceAll('"', "'")}\\u00zz"`)],
])("finds nothing in %s", (_, html) => {
  expect(findEmbedded(html)).toBeNull();
});

describe("takes linear time for", () => {
  test.each([
    ["a million quotation marks", `\\u003cp ${'"'.repeat(1_000_000)}`],
    ["a million escaped quotation marks without an end", `\\u003cp "${'\\"'.repeat(1_000_000)}`],
    ["a million backslashes", `\\u003cp "${"\\".repeat(1_000_001)}"`],
    ["strings in strings", `"${'[\\"\\u003cp '.repeat(200_000)}"`],
  ])("%s", (_, source) => {
    const start = performance.now();
    expect(findEmbedded(script(source))).toBeNull();
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
