import { expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

test.each([
  ["text as it is", "Just text", "Just text"],
  ["white space folded", "  two\n\twords ", "two words"],
  ["references", "Caf&eacute; &#8211; AT&amp;T", "Café – AT&T"],
  ["bare ampersand", "AT&T and B&B", "AT&T and B&B"],
  ["markup within a word", "<b>W</b>ord", "Word"],
  ["blocks apart", "<p>one</p><p>two<br>three</p>", "one two three"],
  ["scripts and styles", "a<script>alert(1)</script><style>p{}</style>b", "a b"],
  ["comments and declarations", "<!DOCTYPE html><!-- x -->a", "a"],
  ["less than", "1 < 2 and a<b", "1 < 2 and a<b"],
  ["a tag that is the subject", "The <foo> tag", "The <foo> tag"],
  ["escaped markup stays text", "The &lt;b&gt; tag", "The <b> tag"],
  ["upper case", "<P>one</P>", "one"],
  ["cut off", "one <a href='x", "one"],
  ["a CDATA section inside", "<![CDATA[one]]>", "one"],
])("%s", (_, html, text) => {
  expect(plainText(html)).toBe(text);
});

test("deep nesting costs no time", () => {
  const before = process.threadCpuUsage();
  expect(plainText("<div>".repeat(100_000) + "deep")).toBe("deep");
  expect(workedMs(before)).toBeLessThan(1000);
});

function workedMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
