import { describe, expect, test } from "vitest";
import type { SourceItem } from "@wirewatch/model";
import { parseFeed } from "./parse-feed.ts";

const namespaces = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:dcterms="http://purl.org/dc/terms/"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
  'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
].join(" ");

const inRss = (xml: string): Promise<SourceItem> =>
  onlyItem(`<rss version="2.0" ${namespaces}><channel><item>${xml}</item></channel></rss>`);
const inAtom = (xml: string): Promise<SourceItem> =>
  onlyItem(`<feed xmlns="http://www.w3.org/2005/Atom" ${namespaces}><entry>${xml}</entry></feed>`);
const inAtom03 = (xml: string): Promise<SourceItem> =>
  onlyItem(`<feed version="0.3" xmlns="http://purl.org/atom/ns#" ${namespaces}><entry>${xml}</entry></feed>`);

async function onlyItem(document: string): Promise<SourceItem> {
  const { items } = await parseFeed(new TextEncoder().encode(document), {}, "https://news.example/feed");
  const [item] = items;
  if (item === undefined) throw new Error("the document has no item");
  return item;
}

describe("titles", () => {
  test.each([
    ["Dublin Core's where RSS has none", "<dc:title>A</dc:title>", "A"],
    ["RSS's own before others", "<dc:title>B</dc:title><media:title>C</media:title><title>A</title>", "A"],
    ["the next where one is empty", "<title> </title><dc:title>A</dc:title>", "A"],
    ["not that of a picture", "<image><title>B</title></image><title>A</title>", "A"],
    ["not that of a drawing", '<title xmlns="http://www.w3.org/2000/svg">B</title><title>A</title>', "A"],
    ["escaped once", "<title>&lt;b&gt;A&lt;/b&gt; &amp; B</title>", "A & B"],
    ["escaped twice", "<title>&amp;lt;b&amp;gt; &amp;amp; more</title>", "<b> & more"],
    ["in CDATA", "<title><![CDATA[<i>A</i> &#8211; B]]></title>", "A – B"],
    ["partly in CDATA", "<title>A <![CDATA[& B]]> C</title>", "A & B C"],
    ["with a name of HTML", "<title>Caf&eacute;</title>", "Café"],
    ["with less than", "<title>1 &lt; 2 and &lt;tag&gt;</title>", "1 < 2 and <tag>"],
    ["with a comment that never ends", "<title>sa&lt;!-- x &gt;fe</title>", "safe"],
    ["with space all over", "<title>\n  A\n\tB&#160;C </title>", "A B C"],
  ])("%s", async (_, xml, title) => {
    expect((await inRss(xml)).title).toBe(title);
  });
});

describe("titles of Atom", () => {
  test.each([
    ["text", '<title type="text">1 &lt; 2 &amp; 3 &lt;b&gt;</title>', "1 < 2 & 3 <b>"],
    ["no type, which is text", "<title>A &lt;b&gt; tag</title>", "A <b> tag"],
    ["html", '<title type="html">A &lt;b&gt;B&lt;/b&gt;</title>', "A B"],
    ["html in CDATA", '<title type="html"><![CDATA[A <b>B</b> &amp; C]]></title>', "A B & C"],
    ["xhtml", '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>B</b></div></title>', "A B"],
    [
      "xhtml with a prefix",
      '<title type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><h:div>A <h:b>B</h:b></h:div></title>',
      "A B",
    ],
    [
      "xhtml about a tag",
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The &lt;b&gt; tag</div></title>',
      "The <b> tag",
    ],
    ["a type nobody knows", '<title type="x">A</title>', "A"],
  ])("%s", async (_, xml, title) => {
    expect((await inAtom(xml)).title).toBe(title);
  });

  test.each([
    ["escaped", '<title type="text/html" mode="escaped">&lt;b&gt;A&lt;/b&gt;</title>', "A"],
    ["base64", `<title type="text/html" mode="base64">${btoa("<b>A</b>")}</title>`, "A"],
    ["inline", '<title type="application/xhtml+xml"><b xmlns="http://www.w3.org/1999/xhtml">A</b></title>', "A"],
    ["xml as text", '<title type="text/plain" mode="xml">A</title>', "A"],
  ])("%s, in version 0.3", async (_, xml, title) => {
    expect((await inAtom03(xml)).title).toBe(title);
  });
});

describe("summary and content", () => {
  test.each([
    ["description alone", "<description>&lt;p&gt;S&lt;/p&gt;</description>", "S", null],
    [
      "content:encoded beside it",
      "<description>S</description><content:encoded>&lt;p&gt;C&lt;/p&gt;</content:encoded>",
      "S",
      "<p>C</p>",
    ],
    ["encoded without prefix", "<encoded>&lt;p&gt;C&lt;/p&gt;</encoded>", null, "<p>C</p>"],
    ["an XHTML body", '<body xmlns="http://www.w3.org/1999/xhtml"><p>C</p></body>', null, "<p>C</p>"],
    ["naked markup", "<description><p>S <b>x</b></p></description>", "S x", null],
    ["markup of another vocabulary", '<description><o:p xmlns:o="urn:office">S</o:p> x</description>', "S x", null],
    ["Dublin Core", "<dc:description>S</dc:description>", "S", null],
    ["itunes", "<itunes:summary>S</itunes:summary>", "S", null],
    ["media", "<media:description>S</media:description>", "S", null],
    ["an abstract", "<dcterms:abstract>S</dcterms:abstract>", "S", null],
  ])("%s", async (_, xml, summary, content) => {
    expect(await inRss(xml)).toMatchObject({ summary, content });
  });

  test.each([
    ["text", '<content type="text">1 &lt; 2</content>', "1 &lt; 2"],
    ["html", '<content type="html">&lt;p&gt;C&lt;/p&gt;</content>', "<p>C</p>"],
    [
      "xhtml",
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p class="a">C<br/></p></div></content>',
      '<div><p class="a">C<br></p></div>',
    ],
    ["base64", `<content type="application/octet-stream">${btoa("C")}</content>`, "C"],
    ["a picture", `<content type="image/png">${btoa("png")}</content>`, null],
    ["elsewhere", '<content type="video/mp4" src="https://news.example/v.mp4"/>', null],
  ])("%s in Atom", async (_, xml, content) => {
    expect((await inAtom(xml)).content).toBe(content);
  });
});

describe("dates", () => {
  const day = "2024-02-29T12:30:00Z";
  const iso = "2024-02-29T12:30:00.000Z";
  test.each([
    "pubDate",
    "PubDate",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "atom:published",
    "published",
    "date",
  ])("%s tells when it was published", async (name) => {
    expect(await inRss(`<${name}>${day}</${name}>`)).toMatchObject({ publishedAt: iso, updatedAt: null });
  });
  test.each(["atom:updated", "updated", "dcterms:modified"])("%s tells when it was changed", async (name) => {
    expect(await inRss(`<${name}>${day}</${name}>`)).toMatchObject({ publishedAt: null, updatedAt: iso });
  });
  test.each([
    ["issued", "modified"],
    ["created", "modified"],
  ])("%s and %s in Atom 0.3", async (published, updated) => {
    const item = await inAtom03(`<${published}>${day}</${published}><${updated}>2024-03-01</${updated}>`);
    expect(item).toMatchObject({ publishedAt: iso, updatedAt: "2024-03-01T00:00:00.000Z" });
  });
  test("the first that can be read counts", async () => {
    expect(await inRss(`<pubDate>soon</pubDate><dc:date>${day}</dc:date>`)).toMatchObject({ publishedAt: iso });
  });
  test.each(["expirationDate", "dcterms:valid", "lastBuildDate"])("%s is another date", async (name) => {
    expect(await inRss(`<${name}>${day}</${name}>`)).toMatchObject({ publishedAt: null, updatedAt: null });
  });
});

describe("links", () => {
  test.each([
    [
      "a page rather than another form of it",
      '<link rel="alternate" type="application/json" href="/j"/><link rel="alternate" type="text/html" href="/h"/>',
      "https://news.example/h",
    ],
    [
      "another form when there is no page",
      '<link rel="alternate" type="application/json" href="/j"/>',
      "https://news.example/j",
    ],
    [
      "the relation as a URL",
      '<link rel="http://www.iana.org/assignments/relation/alternate" href="/a"/>',
      "https://news.example/a",
    ],
    ["the relation in capitals", '<link rel="Alternate" href="/a"/>', "https://news.example/a"],
    ["no relation", '<link href="/a"/>', "https://news.example/a"],
    ["none but replies", '<link rel="replies" href="/r"/>', null],
    ["the id when it is a page", "<id>https://news.example/i</id>", "https://news.example/i"],
    ["not the id when it is none", "<id>urn:uuid:1</id>", null],
  ])("%s, in Atom", async (_, xml, url) => {
    expect((await inAtom(xml)).url).toBe(url);
  });

  test.each([
    [
      "the last of several",
      "<link>https://news.example/1</link><link>https://news.example/2</link>",
      "https://news.example/2",
    ],
    ["an empty one does not count", "<link/><guid>https://news.example/g</guid>", "https://news.example/g"],
    ["isPermaLink in any case", '<guid ispermalink="FALSE">https://news.example/g</guid>', null],
    ["no scripts", "<link>javascript:alert(1)</link>", null],
    ["no files", "<link>file:///etc/passwd</link>", null],
    [
      "in CDATA, with space",
      "<link>\n <![CDATA[ https://news.example/c?a=1&b=2 ]]>\n</link>",
      "https://news.example/c?a=1&b=2",
    ],
    ["a bare ampersand", "<link>https://news.example/c?a=1&b=2</link>", "https://news.example/c?a=1&b=2"],
    ["beyond ASCII, as it stands", "<link>https://news.example/é</link>", "https://news.example/é"],
    ["without scheme", "<link>//cdn.example/1</link>", "https://cdn.example/1"],
    ["not a host", "<link>http://</link>", null],
  ])("%s, in RSS", async (_, xml, url) => {
    expect((await inRss(xml)).url).toBe(url);
  });

  test("xml:base adds up from element to element", async () => {
    const { items } = await parseFeed(
      new TextEncoder().encode(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/a/"><entry xml:base="b/"><link xml:base="http://[" href="c"/></entry></feed>',
      ),
      {},
      "https://news.example/feed",
    );
    expect(items[0]?.url).toBe("https://news.example/a/b/c");
  });
});

test.each([
  ["RSS", "<category domain='https://x.example/s'>A</category><category>B &amp;amp; C</category>", ["A", "B & C"]],
  ["Dublin Core", "<dc:subject>A</dc:subject><dc:subject>A</dc:subject>", ["A"]],
  ["Atom in RSS", '<atom:category term="A" scheme="https://x.example/s" label="B"/>', ["A"]],
  ["a label alone", '<atom:category label="B"/>', ["B"]],
  ["a scheme alone", '<atom:category scheme="https://x.example/s"/>', []],
  [
    "podcasts",
    '<itunes:category text="A"><itunes:category text="B"/></itunes:category><itunes:keywords>c, d</itunes:keywords>',
    ["A", "B", "c", "d"],
  ],
  ["media", "<media:category>A</media:category><media:keywords>b,c</media:keywords>", ["A", "b", "c"]],
])("categories of %s", async (_, xml, terms) => {
  expect((await inRss(xml)).categories).toEqual(terms.map((term) => ({ term })));
});

test.each([
  ["the element's own", '<title xml:lang="fr">A</title>', "fr"],
  ["underscores mended", '<title xml:lang="pt_BR">A</title>', "pt-BR"],
  ["the content's before the title's", '<title xml:lang="fr">A</title><content xml:lang="de">B</content>', "de"],
  ["switched off", '<title xml:lang="">A</title>', null],
  ["Dublin Core's", "<dc:language>it</dc:language><title>A</title>", "it"],
  ["the feed's", "<title>A</title>", "en"],
])("language: %s", async (_, xml, language) => {
  const document = `<feed xmlns="http://www.w3.org/2005/Atom" ${namespaces} xml:lang="en"><entry>${xml}</entry></feed>`;
  expect((await onlyItem(document)).language).toBe(language);
});
