import { describe, expect, test } from "vitest";
import { readMetadata } from "./metadata.ts";
import { parsePage } from "../page/page-tree.ts";

const url = "https://www.courier.example/news/quay?utm_source=feed";
const read = (html: string) => readMetadata(parsePage(html), url);
const meta = (property: string, content: string): string => `<meta property="${property}" content="${content}">`;
const linked = (fields: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ "@type": "NewsArticle", ...fields })}</script>`;

describe("title", () => {
  test.each([
    [
      "the site's name at the end",
      "<title>Quay opens | Courier</title>" + meta("og:site_name", "Courier"),
      "Quay opens",
    ],
    [
      "section and site",
      "<title>Quay opens - World - Courier</title>" +
        meta("og:site_name", "Courier") +
        meta("article:section", "World"),
      "Quay opens",
    ],
    ["the site's name in front", "<title>Courier | Quay opens</title>" + meta("og:site_name", "Courier"), "Quay opens"],
    ["the host as the name", "<title>Quay opens – courier.example</title>", "Quay opens"],
    [
      "what the heading shows not to belong",
      "<title>Quay opens: the port – a new era</title><h1>Quay opens: the port</h1>",
      "Quay opens: the port",
    ],
  ])("drops %s", (_, html, title) => {
    expect(read(html).title).toBe(title);
  });

  test("keeps a dash that belongs to the headline", () => {
    expect(read("<title>Quay opens - and stays open</title>").title).toBe("Quay opens - and stays open");
    expect(read("<title>North-west quay opens</title>").title).toBe("North-west quay opens");
  });

  test("takes JSON-LD before <title>", () => {
    expect(read(`${linked({ headline: "Quay opens" })}<title>Everything about the quay</title>`).title).toBe(
      "Quay opens",
    );
  });

  test("takes the shown OpenGraph title where JSON-LD repeats the title for search engines", () => {
    const html = `${linked({ headline: "Quay 2025: all facts" })}<title>Quay 2025: all facts</title>${meta("og:title", "Quay opens")}<h1>Quay opens</h1>`;
    expect(read(html).title).toBe("Quay opens");
  });

  test("takes a lone heading when nothing else is there, and never one longer than 500 characters", () => {
    expect(read("<h1>Quay opens</h1>").title).toBe("Quay opens");
    expect(read(`<title>${"long ".repeat(200)}</title>`).title).toBeNull();
  });
});

describe("dates", () => {
  test("takes the first source that names an instant, in UTC", () => {
    const html =
      linked({ datePublished: "2025-03-04T09:15:00" }) + meta("article:published_time", "2025-03-04T09:15:00+02:00");
    expect(read(html).publishedAt).toBe("2025-03-04T07:15:00.000Z");
  });

  test("reads a marked <time> and itemprop, but not the times of other items", () => {
    expect(
      read('<aside><time datetime="2020-01-01T00:00Z">x</time></aside><time datetime="2025-03-04T09:15Z">y</time>')
        .publishedAt,
    ).toBe("2025-03-04T09:15:00.000Z");
    expect(read('<span itemprop="dateModified" content="2025-03-05T09:15Z"></span>').modifiedAt).toBe(
      "2025-03-05T09:15:00.000Z",
    );
  });

  test("never invents a zone or a time", () => {
    expect(
      read(`${meta("article:published_time", "2025-03-04T09:15:00")}<time datetime="2025-03-04">x</time>`).publishedAt,
    ).toBeNull();
  });
});

describe("authors", () => {
  test.each([
    ["lead-ins and joiners", meta("author", "By City Desk and Harbour Desk"), ["City Desk", "Harbour Desk"]],
    [
      "JSON-LD before a byline",
      `${linked({ headline: "x", author: { name: "City Desk" } })}<p class="byline">By Night Desk</p>`,
      ["City Desk"],
    ],
    ["a byline element", '<p class="article-byline">Von City Desk | Harbour Desk</p>', ["City Desk", "Harbour Desk"]],
    [
      "addresses and accounts as none",
      meta("author", "desk@courier.example") + meta("article:author", "https://social.example/courier"),
      [],
    ],
    [
      "the byline before the site's name",
      `${meta("og:site_name", "Courier")}${meta("author", "Courier")}<a rel="author">City Desk</a>`,
      ["City Desk"],
    ],
    [
      "the site's name when nobody else is named",
      meta("og:site_name", "Courier") + meta("author", "Courier"),
      ["Courier"],
    ],
    ["each name once", linked({ headline: "x", author: ["City Desk", "CITY DESK"] }), ["CITY DESK"]],
  ])("reads %s", (_, html, authors) => {
    expect(read(html).authors).toEqual(authors);
  });
});

describe("language", () => {
  test.each([
    ['<html lang="EN-gb">', "en-GB"],
    ['<html lang="">' + meta("og:locale", "pt_BR"), "pt-BR"],
    ['<html lang="english"><meta http-equiv="Content-Language" content="de, en">', "de"],
    ["<p>none</p>", null],
  ])("%s", (html, language) => {
    expect(read(html).language).toBe(language);
  });
});

describe("canonical URL", () => {
  test.each([
    ["of the same site", "https://courier.example/news/quay-opens", "https://courier.example/news/quay-opens"],
    ["given relative to the page", "/news/quay-opens", "https://courier.example/news/quay-opens"],
    ["of another site", "https://elsewhere.example/quay", "https://courier.example/news/quay"],
    ["that is the home page", "https://www.courier.example/", "https://courier.example/news/quay"],
    ["that is no URL", "http://", "https://courier.example/news/quay"],
  ])("%s", (_, href, expected) => {
    expect(read(`<link rel="canonical" href="${href}">`).canonicalUrl).toBe(expected);
  });
});
