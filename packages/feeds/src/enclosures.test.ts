import { expect, test } from "vitest";
import { parseFeed } from "./parse-feed.ts";

const mp3 = { url: "https://news.example/a.mp3", type: "audio/mpeg", lengthBytes: 123 };

test.each([
  ["RSS", '<enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="123"/>', [mp3]],
  ["Atom", '<atom:link rel="enclosure" href="https://news.example/a.mp3" type="audio/mpeg" length="123"/>', [mp3]],
  [
    "RSS 1.0",
    '<e:enclosure xmlns:e="http://purl.oclc.org/net/rss_2.0/enc#" rdf:resource="https://news.example/a.mp3" e:type="audio/mpeg" e:length="123"/>',
    [mp3],
  ],
  ["a relative address", '<enclosure url="/a.mp3" type="audio/mpeg" length="123"/>', [mp3]],
  ["nothing but an address", '<enclosure url="/a.mp3"/>', [{ ...mp3, type: null, lengthBytes: null }]],
  ["no length", '<enclosure url="/a.mp3" type=" " length="0"/>', [{ ...mp3, type: null, lengthBytes: null }]],
  ["the same twice", '<enclosure url="/a.mp3" type="audio/mpeg" length="123"/><enclosure url="/a.mp3"/>', [mp3]],
  ["no address", '<enclosure type="audio/mpeg"/>', []],
  ["not on the web", '<enclosure url="ftp://news.example/a.mp3"/>', []],
])("%s", async (_, xml, enclosures) => {
  const document = `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><item>${xml}</item></channel></rss>`;
  const { items } = await parseFeed(new TextEncoder().encode(document), {}, "https://news.example/feed");
  expect(items[0]?.enclosures).toEqual(enclosures);
});

test("attachments of JSON Feed", async () => {
  const attachments = [{ url: "/a.mp3", mime_type: "audio/mpeg", size_in_bytes: 123 }, { url: 7 }, "x"];
  const document = JSON.stringify({ items: [{ id: "1", attachments }] });
  const { items } = await parseFeed(new TextEncoder().encode(document), {}, "https://news.example/feed");
  expect(items[0]?.enclosures).toEqual([mp3]);
});
