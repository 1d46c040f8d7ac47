import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Feed } from "./feed.ts";
import { parseFeed } from "./parse-feed.ts";

/* What publishers get wrong and what attackers send (design: fetching.md sections 2 and 8). Nothing may hang: every case ends within seconds. */

/** Work a case may take, in milliseconds of one processor; all of them take a fraction of it. */
const patienceMs = 3000;

const channel = (inner: string): string => `<rss version="2.0"><channel><title>F</title>${inner}</channel></rss>`;
const item = (inner: string): string => channel(`<item><title>A</title>${inner}</item>`);
const one = ["A"];

type SloppyCase = readonly [
  name: string,
  document: string | Uint8Array,
  titles: readonly string[],
  headers?: Record<string, string>,
];

/** Documents with the titles of the items that are to come out. */
const sloppy: SloppyCase[] = [
  ["a bare ampersand", channel("<item><title>A & B</title></item>"), ["A & B"]],
  ["a bare ampersand in an attribute", item('<enclosure url="https://a.example/?a&b"/>'), one],
  ["cut off in a tag", item("").slice(0, -20), one],
  ["cut off in CDATA", `${channel("").slice(0, -16)}<item><title><![CDATA[A`, one],
  [
    "cut off in a character",
    new TextEncoder().encode("<rss><channel><item><title>Aé</title></item><item><title>é").subarray(0, -1),
    ["Aé", "\ufffd"],
  ],
  ["blank lines before the declaration", `\n\n <?xml version="1.0"?>${item("")}`, one],
  [
    "a warning of PHP before the declaration",
    `<br />\n<b>Warning</b>: x in <b>y.php</b> on line 1<br />\n<?xml version="1.0"?>${item("")}`,
    one,
  ],
  ["a comment after the end", `${item("")}<!-- served in 0.2 s -->`, one],
  ["two documents one after the other", `${item("")}${item("")}`, one],
  [
    "another prefix of RDF",
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:q="http://purl.org/rss/1.0/"><q:channel/><q:item><q:title>A</q:title></q:item></r:RDF>',
    one,
  ],
  [
    "another prefix of Atom",
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A</a:title></a:entry></a:feed>',
    one,
  ],
  ["a prefix never declared", "<atom:feed><atom:entry><atom:title>A</atom:title></atom:entry></atom:feed>", one],
  [
    "a namespace that does not exist",
    '<feed xmlns="http://www.w3.org/2099/Atom"><entry><title>A</title></entry></feed>',
    one,
  ],
  ["upper case", "<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>", one],
  ["no version", "<rss><channel><item><title>A</title></item></channel></rss>", one],
  ["no root", "<channel><item><title>A</title></item></channel>", one],
  ["items outside of the channel", "<rss><channel><title>F</title></channel><item><title>A</title></item></rss>", one],
  ["ends that cross", "<rss><channel><item><title>A</item></title></channel></rss>", one],
  [
    "names of HTML for characters",
    channel("<item><title>&Agrave; la carte&nbsp;&hellip;</title></item>"),
    ["À la carte …"],
  ],
  ["control characters", channel("<item><title>A\u0001\u0008</title></item>"), ["A\u0001\u0008"]],
  ["NUL", channel("<item><title>A\0</title></item>"), one],
  ["half characters by number", channel("<item><title>A&#xD83D;</title></item>"), ["A\ufffd"]],
  ["a charset that does not exist", item(""), one, { "content-type": "text/xml; charset=klingon" }],
  [
    "a charset that is not true",
    Buffer.from(channel("<item><title>Aé</title></item>")),
    ["Aé"],
    { "content-type": "text/xml; charset=shift_jis" },
  ],
  [
    "windows-1252 that calls itself UTF-8",
    Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${channel("<item><title>Aé</title></item>")}`, "latin1"),
    ["Aé"],
  ],
  ["UTF-16 without mark", Buffer.from(item(""), "utf16le"), one],
  ["gzip that nobody announced", gzipSync(item("")), one],
  [
    "dates nobody can read",
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><updated>soon</updated><published/></entry></feed>`,
    one,
  ],
  ["empty items", channel("<item/><item></item><item><title/></item>"), ["", "", ""]],
  [
    "guids that are all the same",
    channel(
      "<item><title>A</title><guid>x</guid><link>https://a.example/1</link></item><item><title>B</title><guid>x</guid><link>https://a.example/2</link></item>",
    ),
    ["A", "B"],
  ],
  ["names of properties of objects", item("<__proto__>x</__proto__><constructor/><toString a='b'/>"), one],
  ["an item in an item", channel("<item><title>A</title><item><title>B</title></item></item>"), one],
];

describe("sloppy feeds are read", () => {
  test.each(sloppy.map(withHeaders))("%s", async (_, document, titles, headers) => {
    const { items } = await read(document, headers);
    expect(items.map(({ title }) => title ?? "")).toEqual(titles);
  });
});

const hostile: (readonly [name: string, document: () => string, items: number])[] = [
  [
    "a billion laughs",
    () =>
      `<!DOCTYPE r [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, index) => `<!ENTITY ${"bcdefghij"[index]} "${`&${"abcdefghi"[index]};`.repeat(10)}">`).join("")}]>${item("&j;")}`,
    1,
  ],
  [
    "one entity used again and again",
    () => `<!DOCTYPE r [<!ENTITY a "${"x".repeat(100_000)}">]>${item("&a;".repeat(100_000))}`,
    1,
  ],
  ["an entity of a file", () => `<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>${item("&a;")}`, 1],
  [
    "an entity of another host",
    () => `<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd" [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>${item("")}`,
    1,
  ],
  ["200,000 openings of CDATA", () => item(`<description>${"<![CDATA[".repeat(200_000)}`), 1],
  ["200,000 CDATA sections", () => item(`<description>${"<![CDATA[x]]>".repeat(200_000)}</description>`), 1],
  ["a million openings of comments", () => item("<!--".repeat(1_000_000)), 1],
  [
    "200,000 comments without end in a text",
    () => item(`<description>${"&lt;!-- &gt;".repeat(200_000)}</description>`),
    1,
  ],
  [
    "half a million beginnings of tags",
    () => item(`<description><![CDATA[${"a<p".repeat(500_000)}]]></description>`),
    1,
  ],
  [
    "half a million quotes left open",
    () => item(`<description><![CDATA[${'<p a="'.repeat(300_000)}]]></description>`),
    1,
  ],
  [
    "escaped HTML nested 100,000 deep",
    () => item(`<description><![CDATA[${"<div>".repeat(100_000)}]]></description>`),
    1,
  ],
  ["300,000 scripts left open", () => item(`<description><![CDATA[${"<script><".repeat(300_000)}]]></description>`), 1],
  ["two million ampersands", () => item(`<description>${"&".repeat(2_000_000)}</description>`), 1],
  ["half a million references", () => item(`<description>${"&amp;lt;&#38;".repeat(200_000)}</description>`), 1],
  [
    "50,000 attributes",
    () => `<rss ${Array.from({ length: 50_000 }, (_, index) => `a${index}="x"`).join(" ")}><channel><item>`,
    1,
  ],
  [
    "50,000 namespaces in one element",
    () => `<rss ${Array.from({ length: 50_000 }, (_, index) => `xmlns:a${index}="x"`).join(" ")}><channel><item>`,
    1,
  ],
  [
    "namespaces on 250 levels",
    () =>
      item(
        Array.from(
          { length: 200 },
          (_, level) => `<a ${Array.from({ length: 100 }, (_, index) => `xmlns:n${level}x${index}="u"`).join(" ")}>`,
        ).join(""),
      ),
    1,
  ],
  [
    "a namespace on each of 20,000 items",
    () =>
      channel(
        Array.from({ length: 20_000 }, (_, index) => `<item xmlns:n${index}="u${index}"><title>A</title></item>`).join(
          "",
        ),
      ),
    20_000,
  ],
  [
    "an endless author",
    () =>
      item(
        `<author>${"a (".repeat(200_000)}</author><author>${"@".repeat(200_000)}</author><author>${"a ".repeat(249)}@</author>`,
      ),
    1,
  ],
  ["an endless date", () => item(`<pubDate>${"1 ".repeat(500_000)}</pubDate>`), 1],
  ["an endless address", () => item(`<link>https://a.example/${"a/../".repeat(300_000)}</link>`), 1],
  ["white space without end", () => item(`<description>${" \n".repeat(2_000_000)}x</description>`), 1],
  ["ends without start", () => item("</b>".repeat(300_000)), 1],
  [
    "50,000 items",
    () => channel("<item><title>A</title><pubDate>Thu, 29 Feb 2024 12:30:00 GMT</pubDate></item>".repeat(50_000)),
    50_000,
  ],
  ["JSON nested 100,000 deep", () => `{"items":[${"[".repeat(100_000)}${"]".repeat(100_000)}]}`, 0],
];

describe("hostile feeds are read without hanging", () => {
  test.each(hostile)("%s", async (_, document, count) => {
    const text = document();
    const before = process.threadCpuUsage();
    const { items } = await read(text);
    expect(workedMs(before)).toBeLessThan(patienceMs);
    expect(items).toHaveLength(count);
    expect(JSON.stringify(items)).not.toContain("root:");
  });
});

describe("what is over a limit, or no feed, is refused at once", () => {
  test.each<[name: string, document: () => string | Uint8Array, code: string]>([
    ["elements nested 100,000 deep", () => channel("<a>".repeat(100_000)), "tooLarge"],
    ["600,000 elements", () => channel("<a/>".repeat(600_000)), "tooLarge"],
    ["a bomb of gzip", () => gzipSync(Buffer.alloc(100_000_000)), "tooLarge"],
    ["five million less-than signs", () => "<".repeat(5_000_000), "notFeed"],
    [
      "a page that challenges",
      () =>
        `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>${"<div>".repeat(50_000)}</body></html>`,
      "html",
    ],
    ["a page without doctype", () => "<html><body><p>Please sign in</p></body></html>", "html"],
    ["a picture", () => Uint8Array.from({ length: 2000 }, (_, index) => (index * 37) % 256), "notFeed"],
    ["nothing", () => "", "empty"],
    ["NUL alone", () => "\0".repeat(1000), "empty"],
  ])("%s", async (_, document, code) => {
    const bytes = document();
    const before = process.threadCpuUsage();
    await expect(read(bytes)).rejects.toMatchObject({ name: "FeedError", code });
    expect(workedMs(before)).toBeLessThan(patienceMs);
  });
});

function withHeaders([name, document, titles, headers = {}]: SloppyCase): Required<SloppyCase> {
  return [name, document, titles, headers];
}

function workedMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function read(document: string | Uint8Array, headers: Record<string, string> = {}): Promise<Feed> {
  const bytes = typeof document === "string" ? new TextEncoder().encode(document) : document;
  return parseFeed(bytes, headers, "https://news.example/feed");
}
