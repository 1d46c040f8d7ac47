import { expect, it } from "vitest";
import { formatOpml, parseOpml } from "./opml.ts";
import { sourceOutlines } from "./source-outlines.ts";
import type { OutlinedSource } from "./source-outlines.ts";

const source: OutlinedSource = {
  kind: "auto",
  name: "Harbour & Herald",
  url: "https://herald.example/",
  feeds: ["https://herald.example/rss", "https://herald.example/sport"],
  tags: ["national", "tier <1>"],
  language: "en",
};

it("has one outline for each document, with the tags as folders, and comes back the same from OPML", () => {
  const outlines = sourceOutlines([
    source,
    { ...source, url: "https://a.example/rss", feeds: ["https://a.example/rss"] },
  ]);
  expect(outlines).toMatchObject([
    { title: "Harbour & Herald", url: "https://herald.example/rss", siteUrl: "https://herald.example/" },
    { url: "https://herald.example/sport", folder: ["national", "tier <1>"], language: "en" },
    { url: "https://a.example/rss", siteUrl: null },
  ]);
  expect(parseOpml(formatOpml("Sources", outlines))).toEqual(outlines);
});

it("leaves out what is more than an address", () => {
  const kinds = ["auto", "feed", "sitemap", "listing", "page", "push"];
  const outlines = sourceOutlines(kinds.map((kind) => ({ ...source, kind, feeds: [`https://${kind}.example/`] })));
  expect(outlines.map(({ url }) => url)).toEqual([
    "https://auto.example/",
    "https://feed.example/",
    "https://sitemap.example/",
  ]);
});
