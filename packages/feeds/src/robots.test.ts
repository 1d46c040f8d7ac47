import { describe, expect, test } from "vitest";
import { crawlDelayMs, isAllowed } from "./robots.ts";

const agent = "Wirewatch/0.1 (+https://wirewatch.example)";

describe("which group counts", () => {
  test.each([
    ["no file", "", true],
    ["everybody's", "User-agent: *\nDisallow: /", false],
    ["ours before everybody's", "User-agent: *\nDisallow: /\nUser-agent: wirewatch\nDisallow: /private", true],
    ["ours in any case, with version", "User-agent: WireWatch/2.0\nDisallow: /", false],
    ["ours with more words", "User-agent: Wirewatch Bot\nDisallow: /", false],
    ["another's only", "User-agent: Otherbot\nDisallow: /", true],
    ["a longer name than ours", "User-agent: Wirewatcher\nDisallow: /", true],
    ["a shorter name than ours", "User-agent: Wire\nDisallow: /", true],
    ["several names, one group", "User-agent: Otherbot\nUser-agent: Wirewatch\nDisallow: /", false],
    [
      "one name, several groups",
      "User-agent: Wirewatch\nDisallow: /b\n\nUser-agent: *\nDisallow:\n\nUser-agent: Wirewatch\nDisallow: /a",
      false,
    ],
    ["rules before any name", "Disallow: /\nUser-agent: Otherbot\nDisallow: /b", true],
    ["ours with nothing in it", "User-agent: *\nDisallow: /\nUser-agent: Wirewatch\nDisallow:", true],
    ["ours without any line", "User-agent: *\nDisallow: /\nUser-agent: Wirewatch", true],
    [
      "names apart from rules by another line",
      "User-agent: Wirewatch\nSitemap: https://x.example/s.xml\nDisallow: /",
      false,
    ],
    [
      "names apart from each other by another line",
      "User-agent: Wirewatch\nCrawl-delay: 3\nUser-agent: *\nDisallow: /",
      false,
    ],
    ["a star with a word behind it", "User-agent: * everybody\nDisallow: /", false],
    ["a star that begins a word", "User-agent: *bot\nDisallow: /", true],
    ["a name of no letters", "User-agent: 123\nDisallow: /", true],
    ["an empty name", "User-agent:\nDisallow: /", true],
  ])("%s", (_, robotsTxt, allowed) => {
    expect(isAllowed(robotsTxt, agent, "https://news.example/a")).toBe(allowed);
  });
});

describe("our name", () => {
  const robotsTxt = "User-agent: *\nDisallow: /\n\nUser-agent: newsroom-bot\nAllow: /";

  test.each([
    ["Newsroom-Bot", true],
    ["newsroom-bot/2.1", true],
    ["Newsroom-Bot/2.1 (+https://newsroom.example; bot)", true],
    ["Newsroom-Bot (+https://newsroom.example)", true],
    ["Mozilla/5.0 (compatible; Newsroom-Bot/2.1; +https://newsroom.example)", true],
    ["Mozilla/5.0 (X11; Linux x86_64) Newsroom-Bot", false],
    ["", false],
    ["(nobody)", false],
  ])("in %j", (userAgent, allowed) => {
    expect(isAllowed(robotsTxt, userAgent, "https://news.example/a")).toBe(allowed);
  });

  test("of several words is forbidden what either reading of it is forbidden", () => {
    const open = "User-agent: Newsroom\nDisallow: /a\n\nUser-agent: *\nDisallow: /b";
    const may = (path: string): boolean => isAllowed(open, "Newsroom Crawler", `https://news.example${path}`);
    expect([may("/a"), may("/b"), may("/c")]).toEqual([false, false, true]);
  });
});

describe("which rule counts", () => {
  test.each([
    ["a prefix", "Disallow: /a", "/abc", false],
    ["case matters", "Disallow: /A", "/a", true],
    ["the longest", "Disallow: /a\nAllow: /a/b", "/a/b/c", true],
    ["the longest, in any order", "Allow: /a/b\nDisallow: /a", "/a/c", false],
    ["the longest, stars and all", "Allow: /page\nDisallow: /*.htm", "/page.htm", false],
    ["allow on a tie", "Disallow: /a\nAllow: /a", "/a", true],
    ["an empty rule says nothing", "Disallow: /a\nAllow:", "/a", false],
    ["a star", "Disallow: /*/print", "/2024/x/print", false],
    ["several stars", "Disallow: /a*b*c", "/axbxd", true],
    ["stars side by side", "Disallow: /a**b", "/a-b", false],
    ["an end", "Disallow: /*.pdf$", "/x.pdf", false],
    ["an end that is not there", "Disallow: /*.pdf$", "/x.pdf?y", true],
    ["an end without stars", "Disallow: /a$", "/a", false],
    ["an end without stars that is not there", "Disallow: /a$", "/ab", true],
    ["a star and an end", "Disallow: /a*$", "/abc", false],
    ["overlapping pieces", "Disallow: /ab*b$", "/ab", true],
    ["a dollar inside is a dollar", "Disallow: /a$b", "/a$bc", false],
    ["escaped dollars and stars are themselves", "Disallow: /a%2Ab%24", "/a*b$", false],
    ["the query", "Disallow: /*?print", "/a?print=1", false],
    ["not the fragment", "Disallow: /*print", "/a#print", true],
    ["a path without a slash in front matches nothing", "Disallow: a", "/a", true],
    ["a comment", "Disallow: /a # not this", "/a", false],
    ["a comment without a space", "Disallow: /a#b", "/a", false],
    ["no colon", "Disallow /a", "/a", false],
    ["no colon and too many words", "Disallow /a /b", "/a", true],
    ["a space before the colon", "Disallow : /a", "/a", false],
    ["spaces in front and behind", "\t Disallow:\t/a \t", "/a", false],
    ["a slip of the pen", "Dissallow: /a", "/a", false],
    ["any case", "dISALLOW: /a", "/a", false],
    ["no rule we know", "Noindex: /a", "/a", true],
    ["the folder of an index page", "Disallow: /\nAllow: /x/index.html", "/x/", true],
    ["the folder of an index page, not what is in it", "Disallow: /\nAllow: /x/index.html", "/x/y", false],
    ["an index page itself", "Disallow: /\nAllow: /x/index.html", "/x/index.html", true],
    ["robots.txt itself", "Disallow: /", "/robots.txt", true],
  ])("%s", (_, rules, path, allowed) => {
    expect(isAllowed(`User-agent: *\n${rules}`, agent, `https://news.example${path}`)).toBe(allowed);
  });
});

describe("spellings of a path", () => {
  test.each([
    ["a Disallow closes them all", "Disallow: /%7ejoe/caf%c3%a9", "/~joe/café", false],
    ["as it is, or escaped", "Disallow: /café", "/caf%C3%A9", false],
    ["also where escapes are needless", "Disallow: /joe", "/%6Aoe", false],
    ["in a query also of : and /", "Disallow: /go?to=https://x.example", "/go?to=https%3A%2F%2Fx.example", false],
    ["a slash that is escaped is another path", "Disallow: /a%2Fb", "/a/b", true],
    ["an Allow opens what it names", "Disallow: /\nAllow: /café", "/caf%C3%A9", true],
    ["escapes in any case", "Disallow: /\nAllow: /caf%c3%a9", "/caf%C3%A9", true],
    ["and not another spelling", "Disallow: /\nAllow: /%6Aoe", "/joe", false],
    ["an escape that is none", "Disallow: /100%", "/100%-sure", false],
    ["half of a character", "Disallow: /a\uD800", "/a\uD800", false],
  ])("%s", (_, rules, path, allowed) => {
    expect(isAllowed(`User-agent: *\n${rules}`, agent, `https://news.example${path}`)).toBe(allowed);
  });
});

describe("addresses", () => {
  const robotsTxt = "User-agent: *\nDisallow: /\nAllow: /open\nAllow: /?open";

  test.each([
    ["https://news.example/open", true],
    ["https://news.example:8443/open", true],
    ["https://news.example", false],
    ["https://news.example?open", true],
    ["https://news.example/closed?x=https://news.example/open", false],
    ["https://news.example#/open", false],
    ["", false],
    ["/open", true],
    ["nonsense", false],
  ])("%j", (url, allowed) => {
    expect(isAllowed(robotsTxt, agent, url)).toBe(allowed);
  });
});

describe("lines", () => {
  test.each([
    ["may end in any way", "User-agent: *\r\nDisallow: /x\rDisallow: /b\n"],
    ["may be empty", "\n\nUser-agent: *\n\n\nDisallow: /b\n\n"],
    ["begin behind a byte order mark", "\uFEFFUser-agent: *\nDisallow: /b"],
    ["begin behind one that was misread", "\u00EF\u00BB\u00BFUser-agent: *\nDisallow: /b"],
    ["are cut when they are endless", `User-agent: *\nDisallow: /b${"#".repeat(100_000)}`],
  ])("%s", (_, robotsTxt) => {
    expect(isAllowed(robotsTxt, agent, "https://news.example/b")).toBe(false);
    expect(isAllowed(robotsTxt, agent, "https://news.example/c")).toBe(true);
  });

  test("longer than eight URLs count as far as that", () => {
    const long = `/${"a".repeat(20_000)}`;
    const robotsTxt = `User-agent: *\nDisallow: ${long}`;
    expect(isAllowed(robotsTxt, agent, `https://news.example${long.slice(0, 16_700)}`)).toBe(false);
    expect(isAllowed(robotsTxt, agent, `https://news.example${long.slice(0, 16_600)}`)).toBe(true);
  });

  test("count up to 500 KiB, and half a line not at all", () => {
    const begin = "User-agent: *\nDisallow: /early\n";
    const filler = `#${" ".repeat(99)}\n`.repeat(Math.floor((500 * 1024 - begin.length - 50) / 101));
    const left = 500 * 1024 - begin.length - filler.length;
    const robotsTxt = `${begin}${filler}${" ".repeat(left - "Disallow: /".length)}Disallow: /late`;
    expect(isAllowed(robotsTxt, agent, "https://news.example/early")).toBe(false);
    expect(isAllowed(robotsTxt, agent, "https://news.example/other")).toBe(true);
    expect(isAllowed(robotsTxt, agent, "https://news.example/late")).toBe(true);
  });
});

test.each([
  ["stars without end", `User-agent: *\nDisallow: /${"*a".repeat(250_000)}$`],
  ["thousands of rules", `User-agent: *\n${"Disallow: /*a*b*c$\n".repeat(25_000)}`],
  ["thousands of names", `${"User-agent: x\n".repeat(30_000)}Disallow: /`],
])("half a megabyte of %s takes no time", (_, robotsTxt) => {
  const startedAt = performance.now();
  expect(isAllowed(robotsTxt, agent, `https://news.example/${"a".repeat(2000)}`)).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

describe("crawl delay", () => {
  test.each([
    ["none", "User-agent: *\nDisallow: /a", null],
    ["seconds", "User-agent: *\nCrawl-delay: 10", 10_000],
    ["part of a second", "User-agent: *\nCrawl-delay: 0.5", 500],
    ["with a comma", "User-agent: *\nCrawl-delay: 1,5", 1500],
    ["with a unit", "User-agent: *\nCrawl-delay: 5s", 5000],
    ["in any case, with a comment", "user-agent: *\nCRAWL-DELAY: 7 # seconds", 7000],
    ["ours", "User-agent: *\nCrawl-delay: 10\nDisallow: /x\nUser-agent: wirewatch\nCrawl-delay: 2", 2000],
    ["another's", "User-agent: otherbot\nCrawl-delay: 10", null],
    ["of several names", "User-agent: otherbot\nUser-agent: wirewatch\nDisallow: /x\nCrawl-delay: 4", 4000],
    ["twice: the longer", "User-agent: *\nCrawl-delay: 9\nCrawl-delay: 4", 9000],
    ["half a minute at most", "User-agent: *\nCrawl-delay: 86400", 30_000],
    ["zero", "User-agent: *\nCrawl-delay: 0", null],
    ["less than zero", "User-agent: *\nCrawl-delay: -5", null],
    ["nonsense", "User-agent: *\nCrawl-delay: soon", null],
    ["no number", "User-agent: *\nCrawl-delay: Infinity", null],
    ["before any name", "Crawl-delay: 5\nUser-agent: *\nDisallow: /x", null],
  ])("%s", (_, robotsTxt, delayMs) => {
    expect(crawlDelayMs(robotsTxt, agent)).toBe(delayMs);
  });
});
