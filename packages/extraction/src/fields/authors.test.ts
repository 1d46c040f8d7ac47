import { expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

const site = meta("og:site_name", "Courier");

test.each([
  ["lead-ins and joiners", meta("author", "By Jane Doe and John Roe"), ["Jane Doe", "John Roe"]],
  [
    "JSON-LD before a byline",
    `${linked({ author: { name: "Jane Doe" } })}<p class="byline">By John Roe</p>`,
    ["Jane Doe"],
  ],
  ["a byline element", '<p class="article-byline">Von Jane Doe | John Roe</p>', ["Jane Doe", "John Roe"]],
  [
    "camel case and lists",
    '<ul class="metaInfoAuthorList"><li class="metaInfoAuthorList-item">Jane Doe</li><li class="metaInfoAuthorList-item">John Roe</li></ul><div><ul class="metaInfoAuthorList"><li class="metaInfoAuthorList-item">Ann Poe</li></ul></div>',
    ["Jane Doe", "John Roe"],
  ],
  [
    "a byline before those in the margin",
    '<aside><p class="author">Ann Poe</p></aside><p class="author">Jane Doe</p>',
    ["Jane Doe"],
  ],
  [
    "addresses and accounts as none",
    meta("author", "desk@courier.example") + meta("article:author", "https://social.example/courier"),
    [],
  ],
  [
    "the byline before the site's name",
    `${site}${meta("author", "Courier")}<a rel="author">Jane Doe</a>`,
    ["Jane Doe"],
  ],
  [
    "<meta> before the publisher in JSON-LD",
    linked({ author: { "@type": "Organization", name: "Courier" }, publisher: { name: "Courier" } }) +
      meta("cXenseParse:author", "松岡大地"),
    ["松岡大地"],
  ],
  ["several <meta> of one name", `${site}${meta("author", "Courier")}${meta("author", "신현주 기자")}`, ["신현주"]],
  [
    "the label of a card",
    meta("twitter:label1", "Verfasst von") +
      meta("twitter:data1", "Jane Doe") +
      meta("twitter:label2", "Lesezeit") +
      meta("twitter:data2", "5 Minuten"),
    ["Jane Doe"],
  ],
  [
    "the site's name from JSON-LD when nobody else is named",
    `${site}${linked({ author: { name: "Courier" } })}<div class="byline">red, Courier/ Agenturen</div>`,
    ["Courier"],
  ],
  ["a desk of the site", `${site}${meta("author", "Courier Business")}`, ["Courier Business"]],
  ["the site's name from <meta> as none", `${site}${meta("author", "Courier")}`, []],
  [
    "an organisation where a place is all else",
    linked({ author: { name: "Redaktion Hafen" } }) + meta("author", "cr, Frankfurt, Germany"),
    ["Redaktion Hafen"],
  ],
  [
    "agencies beside people, no desks",
    linked({ author: [{ name: "Jane Doe" }, { name: "dpa" }, { name: "Redaktion" }] }),
    ["Jane Doe", "dpa"],
  ],
  [
    "people, not a part of the site",
    `${site}${linked({ author: [{ name: "Jane Doe" }, { name: "Courier Business" }] })}`,
    ["Jane Doe"],
  ],
  ["sign-offs in a certain mark", '<span itemprop="author">srf/hosb;kesm</span>', ["srf/hosb", "kesm"]],
  ["a word in a vague mark as none", '<div class="author">Follow</div>', []],
  ["each name once", linked({ author: ["Jane Doe", "JANE DOE"] }), ["Jane Doe"]],
  ["names with entities", linked({ author: "Se&aacute;n O&#39;Casey" }), ["Seán O'Casey"]],
  ["a biography as none", `<div class="author">Jane Doe ${"has written about ports for years. ".repeat(20)}</div>`, []],
])("%s", (_, html, authors) => {
  expect(read(html).authors).toEqual(authors);
});

test("at most 20", () => {
  const names = Array.from(
    { length: 40 },
    (_, index) => `Jane ${"ABCDEFGHIJ"[index % 10]}${"abcd"[Math.floor(index / 10)]}doe`,
  );
  expect(read(linked({ author: names })).authors).toHaveLength(20);
});
