import { expect, test } from "vitest";
import { extract } from "../extract.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs. ";
const article = `<article><h1>Quay</h1>${`<p>${sentence.repeat(2)}</p>`.repeat(8)}</article>`;
const spans = `<span class="a">`.repeat(128) + `<a href="/x">one</a> <a href="/y">two</a>` + "</span>".repeat(128);

/** Seconds are far above what is needed and far below what quadratic time would take. */
const maxMs = 15_000;

test.each([
  ["200,000 short blocks", article + "<p>a b.</p>".repeat(200_000)],
  ["150,000 headings of other items", article + "<h3>Related</h3>".repeat(150_000)],
  ["100,000 boxes with a label", article + '<div class="x">More</div>'.repeat(100_000)],
  ["50,000 pointers", article + '<h3>Related</h3><p><a href="/x">Bridge opens today</a></p>'.repeat(50_000)],
  ["20,000 appeals between sentences", article + `<p>Sign up now</p><p>${sentence}</p>`.repeat(20_000)],
  ["150,000 dates", article + "<p>4 May 2020</p>".repeat(150_000)],
  ["a paragraph of 2 MB", `<article><h1>Quay</h1><p>${sentence.repeat(19_000)}</p></article>`],
  ["2 MB of quotation marks", `${article}<p>word.${'"'.repeat(2_000_000)}x</p>`],
  ["90,000 spans with classes", `${article}<p>${'<span class="a b">word</span> '.repeat(90_000)}</p>`],
  ["spans of links 128 deep", article + spans.repeat(300)],
  [
    "12,000 teasers",
    `${article}${`<div class="t"><h3><a href="/x">Bridge opens</a></h3><p>${sentence}</p></div>`.repeat(12_000)}`,
  ],
  ["900,000 combining marks", `${article}<p>e${"\u0301".repeat(900_000)}</p>`],
  [
    "boxes of quoted posts in each other",
    article + `<div class="social">`.repeat(50) + `<p>${sentence}</p>`.repeat(10_000),
  ],
])("reads a page with %s in linear time", (_, body) => {
  const start = performance.now();
  const result = extract({ url: "https://courier.example/a", body });
  expect(performance.now() - start).toBeLessThan(maxMs);
  expect(result).toMatchObject({ kind: "article", article: { text: expect.stringContaining(sentence.trim()) } });
});
