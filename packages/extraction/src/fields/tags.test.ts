import { expect, test } from "vitest";
import { linked, meta, read } from "./fixtures/page.ts";

test.each([
  ["keywords in a list", linked({ keywords: ["Port", "Quay"] }), ["Port", "Quay"]],
  ["keywords in a line", linked({ keywords: "Port, Quay;Ships" }), ["Port", "Quay", "Ships"]],
  ["defined terms", linked({ keywords: [{ "@type": "DefinedTerm", name: "Port" }] }), ["Port"]],
  [
    "<meta> beside JSON-LD, each once",
    linked({ keywords: ["Port"] }) + meta("article:tag", "PORT") + meta("article:tag", "Quay"),
    ["Port", "Quay"],
  ],
  [
    "no words for search engines where there are tags",
    meta("article:tag", "Port") + meta("keywords", "quay, cheap quay"),
    ["Port"],
  ],
  ["words for search engines where there are none", meta("keywords", "#Port, Quay"), ["Port", "Quay"]],
  [
    "sections whole",
    linked({ articleSection: ["Business, Finance", "Ports"] }) + meta("article:section", "Ports"),
    ["Business, Finance", "Ports"],
  ],
  ["East Asian commas", meta("keywords", "港、岸壁，船"), ["岸壁"]],
  [
    "no site, address, number or sentence",
    meta("og:site_name", "Courier") +
      meta(
        "article:tag",
        "courier, https://a.example/, 98be933f-38cf-4fba-b6c6-ad438e82010a, one two three four five six seven eight nine, Port",
      ),
    ["Port"],
  ],
  ["nothing from wrong types", linked({ keywords: { a: 1 }, articleSection: [7, null] }), []],
])("%s", (_, html, tags) => {
  expect(read(html).tags).toEqual(tags);
});

test("50 at most", () => {
  const many = Array.from({ length: 200 }, (_, index) => `tag ${index}`);
  expect(read(linked({ keywords: many.join(",") })).tags).toHaveLength(50);
});
