import { expect, test } from "vitest";
import { proposeBody, tryRules } from "./try-rules.ts";

const words = (amount: number): string => Array.from({ length: amount }, (_, at) => `word${at}`).join(" ");
const body =
  `<nav><p>${words(12)}</p></nav><main id="main-12"><h1>Head</h1><div class="col story"><p>${words(30)}</p><p>${words(30)}</p><div class="promo">Buy it</div></div>` +
  `<div class="col notes"><p>${words(50)}</p></div><div class="col"><p>${words(99)}</p></div></main>`;

test("tries the rules of a source on a page as it was retrieved", () => {
  const page = { body: Buffer.from(body), contentType: "text/html; charset=utf-8" };
  expect(tryRules(page, { body: ".story", title: "h1", date: "time", remove: [".promo"] })).toEqual({
    rules: [
      { field: "remove", selector: ".promo", elements: 1, flaw: null },
      { field: "body", selector: ".story", elements: 1, flaw: null },
      { field: "title", selector: "h1", elements: 1, flaw: null },
      { field: "date", selector: "time", elements: 0, flaw: "found nothing" },
    ],
    title: "Head",
    date: null,
    removed: ["Buy it"],
  });
});

test("proposes what holds paragraphs and has a name of its own", () => {
  expect(proposeBody({ body })).toEqual([
    { selector: ".story", words: 62 },
    { selector: ".notes", words: 50 },
  ]);
});

test.each([
  [`<main><p>${words(60)}</p></main>`, "main"],
  [`<article><p>${words(60)}</p></article><article><p>x</p></article>`, undefined],
  [`<div id="text"><p>${words(60)}</p></div>`, "#text"],
  [`<div id="post-77"><p>${words(60)}</p></div>`, undefined],
  [`<div itemprop="articleBody"><p>${words(60)}</p></div>`, "[itemprop=articleBody]"],
  ["\0\uFFFD<", undefined],
])("names it by what lasts: %.40s", (html, selector) => {
  expect(proposeBody({ body: html })[0]?.selector).toBe(selector);
});
