import { describe, expect, test } from "vitest";
import { type ListingRules, readListing } from "./listing.ts";

const url = "https://news.example/politics/";
const rules: ListingRules = { item: "li", link: null, title: null, date: null, next: null };

const page = `<!DOCTYPE html><html lang="en_GB"><head><title>Politics</title></head><body>
  <ul id="list">
    <li><a href="one.html"><h3>First &amp; <b>best</b></h3></a> <span class="when">22 November 2026, 14:30</span></li>
    <li><a href="/two#comments"><img src="x.jpg" alt="A harbour"></a><h3><a href="/two">Second</a></h3> <time datetime="2026-11-22T13:00:00+01:00">yesterday</time></li>
    <li>an advertisement</li>
    <li><a href="/two">Second again</a></li>
  </ul>
  <nav><a class="next" href="?page=2">older</a></nav></body></html>`;

test("reads items with nothing but a selector for them", () => {
  const { items, nextUrl } = readListing(page, url, rules);
  expect(nextUrl).toBeNull();
  expect(items).toEqual([
    {
      id: "https://news.example/politics/one.html",
      url: "https://news.example/politics/one.html",
      title: "First & best",
      publishedAt: null,
      updatedAt: null,
      summary: null,
      content: null,
      authors: [],
      categories: [],
      enclosures: [],
      language: "en-GB",
    },
    expect.objectContaining({ url: "https://news.example/two", title: "Second" }),
  ]);
});

test("reads titles, dates and the next page by selectors of their own", () => {
  const date = { selector: ".when, time", attr: null, format: null };
  const all = { ...rules, item: "#list > li", link: "a", title: "h3", date, next: "a.next" };
  expect(readListing(page, url, all)).toMatchObject({
    nextUrl: "https://news.example/politics/?page=2",
    items: [
      { title: "First & best", publishedAt: "2026-11-22T14:30:00.000Z" },
      { title: "Second", publishedAt: "2026-11-22T12:00:00.000Z" },
    ],
  });
});

describe("links", () => {
  test.each([
    ["the item itself", '<a class="i" href="/1">A</a>', { item: "a.i" }, "https://news.example/1"],
    [
      "the item itself by the selector too",
      '<a class="i" href="/1">A</a>',
      { item: "a.i", link: "a" },
      "https://news.example/1",
    ],
    [
      "inside of what the selector names",
      '<li><p><a href="/1">A</a></p></li>',
      { link: "p" },
      "https://news.example/1",
    ],
    [
      "not the first one",
      '<li><a href="/x">x</a><a class="t" href="/1">A</a></li>',
      { link: ".t" },
      "https://news.example/1",
    ],
    ["from the page's base", '<base href="/b/"><li><a href="1">A</a></li>', {}, "https://news.example/b/1"],
    ["to a script", '<li><a href="javascript:open()">A</a></li>', {}, undefined],
    ["to nowhere", "<li><a>A</a></li>", {}, undefined],
  ])("%s", (_, html, own, expected) => {
    expect(readListing(html, url, { ...rules, ...own }).items[0]?.url).toBe(expected);
  });
});

describe("titles", () => {
  test.each([
    ["the link's text", "<li><a href=/1> A\n <i>B</i></a></li>", "A B"],
    ["a heading in the link rather than all of it", "<li><a href=/1><h2>A</h2><p>long text</p></a></li>", "A"],
    ["the item's heading where the link has no text", "<li><a href=/1></a><h2>A</h2></li>", "A"],
    ["the link's label", '<li><a href=/1 aria-label="A"></a></li>', "A"],
    ["the picture's text", '<li><a href=/1><img alt="A"></a></li>', "A"],
    ["without scripts", "<li><a href=/1>A<script>x()</script></a></li>", "A"],
    ["none", "<li><a href=/1></a></li>", null],
  ])("%s", (_, html, title) => {
    expect(readListing(html, url, rules).items[0]?.title).toBe(title);
  });
});

describe("dates", () => {
  const dated = (attr: string | null, format: string | null) => ({ selector: ".d", attr, format });
  test.each([
    ["of any form", "<b class=d>Nov 22, 2026</b>", dated(null, null), "2026-11-22T00:00:00.000Z"],
    ["of which there are two readings", "<b class=d>03/04/2026</b>", dated(null, null), null],
    ["with the order given", "<b class=d>03/04/2026</b>", dated(null, "dd/MM/yyyy"), "2026-04-03T00:00:00.000Z"],
    [
      "in an attribute",
      '<b class=d data-at="2026-11-22">today</b>',
      dated("data-at", null),
      "2026-11-22T00:00:00.000Z",
    ],
    ["in an attribute that is missing", "<b class=d>2026-11-22</b>", dated("data-at", null), null],
    ["nowhere", "", dated(null, null), null],
  ])("%s", (_, html, date, publishedAt) => {
    const { items } = readListing(`<li><a href=/1>A</a>${html}</li>`, url, { ...rules, date });
    expect(items[0]?.publishedAt).toBe(publishedAt);
  });
});

test("what two items of one page know is put together", () => {
  const html = '<a href="/1"><img src="x.jpg"></a><a href="/1">A</a>';
  expect(readListing(html, url, { ...rules, item: "a" }).items).toMatchObject([{ title: "A" }]);
});

test("a next page that is this one is none", () => {
  const html = '<li><a href="/1">A</a></li><a class="next" href="#top">more</a>';
  expect(readListing(html, url, { ...rules, next: ".next" }).nextUrl).toBeNull();
});

describe("hostile pages", () => {
  test.each([
    ["nested deeply", "<div>".repeat(100_000), "tooLarge"],
    ["of too many elements", "<br>".repeat(300_000), "tooLarge"],
    ["too long", " ".repeat(9 * 1024 * 1024), "tooLarge"],
  ])("%s are refused at once", (_, html, code) => {
    const before = process.threadCpuUsage();
    expect(() => readListing(html, url, rules)).toThrow(expect.objectContaining({ code }));
    expect(workedMs(before)).toBeLessThan(3000);
  });

  test("lists of elements that nobody closes are read", () => {
    const html = Array.from({ length: 500 }, (_, index) => `<li><p><a href="/${index}">${index}</a>`).join("");
    const { items } = readListing(html, url, { ...rules, date: { selector: ".d", attr: null, format: null } });
    expect(items).toHaveLength(500);
    expect(items[7]).toMatchObject({ url: "https://news.example/7", title: "7" });
  });

  test.each(["item", "link", "title", "next"] as const)("a selector for %s that is none is named", (field) => {
    expect(() => readListing(page, url, { ...rules, [field]: "a[" })).toThrow('"a[" is not a CSS selector');
  });

  test("half characters and NUL are mended", () => {
    const { items } = readListing("<li><a href=/1>A\0\ud800</a></li>", url, rules);
    expect(items[0]?.title).toBe("A\ufffd");
  });
});

function workedMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
