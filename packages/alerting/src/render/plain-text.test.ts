import { describe, expect, test } from "vitest";
import { hostilePieces, hostileText } from "../fixtures/hostile-text.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { escapeHtml, plainText, safeLink } from "./plain-text.ts";

describe("outside text on one line", () => {
  test.each([
    ["keeps ordinary text", "Größe, 漢字, مرحبا, 👩‍🚒", "Größe, 漢字, مرحبا, 👩‍🚒"],
    ["joins lines and runs of space", " a\r\n\tb\u2028c\u00A0 d ", "a b c d"],
    ["loses NUL", "Ac\0me", "Acme"],
    ["loses escape signs of terminals", "\u001B[31mred\u009B0m", "[31mred 0m"],
    ["loses direction overrides", "\u202Egpj.exe\u202C \u2067x\u2069", "gpj.exe x"],
    ["keeps the mark that Hebrew and Arabic need", "\u200Fשלום", "\u200Fשלום"],
    ["replaces half characters", "a\uD800b", "a\uFFFDb"],
  ])("%s", (_, text, expected) => {
    expect(plainText(text, 100)).toBe(expected);
  });

  test.each([
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["abcd efg", 6, "abcd…"],
    ["abcd👩def", 6, "abcd…"],
    ["", 6, ""],
  ])("cuts %j at %d", (text, maxLength, expected) => {
    expect(plainText(text, maxLength)).toBe(expected);
  });

  test("stays bounded and clean for hostile text", () => {
    const random = seededRandom(11);
    for (let round = 0; round < 300; round += 1) {
      const maxLength = 1 + Math.floor(random() * 200);
      const text = plainText(hostileText(random, Math.floor(random() * 30)), maxLength);
      expect(text.length).toBeLessThanOrEqual(maxLength);
      expect(text).toBe(text.toWellFormed());
      expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u);
      expect(plainText(text, maxLength)).toBe(text);
    }
  });

  test("costs nothing more for a text of 50 MB", () => {
    const startedAt = performance.now();
    expect(plainText("x ".repeat(25_000_000), 300)).toHaveLength(300);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

test("HTML reads escaped text as text, also inside an attribute", () => {
  expect(escapeHtml(`<a href='x' title="y">&amp;`)).toBe("&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;");
});

describe("a link from outside", () => {
  test.each([
    ["https://news.example.com/a?b=c#d", "https://news.example.com/a?b=c#d"],
    ["HTTP://News.Example.com", "http://news.example.com/"],
    ["https://news.example.com/a|b>c", "https://news.example.com/a%7Cb%3Ec"],
    ["https://news.example.com/?q=a|b'c", "https://news.example.com/?q=a%7Cb%27c"],
    ["https://news.example.com/#x|y`", "https://news.example.com/#x%7Cy%60"],
    ["javascript:alert(1)", null],
    ["JaVaScRiPt:alert(1)", null],
    ["data:text/html,<script>alert(1)</script>", null],
    ["ftp://news.example.com/", null],
    ["//news.example.com/", null],
    ["/alerts/1", null],
    ["https://user:password@news.example.com/", null],
    ["not a link", null],
    ["", null],
    [`https://news.example.com/${"a".repeat(3_000)}`, null],
    [`https://news.example.com/${"|".repeat(1_000)}`, null],
  ])("%s becomes %s", (link, expected) => {
    expect(safeLink(link)).toBe(expected);
  });

  test("never ends the markup around it", () => {
    for (const piece of hostilePieces) {
      const link = safeLink(`https://news.example.com/${piece}?${piece}#${piece}`);
      expect(link ?? "").not.toMatch(/[|<>"'`\s\\\p{Cc}]/u);
    }
  });
});
