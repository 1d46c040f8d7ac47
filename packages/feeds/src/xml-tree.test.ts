import { describe, expect, test } from "vitest";
import { FeedError } from "./feed-error.ts";
import { childrenNamed, textOf } from "./markup.ts";
import { eachXmlElement, parseXmlTree, type XmlElement } from "./xml-tree.ts";

/** Elements as their names with what is in them, e.g. `rss(channel(title "A"))`. */
function outline(element: XmlElement): string {
  const inner = element.children.map((child) => (typeof child === "string" ? JSON.stringify(child) : outline(child)));
  return inner.length === 0 ? element.name : `${element.name}(${inner.join(" ")})`;
}

function read(text: string): string {
  return outline(parseXmlTree(text, null)).replace(/^\((.*)\)$/s, "$1");
}

describe("mends", () => {
  test.each([
    ["elements left open", "<a><b>x</a>", 'a(b("x"))'],
    ["ends without start", "<a>x</b>y</a>", 'a("xy")'],
    ["crossed elements", "<a><b>x<c>y</b>z</c></a>", 'a(b("x" c("y")) "z")'],
    ["a cut-off tag", "<a>x<b ", 'a("x")'],
    ["a cut-off CDATA section", "<a><![CDATA[x", 'a("x")'],
    ["a cut-off comment", "<a>x<!-- y", 'a("x")'],
    ["bare ampersands", "<a>x & y &z</a>", 'a("x & y &z")'],
    ["less than as a character", "<a>1 < 2</a>", 'a("1 < 2")'],
    ["missing quotes", "<a b=c d>x</a>", 'a("x")'],
    ["capitals", "<A>x</a>", 'a("x")'],
    ["text outside", "x<a/>y", '"x" a "y"'],
  ])("%s", (_, text, tree) => {
    expect(read(text)).toBe(tree);
  });

  test("text and CDATA are one", () => {
    expect(read("<a>x <![CDATA[<&amp;]]> &lt;y&gt; &#x41;&#8211;</a>")).toBe('a("x <&amp; <y> A–")');
  });

  test("the layout of a feed is no text, that of its texts is", () => {
    expect(read("<rss>\n <channel>\n  <title> A\n</title>\n</channel></rss>")).toBe('rss(channel(title(" A\\n")))');
  });

  test("the first of two attributes of a name counts", () => {
    const [a] = childrenNamed(parseXmlTree('<a b="1" B="2" __proto__="3"/>', null), "a");
    expect(a?.attributes["b"]).toBe("1");
  });
});

describe("names", () => {
  const atom = "http://www.w3.org/2005/Atom";
  test.each([
    ["the usual prefix", `<x xmlns:atom="${atom}"><atom:link/></x>`, "x(atom:link)"],
    ["another prefix", `<x xmlns:q="${atom}"><q:link/></x>`, "x(atom:link)"],
    ["the default namespace", `<feed xmlns="${atom}"><entry/></feed>`, "atom:feed(atom:entry)"],
    ["an address with space around", `<feed xmlns=" ${atom} "><entry/></feed>`, "atom:feed(atom:entry)"],
    ["an address spelled in another way", '<x xmlns:q="HTTPS://purl.org/dc/elements/1.1"><q:date/></x>', "x(dc:date)"],
    ["a prefix never declared", "<x><dc:date/></x>", "x(dc:date)"],
    ["a prefix of nothing we know", '<x xmlns:q="urn:q"><q:date/></x>', "x(q:date)"],
    ["a prefix that ends with its element", `<x><y xmlns:q="${atom}"><q:a/></y><q:b/></x>`, "x(y(atom:a) q:b)"],
    ["a vocabulary nobody knows at the root", '<feed xmlns="urn:new"><entry/></feed>', "feed(entry)"],
    ["a prefix nobody knows at the root", '<n:rss xmlns:n="urn:new"><n:channel/></n:rss>', "rss(channel)"],
    ["a vocabulary nobody knows below", '<rss><title xmlns="urn:drawing"/><title/></rss>', "rss(other:title title)"],
    ["RSS 1.1", '<Channel xmlns="http://purl.org/net/rss1.1#"><item/></Channel>', "channel(item)"],
  ])("%s", (_, text, tree) => {
    expect(read(text)).toBe(tree);
  });
});

describe("entities of the document", () => {
  test.each([
    ["plain text", '<!DOCTYPE r [<!ENTITY id "tag:x">]><r>&id;1</r>', "tag:x1"],
    ["single quotes", "<!DOCTYPE r [<!ENTITY id 'x'>]><r>&id;</r>", "x"],
    ["a number", '<!DOCTYPE r [<!ENTITY nb "&#8211;">]><r>&nb;</r>', "–"],
    ["several", '<!DOCTYPE r [<!ENTITY a "1"><!ENTITY b "2">]><r>&a;&b;</r>', "12"],
    ["made of others", '<!DOCTYPE r [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><r>&b;</r>', "&b;"],
    ["with markup", '<!DOCTYPE r [<!ENTITY a "<b/>">]><r>&a;</r>', "&a;"],
    ["of a file", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>', "&a;"],
    ["the five of XML cannot be changed", '<!DOCTYPE r [<!ENTITY lt "x">]><r>&lt;</r>', "<"],
    ["names of HTML stay for who reads HTML", "<r>&nbsp;&eacute;</r>", "&nbsp;&eacute;"],
    ["half characters and NUL are refused", "<r>&#xD800;&#0;&#x110000;</r>", "\ufffd\ufffd"],
  ])("%s", (_, text, value) => {
    const [root] = childrenNamed(parseXmlTree(text, null), "r");
    expect(root === undefined ? "" : textOf(root)).toBe(value);
  });

  test("cannot blow a document up", () => {
    const text = `<!DOCTYPE r [<!ENTITY a "${"x".repeat(200)}">]><r>${"&a;".repeat(100_000)}</r>`;
    const [root] = childrenNamed(parseXmlTree(text, null), "r");
    expect(textOf(root ?? { name: "", attributes: {}, children: [], base: null, language: null }).length).toBeLessThan(
      450_000,
    );
  });
});

describe("limits", () => {
  test.each([
    ["depth", "<a>".repeat(300), "256"],
    ["elements", "<a/>".repeat(500_001), "500000"],
  ])("%s", (_, text, limit) => {
    expect(() => parseXmlTree(`<rss>${text}`, null)).toThrow(FeedError);
    expect(() => parseXmlTree(`<rss>${text}`, null)).toThrow(limit);
  });

  test("elements that are handed over do not add up", () => {
    const texts: string[] = [];
    const document = `<l>${"<i><t>x</t></i>".repeat(200_000)}<i><t>cut off`;
    eachXmlElement(document, null, new Set(["i"]), (element) => texts.push(textOf(element)));
    expect(texts).toHaveLength(200_001);
    expect(texts.at(-1)).toBe("cut off");
  });
});
