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
      author: [{ "@type": "Person", name: "Jane Doe" }, "John Roe"],
      publisher: { name: "Courier" },
      inLanguage: { name: "English", alternateName: "en" },
      articleSection: "Ports",
      keywords: ["Quay"],
      image: [{ "@type": "ImageObject", url: "https://img.example/a.jpg" }, "https://img.example/b.jpg"],
      isAccessibleForFree: "False",
      articleBody: "<p>One.</p><p>Two.</p>",
    }),
  ).toEqual({
    isArticle: true,
    headline: "Port & quay open",
    description: "Short",
    body: ["One.", "Two."],
    authors: ["Jane Doe", "John Roe"],
    publishedAt: "2025-01-01T00:00:00Z",
    modifiedAt: "2025-01-02T00:00:00Z",
    language: "en",
    publisher: "Courier",
    sections: ["Ports"],
    keywords: ["Quay"],
    images: ["https://img.example/a.jpg", "https://img.example/b.jpg"],
    isFree: false,
    isLive: false,
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

test("knows its own address in other spellings", () => {
  const article = read([
    { "@type": "NewsArticle", headline: "Teaser", url: "https://courier.example/b" },
    { "@type": "https://schema.org/NewsArticle", headline: "This one", url: "http://www.courier.example/a/?x=1" },
  ]);
  expect(article?.headline).toBe("This one");
});

test("takes dates and language from the page's node, a review where there is no article", () => {
  const page = { "@type": "WebPage", "@id": url, datePublished: "2025-01-01T00:00:00Z", inLanguage: "de" };
  expect(read([page])).toMatchObject({ isArticle: false, headline: null, publishedAt: "2025-01-01T00:00:00Z" });
  expect(read([page, { "@type": "Article", headline: "Quay" }])).toMatchObject({ headline: "Quay", language: "de" });
  expect(read({ "@type": "ClaimReview", name: "Quay", datePublished: "2025-01-01" })).toMatchObject({
    headline: "Quay",
  });
});

test.each([
  ["line breaks in strings, comments and trailing commas", '<!-- {"@type":"BlogPosting","headline":"One\nline",} -->'],
  ["a CDATA section", '//<![CDATA[\n{"@type":"BlogPosting","headline":"One line"}\n//]]>'],
  ["quotes as entities", "{&quot;@type&quot;:&quot;BlogPosting&quot;,&quot;headline&quot;:&quot;One line&quot;}"],
  ["several objects in a row", '{"@type":"WebSite"} {"@type":"BlogPosting","headline":"One line"}'],
  [
    "escaped apostrophes and doubled commas",
    String.raw`{"@type":"BlogPosting",,"headline":"One line","description":"it\'s"};`,
  ],
])("repairs %s", (_, script) => {
  expect(read(script)?.headline).toBe("One line");
});

test("strings are free of NUL and lone surrogates", () => {
  expect(read(String.raw`{"@type":"NewsArticle","headline":"a\u0000b\ud800c"}`)?.headline).toBe("ab\uFFFDc");
});

test.each([
  ["no article", { "@type": "Organization", name: "Courier" }],
  ["an article without content", { "@type": "NewsArticle" }],
  ["broken JSON", "{"],
  ["a string", '"NewsArticle"'],
  ["names of the prototype", '{"__proto__":{"@type":"NewsArticle","headline":"x"},"constructor":{"name":"x"}}'],
  ["brackets without end", "[".repeat(400_000)],
  ["wrong types everywhere", { "@type": "NewsArticle", headline: 7, datePublished: {}, author: [null, 3, []] }],
])("is null for %s", (_, value) => {
  expect(read(value)).toBeNull();
});

test("reads wrong types as nothing", () => {
  const article = read({
    "@type": ["NewsArticle", 7],
    headline: "Quay",
    author: [null, 3, [], { name: {} }, { name: ["Jane Doe"] }],
    publisher: [[]],
    image: { url: {} },
    keywords: 5,
    inLanguage: {},
    hasPart: 1,
  });
  expect(article).toMatchObject({
    authors: ["Jane Doe"],
    publisher: null,
    images: [],
    keywords: [],
    language: null,
    isFree: null,
  });
});
