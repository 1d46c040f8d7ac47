import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseFeed } from "./parse-feed.ts";
import { readDocument } from "./source-document.ts";

const rss = "<rss version='2.0'><channel><title>F</title><item><title>A</title></item></channel></rss>";

describe("tells by the content what a document is", () => {
  test.each([
    ["a feed served as a page", rss, "text/html", "feed"],
    ["a JSON Feed served as text", '{"items":[]}', "text/plain", "feed"],
    ["a sitemap", "<urlset><url><loc>https://a.example/</loc></url></urlset>", "application/rss+xml", "sitemap"],
    ["an index of sitemaps", "<?xml version='1.0'?><!-- x --><sitemapindex/>", "text/xml", "sitemap"],
    ["a sitemap with a prefix", '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "", "sitemap"],
    ["a list of addresses", "https://a.example/1\nhttps://a.example/2\n", "text/plain", "sitemap"],
    ["a page served as a feed", "<!DOCTYPE html><title>T</title>", "application/rss+xml", "html"],
    ["a piece of a page", '<div class="x"><p>Sign in</p></div>', "text/html", "html"],
    ["a page in XHTML", '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "", "html"],
  ])("%s", async (_, text, contentType, kind) => {
    expect((await read(text, { "content-type": contentType })).kind).toBe(kind);
  });

  test.each([
    ["nothing", " \n", "empty"],
    ["a sentence", "Too many requests", "notFeed"],
    ["other XML", "<note/>", "notFeed"],
    ["other JSON", '{"error":"no"}', "notFeed"],
    ["a list of JSON", "[1, 2]", "notFeed"],
    ["an OPML list", "<opml/>", "notFeed"],
    ["addresses among words", "https://a.example/1\nnot an address", "notFeed"],
  ])("%s is nothing of it", async (_, text, code) => {
    await expect(read(text)).rejects.toMatchObject({ name: "FeedError", code });
  });
});

test("a page says what it is called and which feeds it has", async () => {
  const html = `<html><head><title>Home &amp; more</title><link rel="alternate" type="application/rss+xml" title="News" href="/rss"></head></html>`;
  expect(await read(html)).toEqual({
    kind: "html",
    title: "Home & more",
    alternates: [{ url: "https://news.example/rss", title: "News", type: "application/rss+xml" }],
  });
});

describe("gzip that nobody announced", () => {
  test("is unpacked", async () => {
    expect((await parseFeed(gzipSync(rss), {})).title).toBe("F");
  });

  test("is read as far as it came", async () => {
    const items = Array.from({ length: 2000 }, (_, index) => `<item><title>${index ** 5}</title></item>`);
    const packed = gzipSync(`<rss><channel>${items.join("")}</channel></rss>`);
    const feed = await parseFeed(packed.subarray(0, packed.length / 2), {});
    expect(feed.items.length).toBeGreaterThan(100);
  });

  test("is not unpacked beyond the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024));
    await expect(readDocument(bomb, {})).rejects.toMatchObject({ code: "tooLarge" });
  });

  test("is refused when it is broken", async () => {
    await expect(readDocument(Uint8Array.of(0x1f, 0x8b, 1, 2, 3), {})).rejects.toMatchObject({ code: "notFeed" });
  });
});

describe("hub and self", () => {
  const links = '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/feed"/>';
  const withLinks = `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>${links}</channel></rss>`;
  test.each([
    ["of the document", withLinks, {}, "https://hub.example/", "https://news.example/feed"],
    [
      "of the header, which leads",
      withLinks,
      { link: '<https://other.example/>; rel="hub", </topic>; rel=self' },
      "https://other.example/",
      "https://news.example/topic",
    ],
    [
      "of a JSON Feed",
      '{"items":[],"feed_url":"/feed","hubs":[{"type":"rssCloud","url":"/c"},{"type":"WebSub","url":"https://hub.example/"}]}',
      {},
      "https://hub.example/",
      "https://news.example/feed",
    ],
    ["nowhere", rss, {}, null, null],
  ])("%s", async (_, text, headers, hub, self) => {
    expect(await parseFeed(new TextEncoder().encode(text), headers, "https://news.example/x")).toMatchObject({
      hub,
      self,
    });
  });
});

function read(text: string, headers: Record<string, string> = {}) {
  return readDocument(new TextEncoder().encode(text), headers, "https://news.example/");
}
