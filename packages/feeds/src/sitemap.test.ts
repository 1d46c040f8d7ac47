import { describe, expect, test } from "vitest";
import { FeedError } from "./feed-error.ts";
import { isTextSitemap, readTextSitemap, readXmlSitemap } from "./sitemap.ts";

const sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";

test("a news sitemap", () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="${sitemaps}" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
      <url><loc>https://news.example/1?a=1&amp;b=2</loc><lastmod>2024-02-29T13:00:00+01:00</lastmod>
        <xhtml:link rel="alternate" hreflang="de" href="https://news.example/de/1"/>
        <image:image><image:loc>https://news.example/1.jpg</image:loc><image:title>Not this</image:title></image:image>
        <n:news><n:publication><n:name>News</n:name><n:language>zh-cn</n:language></n:publication>
          <n:publication_date>2024-02-29</n:publication_date><n:title>Ships &amp;amp; <![CDATA[harbours]]></n:title>
          <n:keywords>Sea, Trade ,</n:keywords></n:news></url>
      <url><loc> https://news.example/2 </loc></url></urlset>`;
  const { items, children } = readXmlSitemap(text, null);
  const none = { summary: null, content: null, authors: [], enclosures: [] };
  expect(children).toEqual([]);
  expect(items).toEqual([
    {
      ...none,
      id: "https://news.example/1?a=1&b=2",
      url: "https://news.example/1?a=1&b=2",
      title: "Ships & harbours",
      publishedAt: "2024-02-29T00:00:00.000Z",
      updatedAt: "2024-02-29T12:00:00.000Z",
      categories: [{ term: "Sea" }, { term: "Trade" }],
      language: "zh-cn",
      isNews: true,
    },
    {
      ...none,
      id: "https://news.example/2",
      url: "https://news.example/2",
      title: null,
      publishedAt: null,
      updatedAt: null,
      categories: [],
      language: null,
      isNews: false,
    },
  ]);
});

test("an index of sitemaps", () => {
  const text = `<sitemapindex xmlns="${sitemaps}"><sitemap><loc>/a.xml</loc><lastmod>2024-02-29</lastmod></sitemap>
    <sitemap><loc>https://news.example/b.xml.gz</loc></sitemap><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>`;
  expect(readXmlSitemap(text, "https://news.example/sitemap.xml")).toEqual({
    items: [],
    children: [
      { url: "https://news.example/a.xml", modifiedAt: "2024-02-29T00:00:00.000Z" },
      { url: "https://news.example/b.xml.gz", modifiedAt: null },
    ],
  });
});

describe("entries that are not quite right", () => {
  test.each([
    ["relative", "<url><loc>/1</loc></url>", ["https://news.example/1"]],
    ["twice", "<url><loc>/1</loc></url><url><loc>/1</loc></url>", ["https://news.example/1"]],
    ["without address", "<url><lastmod>2024</lastmod></url><url><loc/></url>", []],
    ["of another scheme", "<url><loc>ftp://news.example/1</loc></url><url><loc>javascript:1</loc></url>", []],
    ["in CDATA", "<url><loc><![CDATA[https://news.example/?a&b]]></loc></url>", ["https://news.example/?a&b"]],
    ["with a bare ampersand", "<url><loc>https://news.example/?a&b=1</loc></url>", ["https://news.example/?a&b=1"]],
    [
      "cut off",
      "<url><loc>https://news.example/1</loc></url><url><loc>https://news.exa",
      ["https://news.example/1", "https://news.exa"],
    ],
    ["below an error message", "</p>", []],
  ])("%s", (_, xml, urls) => {
    const { items } = readXmlSitemap(`<urlset>${xml}`, "https://news.example/sitemap.xml");
    expect(items.map(({ url }) => url)).toEqual(urls);
  });

  test("a bad date costs the date", () => {
    const { items } = readXmlSitemap("<urlset><url><loc>https://a.example/</loc><lastmod>now</lastmod></url>", null);
    expect(items).toMatchObject([{ updatedAt: null }]);
  });
});

test("a text sitemap", () => {
  const text = "https://news.example/1\r\n\r\n  https://news.example/2  \nnot an address\nhttps://news.example/1\n";
  expect(readTextSitemap(text).items.map(({ id, isNews }) => [id, isNews])).toEqual([
    ["https://news.example/1", false],
    ["https://news.example/2", false],
  ]);
});

test.each([
  ["https://a.example/1", true],
  ["https://a.example/1\nhttps://a.example/2\n", true],
  ["https://a.example/1\n".repeat(5000), true],
  ["see https://a.example/1", false],
  ["https://a.example/1 and more", false],
  ["https://a.example/1\n<html>", false],
])("whether %s is a text sitemap", (text, isIt) => {
  expect(isTextSitemap(text)).toBe(isIt);
});

test("more than 50,000 entries are refused", () => {
  const urls = Array.from({ length: 50_001 }, (_, index) => `https://a.example/${index}`);
  const xml = (count: number) =>
    `<urlset>${urls
      .slice(0, count)
      .map((url) => `<url><loc>${url}</loc></url>`)
      .join("")}</urlset>`;
  expect(readXmlSitemap(xml(50_000), null).items).toHaveLength(50_000);
  expect(() => readXmlSitemap(xml(50_001), null)).toThrow(FeedError);
  expect(() => readTextSitemap(urls.join("\n"))).toThrow("50000");
});
