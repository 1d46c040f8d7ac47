import { describe, expect, it } from "vitest";
import { canonicalUrl } from "./canonical.ts";

const story = "https://example.com/news/minister-quits-after-vote-12345";

describe("canonicalUrl gives one form to the spellings of one page", () => {
  it.each([
    ["scheme", "http://example.com/news/minister-quits-after-vote-12345"],
    ["host in capitals", "https://EXAMPLE.com/news/minister-quits-after-vote-12345"],
    ["www", "https://www.example.com/news/minister-quits-after-vote-12345"],
    ["root dot", "https://example.com./news/minister-quits-after-vote-12345"],
    ["port of http", "http://example.com:80/news/minister-quits-after-vote-12345"],
    ["port of https", "https://example.com:443/news/minister-quits-after-vote-12345"],
    ["credentials", "https://me:secret@example.com/news/minister-quits-after-vote-12345"],
    ["white space", "  https://example.com/news/minister-quits-after-vote-12345\n"],
    ["fragment", `${story}#comments`],
    ["text fragment", `${story}#:~:text=minister`],
    ["trailing slash", `${story}/`],
    ["index page", `${story}/index.html`],
    ["index script", `${story}/index.php`],
    ["dot segments", "https://example.com/./x/../news/minister-quits-after-vote-12345"],
    ["doubled slash", "https://example.com//news//minister-quits-after-vote-12345"],
    ["needless escapes", "https://example.com/%6eews/minister%2Dquits-after-vote-12345"],
    ["session in the path", `${story};jsessionid=0A1B.node2`],
    ["campaign", `${story}?utm_source=x&UTM_Medium=y&fbclid=z`],
    ["origin by value", `${story}?ref=rss&source=twitter&from=homepage`],
    ["empty query", `${story}?&&`],
    ["mobile host", "https://m.example.com/news/minister-quits-after-vote-12345"],
    ["mobile below www", "https://www.m.example.com/news/minister-quits-after-vote-12345"],
    ["AMP host", "https://amp.example.com/news/minister-quits-after-vote-12345"],
    ["AMP segment behind", `${story}/amp/`],
    ["AMP page behind", `${story}/amp.html`],
    ["AMP segment within", "https://example.com/news/amp/minister-quits-after-vote-12345"],
    ["AMP by value", `${story}?view=amp`],
    ["touch host", "https://touch.example.com/news/minister-quits-after-vote-12345"],
    ["WAP host", "https://wap.example.com/news/minister-quits-after-vote-12345"],
    ["numbered host", "https://www2.example.com/news/minister-quits-after-vote-12345"],
    ["PHP session in the path", `${story};PHPSESSID=0a1b`],
    ["Bing's AMP viewer", "https://www.bing.com/amp/s/example.com/news/minister-quits-after-vote-12345"],
    [
      "AMP cache of a web package",
      "https://example-com.cdn.ampproject.org/wp/s/example.com/news/minister-quits-after-vote-12345",
    ],
    ["AMP segment before", "https://example.com/amp/news/minister-quits-after-vote-12345"],
    ["AMP suffix", `${story}.amp`],
    ["AMP parameter", `${story}?outputType=amp`],
    ["Google's AMP viewer", "https://www.google.com/amp/s/www.example.com/news/minister-quits-after-vote-12345"],
    [
      "AMP cache",
      "https://example-com.cdn.ampproject.org/c/s/example.com/news/minister-quits-after-vote-12345?usqp=mq331",
    ],
  ])("%s", (_, url) => {
    expect(canonicalUrl(url)).toBe(story);
  });

  it("sorts parameters by name and keeps the order of equal names", () => {
    expect(canonicalUrl("https://example.com/?b=2&a=y&a=x")).toBe("https://example.com/?a=y&a=x&b=2");
  });

  it("spells a space in a query one way", () => {
    expect(canonicalUrl("https://example.com/s?q=a+b")).toBe(canonicalUrl("https://example.com/s?q=a%20b"));
  });

  it("keeps the scheme beside an explicit port", () => {
    expect(canonicalUrl("http://127.0.0.1:8080/a/")).toBe("http://127.0.0.1:8080/a");
  });
});

describe("canonicalUrl never merges pages that can differ", () => {
  it.each([
    ["path in other case", "https://example.com/A", "https://example.com/a"],
    ["identifier", "https://example.com/news?id=1", "https://example.com/news?id=2"],
    ["page number", "https://example.com/news?page=1", "https://example.com/news?page=2"],
    ["ref that is a number", "https://example.com/press?ref=104", "https://example.com/press?ref=105"],
    ["ref that is a branch", "https://example.com/file?ref=main", "https://example.com/file"],
    ["hash-bang route", "https://example.com/#!/a", "https://example.com/#!/b"],
    ["extra segment", story, `${story}/live`],
    ["script chosen by a query", "https://example.com/index.php?p=1", "https://example.com/index.php?p=2"],
    ["escaped slash", "https://example.com/a%2Fb", "https://example.com/a/b"],
    ["bytes that are not UTF-8", "https://example.com/?q=%E9", "https://example.com/?q=%E8"],
    ["other port", "https://example.com:8443/a", "https://example.com/a"],
    ["mobile home page", "https://m.example.com/", "https://example.com/"],
    ["mobile section front", "https://m.example.com/sport", "https://example.com/sport"],
    ["a section about amplifiers", "https://example.com/amp", "https://example.com/"],
    [
      "a blog named m",
      "https://m.blogspot.com/2020/01/one-two-three-four",
      "https://blogspot.com/2020/01/one-two-three-four",
    ],
    ["a domain named www", "https://www.com/a", "https://com/a"],
    ["numbered home page", "https://www2.example.com/", "https://example.com/"],
    ["print view", `${story}?print=1`, story],
    ["other view", `${story}?view=gallery`, story],
    ["page of an article", `${story}?page=2`, story],
    ["page in the path", `${story}/2`, story],
    ["language", `${story}?lang=de`, story],
    ["session that may be a story's number", `${story}?sid=104`, `${story}?sid=105`],
    ["repeated parameters in other order", `${story}?a=1&a=2`, `${story}?a=2&a=1`],
    ["subdomain", "https://sport.example.com/a", "https://example.com/a"],
  ])("%s", (_, a, b) => {
    expect(canonicalUrl(a)).not.toBeNull();
    expect(canonicalUrl(a)).not.toBe(canonicalUrl(b));
  });
});

describe("canonicalUrl refuses what is no page", () => {
  it.each([
    "",
    "news/1",
    "//example.com/a",
    "ftp://example.com/a",
    "javascript:alert(1)",
    "mailto:desk@example.com",
    "https://",
    `https://example.com/${"a".repeat(2_048)}`,
    `https://example.com/${"é".repeat(1_000)}`,
  ])("%s", (url) => {
    expect(canonicalUrl(url)).toBeNull();
  });
});

it.each([
  ["https://MÜNCHEN.example/straße", "https://xn--mnchen-3ya.example/stra%c3%9fe"],
  ["https://example.com/a?b=%e9", "https://example.com/a?b=%E9"],
  ["https://example.com/a%7Eb", "https://example.com/a~b"],
  ["https://example.com/%D0%BC%D0%B8%D1%80", "https://example.com/мир"],
  ["https://пример.рф/новость", "https://xn--e1afmkfd.xn--p1ai/новость"],
])("spells %s and %s alike", (a, b) => {
  expect(canonicalUrl(a)).not.toBeNull();
  expect(canonicalUrl(a)).toBe(canonicalUrl(b));
});

it.each([
  "https://www.www.example.com/a/index.html/index.html/",
  "https://www.google.com/amp/s/www.google.com/amp/s/www.example.com/story-of-the-day",
  "https://example.com/amp/amp/one-two-three-four/amp/amp",
  "https://example.com/%2541?%2541=%252B+%2B",
  "https://münchen.example/straße?ü=ß",
  "https://[::1]:8080/a//b/",
  "https://google.com/amp/s/..",
])("is its own canonical form: %s", (url) => {
  const once = canonicalUrl(url);
  expect(once).not.toBeNull();
  expect(canonicalUrl(once ?? "")).toBe(once);
});

it("copes with a hostile address in a moment", () => {
  const startedAt = performance.now();
  for (const part of ["a-", "/", "%2", "a=b&", "amp/", ".", "w", "index.html/"]) {
    canonicalUrl(`https://example.com/${part.repeat(2_000 / part.length)}`);
  }
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
