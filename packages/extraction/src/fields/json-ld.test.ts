import { expect, test } from "vitest";
import { readLinkedArticle } from "./json-ld.ts";

const url = "https://courier.example/a";
const read = (value: unknown) => readLinkedArticle([typeof value === "string" ? value : JSON.stringify(value)], url);

test("reads an article with its authors, publisher and body", () => {
  expect(
    read({
      "@type": ["NewsArticle"],
      headline: "Port &amp; quay <b>open</b>",
      description: "Short",
      datePublished: "2025-01-01T00:00:00Z",
      dateModified: "2025-01-02T00:00:00Z",
      author: [{ "@type": "Person", name: "Desk One" }, "Desk Two"],
      publisher: { name: "Courier" },
      inLanguage: { name: "English", alternateName: "en" },
      articleBody: "<p>One.</p><p>Two.</p>",
    }),
  ).toEqual({
    headline: "Port & quay open",
    description: "Short",
    body: ["One.", "Two."],
    authors: ["Desk One", "Desk Two"],
    publishedAt: "2025-01-01T00:00:00Z",
    modifiedAt: "2025-01-02T00:00:00Z",
    language: "en",
    publisher: "Courier",
  });
});

test("finds the article in a @graph and follows references", () => {
  const article = read({
    "@graph": [
      { "@type": "WebPage", name: "Page" },
      { "@type": "Article", headline: "Quay opens", author: { "@id": "#desk" } },
      { "@type": "Person", "@id": "#desk", name: "City Desk" },
    ],
  });
  expect(article?.headline).toBe("Quay opens");
  expect(article?.authors).toEqual(["City Desk"]);
});

test("prefers the article with the page's own address", () => {
  const article = read([
    { "@type": "NewsArticle", headline: "Teaser", url: "https://courier.example/b" },
    { "@type": "NewsArticle", headline: "This one", mainEntityOfPage: { "@id": `${url}#x` } },
  ]);
  expect(article?.headline).toBe("This one");
});

test("repairs line breaks in strings, comments and trailing commas", () => {
  expect(read('<!-- {"@type":"BlogPosting","headline":"One\nline",} -->')?.headline).toBe("One line");
});

test("strings are free of NUL and lone surrogates", () => {
  expect(read(String.raw`{"@type":"NewsArticle","headline":"a\u0000b\ud800c"}`)?.headline).toBe("ab\uFFFDc");
});

test.each([
  ["no article", { "@type": "Organization", name: "Courier" }],
  ["an article without content", { "@type": "NewsArticle" }],
  ["broken JSON", "{"],
  ["brackets without end", "[".repeat(400_000)],
  ["wrong types everywhere", { "@type": "NewsArticle", headline: 7, datePublished: {}, author: [null, 3, []] }],
])("is null for %s", (_, value) => {
  expect(read(value)).toBeNull();
});
