import Parser from "rss-parser";
import { describe, expect, test } from "vitest";
import { atomText } from "./atom.ts";
import type { FeedDocument, FeedEntry } from "./feed-document.ts";
import { jsonFeedText } from "./json-feed.ts";
import { stableId } from "./stable-id.ts";
import { isUnchanged } from "./unchanged.ts";

const entry: FeedEntry = {
  id: "urn:uuid:00000000-0000-8000-8000-000000000001",
  title: "Strike & <walkout>",
  url: "https://site.example/?a=1&b=2",
  published: new Date("2026-03-01T10:00:00Z"),
  updated: new Date("2026-03-02T10:00:00Z"),
  summary: "The “quay” is <closed>.",
  authors: ["Jane Roe", "O'Brien"],
  language: "en-GB",
  sourceId: "site",
};
const feed: FeedDocument = {
  id: "urn:uuid:00000000-0000-8000-8000-000000000000",
  title: "Harbour",
  homeUrl: "https://wire.example/topics/harbour",
  selfUrl: "https://wire.example/feeds/x.atom",
  updated: entry.updated,
  entries: [entry],
};

describe("a feed as Atom", () => {
  test("is what rss-parser reads", async () => {
    const read = await new Parser().parseString(atomText(feed));
    expect([read.title, read.link, read.feedUrl]).toEqual(["Harbour", feed.homeUrl, feed.selfUrl]);
    expect(read.items).toMatchObject([
      {
        id: entry.id,
        title: entry.title,
        link: entry.url,
        author: "Jane Roe",
        summary: entry.summary,
        pubDate: "2026-03-01T10:00:00.000Z",
      },
    ]);
  });

  test("has an author and a link or content in each entry, as RFC 4287 wants", async () => {
    const text = atomText({
      ...feed,
      homeUrl: null,
      selfUrl: null,
      entries: [{ ...entry, url: null, authors: [], language: "x y" }],
    });
    expect(text).toContain("<author><name>site</name></author>");
    expect(text).toContain('<content type="text">');
    expect(text).not.toMatch(/<link|xml:lang/u);
    expect((await new Parser().parseString(text)).items).toHaveLength(1);
  });

  test.each(["\u0000", "\u000B", "\u001F", "\uD800", "\uFFFE", "\u202E", "]]>", "<!--", "<![CDATA[", "&#0;", "&x;"])(
    "is read whatever stands in a title: %j",
    async (sign) => {
      const text = atomText({
        ...feed,
        title: sign,
        entries: [{ ...entry, title: `a${sign}b`, summary: sign, authors: [sign] }],
      });
      const { items } = await new Parser().parseString(text);
      expect(items).toHaveLength(1);
      expect(items[0]?.title?.startsWith("a")).toBe(true);
    },
  );
});

test("a feed as JSON has what JSON Feed 1.1 asks for", () => {
  const { version, title, items } = JSON.parse(jsonFeedText(feed)) as {
    version: string;
    title: string;
    items: unknown[];
  };
  expect([version, title]).toEqual(["https://jsonfeed.org/version/1.1", "Harbour"]);
  expect(items).toEqual([
    {
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_text: entry.summary,
      date_published: "2026-03-01T10:00:00.000Z",
      date_modified: "2026-03-02T10:00:00.000Z",
      authors: [{ name: "Jane Roe" }, { name: "O'Brien" }],
      language: "en-GB",
      tags: ["site"],
    },
  ]);
});

test("ids stay the same, differ by article and installation, and are UUIDs", () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  expect(stableId(one, "article 1")).toBe(stableId(one, "article 1"));
  expect(new Set([stableId(one, "article 1"), stableId(one, "article 2"), stableId(other, "article 1")]).size).toBe(3);
  expect(stableId(one, "article 1")).toMatch(
    /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u,
  );
});

test.each([
  [{ "if-none-match": 'W/"a"' }, true],
  [{ "if-none-match": '"b", "a"' }, true],
  [{ "if-none-match": "*" }, true],
  [{ "if-none-match": '"b"', "if-modified-since": "Mon, 02 Mar 2026 10:00:00 GMT" }, false],
  [{ "if-modified-since": "Mon, 02 Mar 2026 10:00:00 GMT" }, true],
  [{ "if-modified-since": "Mon, 02 Mar 2026 09:59:59 GMT" }, false],
  [{ "if-modified-since": "nonsense" }, false],
  [{}, false],
])("a reader that says %o has it already: %s", (headers, wanted) => {
  expect(isUnchanged(headers, 'W/"a"', new Date("2026-03-02T10:00:00.700Z"))).toBe(wanted);
});
