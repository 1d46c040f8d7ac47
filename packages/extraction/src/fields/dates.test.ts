import { describe, expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

const published = (html: string) => {
  const { publishedAt, isPublishedAtExact } = read(html);
  return { publishedAt, isPublishedAtExact };
};

describe("publication", () => {
  test.each([
    [
      "JSON-LD before <meta>",
      linked({ datePublished: "2025-03-04T09:15:00Z" }) + meta("article:published_time", "2025-03-04T10:15:00Z"),
      "2025-03-04T09:15:00.000Z",
    ],
    [
      "a zone before none",
      linked({ datePublished: "2025-03-04T09:15:00" }) + meta("article:published_time", "2025-03-04T09:15:00+02:00"),
      "2025-03-04T07:15:00.000Z",
    ],
    ["<meta> in any spelling", meta("article:published:time", "2025-03-04T09:15:00Z"), "2025-03-04T09:15:00.000Z"],
    [
      "microdata",
      '<span itemprop="datePublished" content="2025-03-04T09:15Z">4 March</span>',
      "2025-03-04T09:15:00.000Z",
    ],
    [
      "a marked <time> before another",
      '<time datetime="2025-03-01T09:15Z">x</time><time class="published" datetime="2025-03-04T09:15Z">y</time>',
      "2025-03-04T09:15:00.000Z",
    ],
    [
      "a <time> outside of the margin",
      '<aside><time datetime="2020-01-01T00:00Z">x</time></aside><time datetime="2025-03-04T09:15Z">y</time>',
      "2025-03-04T09:15:00.000Z",
    ],
    [
      "the node of the page in JSON-LD",
      `<script type="application/ld+json">{"@type":"WebPage","url":"https://courier.example/news/quay","datePublished":"2025-03-04T09:15:00Z"}</script>`,
      "2025-03-04T09:15:00.000Z",
    ],
  ])("%s", (_, html, publishedAt) => {
    expect(published(html)).toEqual({ publishedAt, isPublishedAtExact: true });
  });

  test.each([
    ["a local time is read as UTC", linked({ datePublished: "2025-03-04T09:15:00" }), "2025-03-04T09:15:00.000Z"],
    ["a day is its midnight", meta("date", "2025-03-04"), "2025-03-04T00:00:00.000Z"],
    [
      "a time of day before a bare day",
      meta("date", "2025-03-04") + '<html lang="de"><h1>Kai</h1><span class="article-date">4. März 2025, 15:25</span>',
      "2025-03-04T15:25:00.000Z",
    ],
    [
      "a date in a class name",
      '<html lang="de"><h1>Kai</h1><div class="metaInfoDateTime">06.01.2026, Lesezeit 5 Min.</div>',
      "2026-01-06T00:00:00.000Z",
    ],
    [
      "a date in an attribute",
      '<div data-re-deploy-dt="2026.01.29 18:49" data-deploy-dt="2026.01.29 18:40"></div>',
      "2026-01-29T18:40:00.000Z",
    ],
    [
      "a lone text with a time",
      '<html lang="de"><h1>Kai</h1><div class="line">Do 25.04.24 | 14:07 Uhr | Von <b>A</b></div>',
      "2024-04-25T14:07:00.000Z",
    ],
    [
      "a lone text below the headline before one above",
      '<html lang="de"><p>Fr 26.04.24 8:00</p><h1>Kai</h1><p>Do 25.04.24 14:07</p>',
      "2024-04-25T14:07:00.000Z",
    ],
    [
      "the date before that of a change",
      '<html lang="en"><p class="date">3 March 2025, 10:00. Updated 5 March 2025, 11:00</p>',
      "2025-03-03T10:00:00.000Z",
    ],
  ])("%s", (_, html, publishedAt) => {
    expect(published(html)).toEqual({ publishedAt, isPublishedAtExact: false });
  });

  test.each([
    [
      "a date of a change",
      '<html lang="de"><h1>Kai</h1><p>Stand: 25.04.24 14:07</p><time class="updated" datetime="2025-03-04T09:15Z">x</time>',
    ],
    ["a linked text", '<html lang="de"><h1>Kai</h1><a href="/b"><b>25.04.24 14:07</b> Fähre</a>'],
    [
      "today's date in the page's header",
      '<html lang="en"><div class="date">7 August 2020</div><div>Port: 07:17</div><h1>Quay</h1>',
    ],
    ["a day on a page without a headline", '<html lang="en"><div class="date">7 August 2020</div>'],
    [
      "what is no date",
      linked({ datePublished: { a: 1 } }) + meta("date", "soon") + '<time datetime="PT5M">5:00</time>',
    ],
  ])("not from %s", (_, html) => {
    expect(published(html)).toEqual({ publishedAt: null, isPublishedAtExact: false });
  });

  test("a date that contradicts the declared day is one of another item", () => {
    const html = meta("date", "2025-03-04") + '<time datetime="2021-05-05T05:05Z">x</time>';
    expect(published(html).publishedAt).toBe("2025-03-04T00:00:00.000Z");
  });
});

test("the last change, from JSON-LD, <meta> or microdata", () => {
  expect(read(linked({ dateModified: "2025-03-05T09:15:00+01:00" })).modifiedAt).toBe("2025-03-05T08:15:00.000Z");
  expect(read(meta("article:modified_time", "2025-03-05T09:15:00Z")).modifiedAt).toBe("2025-03-05T09:15:00.000Z");
  expect(read('<span itemprop="dateModified" content="2025-03-05T09:15Z"></span>').modifiedAt).toBe(
    "2025-03-05T09:15:00.000Z",
  );
  expect(read(linked({})).modifiedAt).toBeNull();
});
