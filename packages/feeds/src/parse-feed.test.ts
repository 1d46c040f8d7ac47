import { describe, expect, test } from "vitest";
import type { Feed } from "./feed.ts";
import { FeedError } from "./feed-error.ts";
import { parseFeed } from "./parse-feed.ts";

const atom = 'xmlns="http://www.w3.org/2005/Atom"';

describe("a whole document", () => {
  test("of RSS 2.0", async () => {
    const feed = await parse(`<?xml version="1.0"?>
      <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>Daily &amp; News</title><link>https://news.example/</link><language>en-gb</language><ttl>15</ttl>
        <item><title>First &amp;amp; best</title><link>https://news.example/1</link><guid isPermaLink="false">n1</guid>
          <pubDate>Thu, 29 Feb 2024 12:30:00 +0100</pubDate><dc:creator>Ann Lee</dc:creator><category>Politics</category>
          <description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded></item>
      </channel></rss>`);
    expect(feed).toEqual({
      kind: "rss",
      title: "Daily & News",
      url: "https://news.example/",
      language: "en-gb",
      ttlMs: 900_000,
      hub: null,
      self: null,
      items: [
        {
          id: "n1",
          url: "https://news.example/1",
          title: "First & best",
          publishedAt: "2024-02-29T11:30:00.000Z",
          updatedAt: null,
          summary: "Short",
          content: "<p>Long</p>",
          authors: [{ name: "Ann Lee" }],
          categories: [{ term: "Politics" }],
          enclosures: [],
          language: "en-gb",
        },
      ],
    });
  });

  test("of Atom", async () => {
    const feed = await parse(`<feed ${atom} xml:lang="de" xml:base="https://blog.example/de/"><title>Blog</title>
      <link href="/"/><link rel="self" href="feed.xml"/><author><name>Team</name></author>
      <entry><id>tag:blog.example,2024:1</id><title type="html">&lt;b&gt;Eins&lt;/b&gt;</title><link href="eins"/>
        <published>2024-02-29T12:30:00Z</published><updated>2024-03-01T12:30:00Z</updated>
        <summary>Kurz &lt;b&gt;</summary><category term="Politik"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lang &amp; breit</p></div></content></entry></feed>`);
    expect(feed).toMatchObject({ kind: "atom", title: "Blog", url: "https://blog.example/", language: "de" });
    expect(feed.items).toEqual([
      {
        id: "tag:blog.example,2024:1",
        url: "https://blog.example/de/eins",
        title: "Eins",
        publishedAt: "2024-02-29T12:30:00.000Z",
        updatedAt: "2024-03-01T12:30:00.000Z",
        summary: "Kurz <b>",
        content: "<div><p>Lang &amp; breit</p></div>",
        authors: [{ name: "Team" }],
        categories: [{ term: "Politik" }],
        enclosures: [],
        language: "de",
      },
    ]);
  });

  test("of RDF", async () => {
    const feed =
      await parse(`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
      <channel r:about="https://x.example/"><title>X</title><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>
      <item r:about="https://x.example/1"><title>One</title><dc:date>2024-02-29</dc:date></item></r:RDF>`);
    expect(feed).toMatchObject({ kind: "rdf", title: "X", url: "https://x.example/", ttlMs: 900_000 });
    expect(feed.items).toMatchObject([
      { id: "https://x.example/1", url: "https://x.example/1", publishedAt: "2024-02-29T00:00:00.000Z" },
    ]);
  });

  test("of JSON Feed", async () => {
    const feed = await parse(
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "J",
        home_page_url: "https://j.example/",
        language: "fr",
        authors: [{ name: "Team" }],
        items: [
          {
            id: 7,
            url: "/7",
            title: "Sept",
            content_text: "1 < 2",
            tags: ["a", 3, ""],
            date_published: "2024-02-29T12:30:00+01:00",
          },
          { id: "8", content_html: "<p>\u0000huit\ud800</p>", author: { name: "Zoé" }, language: "fr-CA" },
          "not an item",
        ],
      }),
      {},
      "https://j.example/feed.json",
    );
    expect(feed).toMatchObject({ kind: "json", title: "J", url: "https://j.example/", language: "fr" });
    expect(feed.items).toMatchObject([
      {
        id: "7",
        url: "https://j.example/7",
        content: "1 &lt; 2",
        categories: [{ term: "a" }],
        authors: [{ name: "Team" }],
        publishedAt: "2024-02-29T11:30:00.000Z",
        language: "fr",
      },
      { id: "8", url: null, content: "<p>huit\ufffd</p>", authors: [{ name: "Zoé" }], language: "fr-CA" },
    ]);
    expect(feed.items).toHaveLength(2);
  });
});

describe("documents that are not quite right", () => {
  test.each([
    [
      "an unescaped ampersand",
      "<rss version='2.0'><channel><item><title>A & B</title></item></channel></rss>",
      "A & B",
    ],
    ["the end missing", "<rss version='2.0'><channel><item><title>A</title><link>https://a.example/", "A"],
    [
      "text before the declaration",
      "\n<br />\n<b>Warning</b>: x <?xml version='1.0'?><rss><channel><item><title>A</title></item></channel></rss>",
      "A",
    ],
    ["no version", "<rss><channel><item><title>A</title></item></channel></rss>", "A"],
    ["upper case", "<RSS><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>", "A"],
    ["items outside of the channel", "<rss version='2.0'><channel/><item><title>A</title></item></rss>", "A"],
    [
      "a prefix of its own",
      "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>A</a:title></a:entry></a:feed>",
      "A",
    ],
    ["a prefix never declared", "<rss><channel><item><dc:title>A</dc:title></item></channel></rss>", "A"],
    [
      "HTML names for characters",
      "<rss><channel><item><title>&Agrave; la carte</title></item></channel></rss>",
      "À la carte",
    ],
    ["windows-1252 numbers", "<rss><channel><item><title>don&#146;t</title></item></channel></rss>", "don’t"],
    ["CDATA", "<rss><channel><item><title><![CDATA[A &amp; <i>B</i>]]></title></item></channel></rss>", "A & B"],
    ["unescaped markup", "<rss><channel><item><title>A <i>B</i></title></item></channel></rss>", "A B"],
    [
      "a title in another vocabulary first",
      "<rss xmlns:m='http://search.yahoo.com/mrss/'><channel><item><m:title>B</m:title><title>A</title></item></channel></rss>",
      "A",
    ],
    [
      "an entity bomb",
      "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>",
      "&b;",
    ],
  ])("%s", async (_, text, title) => {
    const { items } = await parse(text);
    expect(items.map((item) => item.title)).toEqual([title]);
  });

  test("a bad date costs the date, not the feed", async () => {
    const { items } = await parse(`<feed ${atom}><entry><title>A</title><updated>soon</updated></entry></feed>`);
    expect(items).toMatchObject([{ title: "A", publishedAt: null, updatedAt: null }]);
  });

  test("elements named like properties of objects do no harm", async () => {
    const { items } = await parse(
      "<rss><channel><item><__proto__>x</__proto__><constructor/><title>A</title></item></channel></rss>",
    );
    expect(items).toMatchObject([{ title: "A" }]);
    expect(Object.prototype).not.toHaveProperty("x");
  });
});

describe("links", () => {
  test.each([
    ["absolute, as it stands", "<link> https://A.example/b c</link>", "https://A.example/b c"],
    ["relative to the document", "<link>/1</link>", "https://news.example/1"],
    ["relative to xml:base", "<link xml:base='https://base.example/x/'>1</link>", "https://base.example/x/1"],
    ["Atom's inside of RSS", "<atom:link href='https://news.example/2'/>", "https://news.example/2"],
    ["a guid that is one", "<guid>https://news.example/3</guid>", "https://news.example/3"],
    ["a guid that is none", "<guid isPermaLink='false'>https://news.example/3</guid>", null],
    ["no page", "<link>javascript:alert(1)</link>", null],
    [
      "alternate rather than self",
      "<atom:link rel='self' href='https://a.example/'/><atom:link rel='alternate' href='https://b.example/'/>",
      "https://b.example/",
    ],
  ])("%s", async (_, xml, url) => {
    const { items } = await parse(`<rss><channel><item>${xml}</item></channel></rss>`, {}, "https://news.example/feed");
    expect(items[0]?.url).toBe(url);
  });

  test("Content-Location is the base when the server gives one", async () => {
    const headers = { "content-location": "/de/feed.xml" };
    const { items } = await parse(
      "<rss><channel><item><link>1</link></item></channel></rss>",
      headers,
      "https://news.example/feed",
    );
    expect(items[0]?.url).toBe("https://news.example/de/1");
  });
});

test("the language is the text's own, else the feed's, else the server's", async () => {
  const body = '<channel>LANG<item xml:lang="fr_FR"><title>A</title></item><item><title>B</title></item></channel>';
  const languages = async (channel: string) => {
    const feed = await parse(`<rss>${body.replace("LANG", channel)}</rss>`, { "content-language": "en" });
    return feed.items.map((item) => item.language);
  };
  expect(await languages("<language>de</language>")).toEqual(["fr-FR", "de"]);
  expect(await languages("")).toEqual(["fr-FR", "en"]);
});

test("an identifier that two pages share identifies neither", async () => {
  const pairs = ["x 1", "x 2", "y 3", "y 3"].map((pair) => pair.split(" "));
  const xml = pairs.map(
    ([guid, path]) => `<item><guid isPermaLink="false">${guid}</guid><link>https://a.example/${path}</link></item>`,
  );
  const { items } = await parse(`<rss><channel>${xml.join("")}</channel></rss>`);
  expect(items.map(({ id }) => id)).toEqual(["https://a.example/1", "https://a.example/2", "y", "y"]);
});

test("an item without identifier and link is told by its title and date, the same at every poll", async () => {
  const xml = "<rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>";
  const first = await parse(xml);
  const again = await parse(xml);
  expect(first.items[0]?.id).toMatch(/^sha256:/);
  expect(first.items[0]?.id).not.toBe(first.items[1]?.id);
  expect(again.items).toEqual(first.items);
});

describe("what is no feed", () => {
  test.each([
    ["nothing", "  \n", "empty", "the document is empty"],
    ["text", "Service unavailable", "notFeed", "contains no XML and no JSON"],
    ["a sitemap", "<urlset><url/></urlset>", "notFeed", "this is a sitemap"],
    ["an OPML list", "<opml><body><outline xmlUrl='x'/></body></opml>", "notFeed", "OPML"],
    ["other XML", "<note/>", "notFeed", "its first element is <note>"],
    ["other JSON", '{"error":"no"}', "notFeed", "not a JSON Feed"],
    ["broken JSON", '{"items":[', "notFeed", "not valid JSON"],
    ["a page", "<!DOCTYPE html><title>x</title>", "html", "this is an HTML page, not a feed"],
    ["a page without doctype", "<html><head></head></html>", "html", "this is an HTML page, not a feed"],
    ["nested too deeply", `<rss>${"<a>".repeat(300)}`, "tooLarge", "256"],
    ["too many elements", `<rss>${"<a/>".repeat(500_001)}`, "tooLarge", "500000"],
  ])("%s", async (_, text, code, words) => {
    const error = await parse(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FeedError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test("a page that links to feeds names them", async () => {
    const html = `<html><head><link rel="alternate" type="application/rss+xml" href="/rss"><link rel="stylesheet" href="/css">
      <LINK REL="alternate home" TYPE="application/atom+xml" HREF="https://b.example/atom"></head></html>`;
    await expect(parse(html, {}, "https://a.example/x")).rejects.toMatchObject({
      message: "this is an HTML page, not a feed; it links to https://a.example/rss and https://b.example/atom",
      alternates: ["https://a.example/rss", "https://b.example/atom"],
    });
  });
});

function parse(text: string, headers: Record<string, string> = {}, url?: string): Promise<Feed> {
  return parseFeed(new TextEncoder().encode(text), headers, url);
}
