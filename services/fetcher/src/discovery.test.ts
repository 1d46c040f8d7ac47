import { describe, expect, test } from "vitest";
import { chooseForHomePage, chooseForIndex } from "./discovery.ts";

const now = new Date("2026-03-02T12:00:00Z");
const rss = "application/rss+xml";

function feedsOf(...alternates: [url: string, title: string | null][]): readonly string[] {
  const choice = chooseForHomePage(
    alternates.map(([url, title]) => ({ url, title, type: rss })),
    [],
  );
  return choice?.found.map((document) => document.url) ?? [];
}

describe("a home page", () => {
  test("leads to the feeds it announces, in their order", () => {
    const choice = chooseForHomePage(
      [
        { url: "https://site.example/feed", title: "Site", type: rss },
        { url: "https://site.example/sport/feed", title: "Sport", type: rss },
      ],
      ["https://site.example/sitemap.xml"],
    );
    expect(choice).toEqual({
      found: [
        { url: "https://site.example/feed", kind: "feed" },
        { url: "https://site.example/sport/feed", kind: "feed" },
      ],
      replacesOthers: false,
      reason:
        "a home page; of the feeds it announces (2) it reads https://site.example/feed, https://site.example/sport/feed",
    });
  });

  test.each<[string, [string, string | null][], string[]]>([
    [
      "comments",
      [
        ["https://site.example/feed/", "Site » Feed"],
        ["https://site.example/comments/feed/", "Site » Comments Feed"],
      ],
      ["https://site.example/feed/"],
    ],
    [
      "comments in another language",
      [
        ["https://site.example/feed", "Nachrichten"],
        ["https://site.example/k", "Kommentare"],
      ],
      ["https://site.example/feed"],
    ],
    [
      "a second format of the same feed",
      [
        ["https://site.example/rss.xml", "Site (RSS 2.0)"],
        ["https://site.example/atom.xml", "Site (Atom 1.0)"],
      ],
      ["https://site.example/rss.xml"],
    ],
    [
      "a second format without a title",
      [
        ["https://site.example/rss.xml", null],
        ["https://site.example/atom.xml", null],
      ],
      ["https://site.example/rss.xml"],
    ],
    [
      "what is no address",
      [
        ["javascript:void(0)", "A"],
        ["ftp://site.example/feed", "B"],
        ["https://site.example/feed", "C"],
      ],
      ["https://site.example/feed"],
    ],
  ])("does not lead to %s", (_what, alternates, expected) => {
    expect(feedsOf(...alternates)).toEqual(expected);
  });

  test("leads to at most five feeds", () => {
    expect(
      feedsOf(
        ...Array.from({ length: 30 }, (_, n): [string, string] => [
          `https://site.example/${n}`,
          `Part ${"abcdefghijklmnopqrstuvwxyzäöüß"[n]}`,
        ]),
      ),
    ).toHaveLength(5);
  });

  test("leads to the sitemaps of its robots.txt when it announces no feed", () => {
    expect(chooseForHomePage([], ["https://site.example/news.xml", "https://site.example/news.xml"])).toMatchObject({
      found: [{ url: "https://site.example/news.xml", kind: "sitemap" }],
      reason: expect.stringContaining("of the sitemaps in its robots.txt (2) it reads"),
    });
  });

  test("leads to nothing when there is neither", () => {
    expect(chooseForHomePage([], [])).toBeNull();
  });
});

describe("a sitemap index", () => {
  const child = (url: string, modifiedAt: string | null) => ({ url: `https://site.example/${url}`, modifiedAt });
  const chosen = (children: Parameters<typeof chooseForIndex>[0], maxAgeMs: number | null = 48 * 3600_000) =>
    chooseForIndex(children, maxAgeMs, now).found.map((document) => document.url.slice("https://site.example/".length));

  test("leads to its newest sitemaps, those without a date last", () => {
    expect(
      chosen([
        child("undated", null),
        child("yesterday", "2026-03-01T12:00:00.000Z"),
        child("today", "2026-03-02T11:00:00.000Z"),
      ]),
    ).toEqual(["today", "yesterday", "undated"]);
  });

  test("leads to none that is older than what is taken", () => {
    const children = [child("old", "2025-01-01T00:00:00.000Z"), child("new", "2026-03-02T00:00:00.000Z")];
    expect(chosen(children)).toEqual(["new"]);
    expect(chosen(children, null)).toEqual(["new", "old"]);
    expect(chooseForIndex(children, 48 * 3600_000, now).reason).toBe(
      "an index of sitemaps; it reads the newest 1 of 2",
    );
  });

  test("leads to a bounded number, and to each once", () => {
    expect(chosen(Array.from({ length: 50_000 }, (_, n) => child(`${n % 3000}`, null)))).toHaveLength(20);
    expect(chosen([child("a", null), child("a", null)])).toEqual(["a"]);
  });
});
