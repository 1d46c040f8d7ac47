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
    ["several names, one group", "User-agent: Otherbot\nUser-agent: Wirewatch\nDisallow: /", false],
    [
      "one name, several groups",
      "User-agent: Wirewatch\nDisallow: /b\n\nUser-agent: *\nDisallow:\n\nUser-agent: Wirewatch\nDisallow: /a",
      false,
    ],
    ["rules before any name", "Disallow: /\nUser-agent: Otherbot\nDisallow: /b", true],
    ["ours with nothing in it", "User-agent: *\nDisallow: /\nUser-agent: Wirewatch\nDisallow:", true],
    [
      "names apart from rules by another line",
      "User-agent: Wirewatch\nSitemap: https://x.example/s.xml\nDisallow: /",
      false,
    ],
  ])("%s", (_, robotsTxt, allowed) => {
    expect(isAllowed(robotsTxt, agent, "https://news.example/a")).toBe(allowed);
  });
});

describe("which rule counts", () => {
  test.each([
    ["a prefix", "Disallow: /a", "/abc", false],
    ["case matters", "Disallow: /A", "/a", true],
    ["the longest", "Disallow: /a\nAllow: /a/b", "/a/b/c", true],
    ["the longest, in any order", "Allow: /a/b\nDisallow: /a", "/a/c", false],
    ["allow on a tie", "Disallow: /a\nAllow: /a", "/a", true],
    ["a star", "Disallow: /*/print", "/2024/x/print", false],
    ["several stars", "Disallow: /a*b*c", "/axbxd", true],
    ["an end", "Disallow: /*.pdf$", "/x.pdf", false],
    ["an end that is not there", "Disallow: /*.pdf$", "/x.pdf?y", true],
    ["an end without stars", "Disallow: /a$", "/a", false],
    ["overlapping pieces", "Disallow: /ab*b$", "/ab", true],
    ["the query", "Disallow: /*?print", "/a?print=1", false],
    ["escapes in another spelling", "Disallow: /%7ejoe/caf%c3%a9", "/~joe/café", false],
    ["a slash that is escaped is another path", "Disallow: /a%2Fb", "/a/b", true],
    ["a comment", "Disallow: /a # not this", "/a", false],
    ["no colon", "Disallow /a", "/a", false],
    ["a slip of the pen", "Dissallow: /a", "/a", false],
    ["the folder of an index page", "Disallow: /\nAllow: /x/index.html", "/x/", true],
    ["robots.txt itself", "Disallow: /", "/robots.txt", true],
  ])("%s", (_, rules, path, allowed) => {
    expect(isAllowed(`User-agent: *\n${rules}`, agent, `https://news.example${path}`)).toBe(allowed);
  });
});

test("lines may end in any way, and a byte order mark does not hide the first", () => {
  expect(isAllowed("\uFEFFUser-agent: *\r\nDisallow: /a\rDisallow: /b", agent, "https://news.example/b")).toBe(false);
});

test("half a megabyte of stars takes no time", () => {
  const startedAt = performance.now();
  expect(
    isAllowed(`User-agent: *\nDisallow: /${"*a".repeat(250_000)}$`, agent, `https://news.example/${"a".repeat(2000)}`),
  ).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test.each([
  ["none", "User-agent: *\nDisallow: /a", null],
  ["seconds", "User-agent: *\nCrawl-delay: 10", 10_000],
  ["part of a second", "User-agent: *\nCrawl-delay: 0.5", 500],
  ["ours", "User-agent: *\nCrawl-delay: 10\nDisallow: /x\nUser-agent: wirewatch\nCrawl-delay: 2", 2000],
  ["nonsense", "User-agent: *\nCrawl-delay: soon", null],
])("crawl delay: %s", (_, robotsTxt, delayMs) => {
  expect(crawlDelayMs(robotsTxt, agent)).toBe(delayMs);
});
