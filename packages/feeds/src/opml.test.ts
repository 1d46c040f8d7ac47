import { describe, expect, test } from "vitest";
import { formatOpml, type OpmlOutline, parseOpml } from "./opml.ts";

const news: OpmlOutline = {
  title: "News & <more>",
  url: "https://news.example/rss?a=1&b=2",
  siteUrl: "https://news.example/",
  folder: ["World", "Europe"],
  language: "en",
};
const bare: OpmlOutline = { title: null, url: "https://bare.example/", siteUrl: null, folder: [], language: null };

test("reads a list with folders", () => {
  const text = `<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
    <outline text="Bare" type="rss" xmlUrl="https://bare.example/" title=""/>
    <outline title="World"><outline text="Europe">
      <outline type="rss" text="News &amp; &lt;more&gt;" xmlUrl=" https://news.example/rss?a=1&amp;b=2 " htmlUrl="https://news.example/" language="en"/>
    </outline></outline></body></opml>`;
  expect(parseOpml(text)).toEqual([{ ...bare, title: "Bare" }, news]);
});

test("what is written is read back", () => {
  const outlines = [bare, news, { ...bare, url: "https://c.example/", title: 'Q "uote"', folder: ["World"] }];
  const text = formatOpml("My <feeds>", outlines);
  expect(text).toContain("<title>My &lt;feeds&gt;</title>");
  const again = parseOpml(text);
  expect(again).toEqual(expect.arrayContaining(outlines));
  expect(again).toHaveLength(outlines.length);
  expect(parseOpml(formatOpml("x", again))).toEqual(again);
});

describe("lists that are not quite right", () => {
  const wrap = (outline: string) => `<opml><body>${outline}</body></opml>`;
  test.each([
    ["capitals", '<OPML><BODY><OUTLINE XMLURL="https://a.example/"/></BODY></OPML>', ["https://a.example/"]],
    ["no body", '<opml><outline xmlUrl="https://a.example/"/></opml>', ["https://a.example/"]],
    ["bare ampersands", wrap('<outline xmlUrl="https://a.example/?b&c=1"/>'), ["https://a.example/?b&c=1"]],
    ["the scheme feed:", wrap('<outline xmlUrl="feed://a.example/"/>'), ["http://a.example/"]],
    ["the scheme feed: before another", wrap('<outline xmlUrl="feed:https://a.example/"/>'), ["https://a.example/"]],
    ["cut off", '<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https://b', ["https://a.example/"]],
    ["a byte order mark", `\ufeff${wrap('<outline xmlUrl="https://a.example/"/>')}`, ["https://a.example/"]],
    ["links that are no feeds", wrap('<outline type="link" url="https://a.example/"/>'), []],
  ])("%s", (_, text, urls) => {
    expect(parseOpml(text).map(({ url }) => url)).toEqual(urls);
  });

  test("without nesting, the category is the folder", () => {
    const [outline] = parseOpml(wrap('<outline xmlUrl="https://a.example/" category="/World/Europe,/Other"/>'));
    expect(outline?.folder).toEqual(["World", "Europe"]);
  });
});

test.each([
  ["a feed", "<rss/>", "notFeed"],
  ["text", "hello", "notFeed"],
  ["an endless nesting", `<opml>${"<outline text='x'>".repeat(300)}`, "tooLarge"],
])("%s is refused", (_, text, code) => {
  expect(() => parseOpml(text)).toThrow(expect.objectContaining({ name: "FeedError", code }));
});
