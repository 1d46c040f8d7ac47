import type { SourceConfig } from "@wirewatch/config";
import type { SitemapItem } from "@wirewatch/feeds";
import { expect, test } from "vitest";
import { sourceFrom } from "../../../test/support/config.ts";
import { item } from "../../../test/support/source-item.ts";
import { documentItems } from "./document-items.ts";

const now = new Date("2026-03-02T12:00:00Z");

const sourceWith = (settings: object): Promise<SourceConfig> =>
  sourceFrom({ id: "site", url: "https://site.example/s.xml", kind: "sitemap", ...settings });

function entry(name: string, given: Partial<SitemapItem>): SitemapItem {
  const undated = item(1, { id: name, url: `https://site.example/${name}`, title: null, publishedAt: null });
  return { ...undated, isNews: false, ...given };
}

const items = [
  entry("undated", {}),
  entry("old", { updatedAt: "2026-02-01T00:00:00.000Z" }),
  entry("edited", { updatedAt: "2026-03-02T09:00:00.000Z" }),
  entry("news", { publishedAt: "2026-03-02T11:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z", isNews: true }),
];

test.each([
  ["those young enough", {}, ["undated", "edited", "news"]],
  ["all of them without a limit of age", { sitemap: { max_age: "none" } }, ["undated", "old", "edited", "news"]],
  ["only news", { sitemap: { news_only: true } }, ["news"]],
  ["as many as the source reads, the newest, undated ones last", { max_items: 2 }, ["news", "edited"]],
])("of a sitemap are taken %s", async (_which, settings, expected) => {
  const document = { kind: "sitemap", sitemap: { items, children: [] } } as const;
  expect(documentItems(document, await sourceWith(settings), now).map((item) => item.id)).toEqual(expected);
});

test("of a feed that begins with its oldest items the newest are taken", async () => {
  const dated = [1, 2, 3].map((day) => entry(`day-${day}`, { publishedAt: `2026-03-0${day}T00:00:00.000Z` }));
  const feed = {
    kind: "rss",
    title: null,
    url: null,
    language: null,
    items: dated,
    ttlMs: null,
    hub: null,
    self: null,
  } as const;
  const source = await sourceWith({ kind: "feed", max_items: 2 });
  expect(documentItems({ kind: "feed", feed }, source, now).map((item) => item.id)).toEqual(["day-3", "day-2"]);
});
