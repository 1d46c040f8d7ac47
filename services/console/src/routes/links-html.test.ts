import { describe, expect, it } from "vitest";
import { markup, page, pageHeaders } from "./links-html.ts";

describe("markup", () => {
  it.each([
    [`<b>"x" & 'y'</b>`, "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;"],
    ["a\u0000b\u001B[31mc\r\nd", "ab [31mc d"],
    ["\u202Egpj.exe", "gpj.exe"],
    ["\uD800x", "\uFFFDx"],
    ["", ""],
    ["  \n ", " "],
    [" harbour\n", " harbour "],
    ["&lt;", "&amp;lt;"],
    ["${x}", "${x}"],
  ])("takes %j for text", (text, shown) => {
    expect(markup`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${shown}">${shown}</p>`);
  });

  it("takes markup as it is, alone or in a list, without anything between", () => {
    const word = markup`<mark>${"har<"}</mark>`;
    expect(markup`<p>${[word, markup`bour`]} ${word} ${7}</p>`.markup).toBe(
      "<p><mark>har&lt;</mark>bour <mark>har&lt;</mark> 7</p>",
    );
  });

  it("cuts a text that never ends, in no time", () => {
    expect(markup`${"<".repeat(5_000_000)}`.markup.length).toBeLessThan(10_000);
  });
});

it("a page is one of HTML, its title escaped, and may run nothing", () => {
  expect(page("a </title>", markup`<h1>b</h1>`)).toMatch(
    /^<!doctype html>\s*<html lang="en">[^]*<title>a &lt;\/title&gt; · Wirewatch<\/title>[^]*<h1>b<\/h1>/u,
  );
  expect(pageHeaders["content-security-policy"]).not.toContain("unsafe");
});
