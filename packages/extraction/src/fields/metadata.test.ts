import { describe, expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

describe("site name", () => {
  test.each([
    [
      "OpenGraph before JSON-LD",
      meta("og:site_name", "Courier") + linked({ publisher: { name: "Courier Ltd" } }),
      "Courier",
    ],
    ["the publisher", linked({ publisher: { "@id": "#p", name: "Courier Ltd" } }), "Courier Ltd"],
    ["the application", '<meta name="application-name" content="Courier &amp;amp; Post">', "Courier & Post"],
    ["an account", meta("og:site_name", "@courier"), "courier"],
    [
      "no address",
      meta("og:site_name", "https://courier.example") + linked({ publisher: { name: "Courier" } }),
      "Courier",
    ],
    ["none", "<p>x</p>", null],
    ["none that long", meta("og:site_name", "x".repeat(200)), null],
  ])("%s", (_, html, name) => {
    expect(read(html).siteName).toBe(name);
  });
});

test("the description is plain text", () => {
  expect(read(meta("og:description", "&lt;p&gt;K&amp;uuml;hl &amp;amp; grau&lt;/p&gt;")).description).toBe(
    "Kühl & grau",
  );
});

test.each([
  [linked({}), true],
  [meta("og:type", "article"), true],
  [meta("og:type", "website"), false],
  [
    '<script type="application/ld+json">{"@type":"WebPage","url":"https://courier.example/news/quay","datePublished":"2025-03-04"}</script>',
    false,
  ],
])("a page is an article when it says so: %s", (html, isArticlePage) => {
  expect(read(html).isArticlePage).toBe(isArticlePage);
});

describe("hostile pages", () => {
  const long = "x".repeat(100_000);
  test.each([
    ["100,000 <meta>", meta("article:tag", "a").repeat(100_000)],
    [
      "metadata of the longest values",
      ["og:title", "author", "og:image", "keywords", "date", "og:locale"].map((key) => meta(key, long)).join(""),
    ],
    [
      "names of the prototype",
      ["__proto__", "constructor", "toString"]
        .map((key) => meta(key, key) + `<p class="${key}" itemprop="${key}" rel="${key}">x</p>`)
        .join(""),
    ],
    ["nested marks", '<div class="author date lead">'.repeat(2_000)],
    ["nested headings", "<h1>a".repeat(20_000)],
    ["marks around everything", `<div class="author"><div class="lead"><h1>${"<p>word 12:30</p>".repeat(20_000)}`],
    [
      "distinct classes",
      Array.from({ length: 20_000 }, (_, index) => `<p class="date-${index} author-${index}">12:3${index}</p>`).join(
        "",
      ),
    ],
    [
      "a graph of references in a circle",
      '<script type="application/ld+json">{"@graph":[{"@id":"#a","@type":"Article","headline":"x","author":{"@id":"#a"},"image":{"@id":"#a"},"hasPart":{"@id":"#a"},"x":1}]}</script>',
    ],
    ["wide JSON-LD", `<script type="application/ld+json">[${'{"@graph":[{},{}]},'.repeat(20_000)}{}]</script>`],
    ["JSON-LD that no repair helps", `<script type="application/ld+json">${"{, ".repeat(100_000)}</script>`],
    ["a title of separators", `<title>${" | -".repeat(120)}</title>${meta("og:title", "a-".repeat(240))}`],
    ["separators as author and date", meta("author", ", and ".repeat(50)) + meta("date", "1.1.1.".repeat(20))],
    ["NUL and lone surrogates", meta("og:title", "a\0b\uD800c") + linked({ author: "J\0ane D\uDC00oe" })],
  ])("%s", (_, html) => {
    const startedAt = performance.now();
    const metadata = read(html);
    // Parsing included; without bounds the slowest of these take minutes.
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const text = JSON.stringify(metadata);
    expect(text.isWellFormed()).toBe(true);
    expect(text).not.toContain(String.raw`\u0000`);
    expect(text.length).toBeLessThan(50_000);
  });
});
