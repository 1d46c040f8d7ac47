import { describe, expect, it } from "vitest";
import * as formats from "./formats.ts";

const { countryFormat, emailFormat, headerNameFormat, hostFormat, idFormat, languageFormat, urlFormat } = formats;

describe("formats", () => {
  it.each([
    [idFormat, ["acme", "a", "9-lives_2"], ["", "Acme", "-a", "a b", "a.b", "a".repeat(65)]],
    [
      urlFormat,
      ["https://a.example/x?y=1", "http://127.0.0.1:8080/"],
      ["ftp://a.example", "//a", "https://a b", "https://${env:A}"],
    ],
    [languageFormat, ["en", "pt-BR", "zh-Hant-TW"], ["EN", "english", "e", "en_GB"]],
    [countryFormat, ["GB", "NO"], ["gb", "UK1", ""]],
    [
      hostFormat,
      ["wiki.corp.example", "localhost:8080", "10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8", "[::1]:80"],
      ["http://a", "a b", ""],
    ],
    [
      headerNameFormat,
      ["Authorization", "X-Api-Key", "Accept"],
      ["Host", "content-length", "Proxy-Authorization", "a b", "a:b", ""],
    ],
  ])("$expected", (format, right, wrong) => {
    for (const text of right) expect(format.pattern.test(text), text).toBe(true);
    for (const text of wrong) expect(format.pattern.test(text), text).toBe(false);
  });

  it.each([
    ["desk@example.org", true],
    ["first.last+tag@mail.example.org", true],
    ["Desk <desk@example.org>", false],
    ["a@example.org, b@example.org", false],
    ["b@x\r\nRCPT TO:<e@x>", false],
    ["a@example.org\n", false],
    ["(comment)a@example.org", false],
    ['"a b"@example.org', false],
    ["a@", false],
  ])("knows whether %j is one plain address", (address, isPlain) => {
    expect(emailFormat.pattern.test(address)).toBe(isPlain);
  });
});

describe("suggestFormat", () => {
  it.each([
    [idFormat, "Ministry of Éducation!", "ministry-of-education"],
    [idFormat, "!!", null],
    [urlFormat, "news.example.com/rss", "https://news.example.com/rss"],
    [urlFormat, "htp://news.example.com", "http://news.example.com"],
    [urlFormat, "https:/news.example.com", "https://news.example.com"],
    [urlFormat, "ftp://news.example.com", null],
    [languageFormat, "EN", "en"],
    [languageFormat, "pt_br", "pt-BR"],
    [countryFormat, "gb", "GB"],
    [emailFormat, "Desk <desk@example.org>", "desk@example.org"],
    [hostFormat, "https://wiki.corp.example/x", "wiki.corp.example"],
    [formats.maxAgeFormat, "never", "none"],
    [formats.durationFormat, "10 minutes", "10m"],
    [formats.everyFormat, "10 minutes", "10m"],
    [formats.timesFormat, "3 times", "3x"],
    [formats.timesFormat, "never", "none"],
    [formats.proxyFormat, "proxy.example.org:3128", "http://proxy.example.org:3128"],
    [formats.cookieNameFormat, "a b", null],
    [formats.labelFormat, "Source-Desk", "source_desk"],
  ])("$expected", (format, written, meant) => {
    expect(formats.suggestFormat(format.expected, written)).toBe(meant);
  });

  it("proposes nothing for what it does not know", () => {
    expect(formats.suggestFormat("a list", "x")).toBeNull();
  });
});
