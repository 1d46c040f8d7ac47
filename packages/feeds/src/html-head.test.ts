import { describe, expect, test } from "vitest";
import { readHtmlHead } from "./html-head.ts";

const base = "https://news.example/start/";
const urls = (html: string) => readHtmlHead(html, base).alternates.map(({ url }) => url);

describe("announced feeds", () => {
  test.each([
    ["RSS", '<link rel="alternate" type="application/rss+xml" href="/rss">', ["https://news.example/rss"]],
    [
      "in capitals",
      '<LINK REL="Alternate Home" TYPE="APPLICATION/ATOM+XML" HREF="atom">',
      ["https://news.example/start/atom"],
    ],
    [
      "with a parameter",
      '<link rel=alternate type="application/rss+xml; charset=utf-8" href=/rss>',
      ["https://news.example/rss"],
    ],
    ["rel=feed", '<link rel="feed" href="/f">', ["https://news.example/f"]],
    [
      "JSON Feed",
      '<link rel="alternate" type="application/feed+json" href="/f.json">',
      ["https://news.example/f.json"],
    ],
    [
      "from the page's base",
      '<base href="/b/"><link rel="alternate" type="application/rss+xml" href="r">',
      ["https://news.example/b/r"],
    ],
    [
      "in the body",
      '<body><div><link rel="alternate" type="application/rss+xml" href="/r"></div>',
      ["https://news.example/r"],
    ],
    [
      "with references",
      '<link rel="alternate" type="application/rss+xml" href="/r?a=1&amp;b=2">',
      ["https://news.example/r?a=1&b=2"],
    ],
    [
      "each once",
      '<link rel="alternate" type="application/rss+xml" href="/r"><link rel="feed" href="/r">',
      ["https://news.example/r"],
    ],
    ["not translations", '<link rel="alternate" hreflang="de" href="/de">', []],
    ["not styles", '<link rel="stylesheet" href="/rss">', []],
    ["not other data", '<link rel="alternate" type="application/json+oembed" href="/o">', []],
    ["not without address", '<link rel="alternate" type="application/rss+xml">', []],
    ["not in a comment", '<!-- <link rel="alternate" type="application/rss+xml" href="/r"> -->', []],
  ])("%s", (_, html, expected) => {
    expect(urls(html)).toEqual(expected);
  });

  test("feeds of comments come last", () => {
    const html =
      '<link rel="alternate" type="application/rss+xml" title="Comments" href="/c"><link rel="alternate" type="application/rss+xml" href="/r">';
    expect(urls(html)).toEqual(["https://news.example/r", "https://news.example/c"]);
  });

  test("stay as they are where the page's own address is unknown", () => {
    const html = '<link rel="alternate" type="application/rss+xml" href="/r">';
    expect(readHtmlHead(html, null).alternates).toMatchObject([{ url: "/r" }]);
  });
});

describe("links to feeds where none is announced", () => {
  test.each([
    "/rss",
    "/rss/",
    "/feed",
    "/feeds/world",
    "/rss.xml",
    "/atom.xml",
    "/news.rss",
    "/index.xml",
    "/?feed=rss2",
    "/en/rss/politics.xml",
    "https://feeds.example/rss",
  ])("%s", (href) => {
    expect(urls(`<a href="${href}">RSS</a>`)).toHaveLength(1);
  });
  test.each([
    "/",
    "/feedback",
    "/rss-explained.html",
    "/news",
    "/sitemap.xml",
    "mailto:rss@news.example",
    "javascript:rss()",
    "#rss",
    "/atomic/energy",
  ])("not %s", (href) => {
    expect(urls(`<a href="${href}">RSS</a>`)).toEqual([]);
  });

  test("are called as the link is, their type told by the address", () => {
    const html = '<a href="/rss"><img alt="x"><b>News &amp; more</b></a><a href="/atom.xml" title="All">x</a>';
    expect(readHtmlHead(html, base).alternates).toEqual([
      { url: "https://news.example/rss", title: "News & more", type: "application/rss+xml" },
      { url: "https://news.example/atom.xml", title: "All", type: "application/atom+xml" },
    ]);
  });

  test("do not count where feeds are announced", () => {
    expect(urls('<a href="/rss">x</a><link rel="alternate" type="application/rss+xml" href="/r">')).toEqual([
      "https://news.example/r",
    ]);
  });
});

test.each([
  ["<title>A &amp; B</title><title>C</title>", "A & B"],
  ["<title>\n A\n</title>", "A"],
  ["<svg><title>Logo</title></svg>", "Logo"],
  ["<title></title>", null],
  ["<p>A</p>", null],
])("the title of %s is %s", (html, title) => {
  expect(readHtmlHead(html, base).title).toBe(title);
});

test("at most ten feeds are named, and nesting costs no time", () => {
  const links = Array.from({ length: 50 }, (_, index) => `<link rel="feed" href="/${index}">`);
  const before = process.threadCpuUsage();
  expect(urls("<div>".repeat(150_000) + links.join(""))).toHaveLength(10);
  expect(workedMs(before)).toBeLessThan(3000);
});

function workedMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
