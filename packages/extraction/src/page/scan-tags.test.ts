import { describe, expect, test } from "vitest";
import { markupOfText } from "./markup.ts";
import { scanTags } from "./scan-tags.ts";

/** What is read of a page, one line for each tag and text. */
function tokens(html: string): string[] {
  const read: string[] = [];
  let foreign = 0;
  scanTags(markupOfText(html), {
    wantsAttributes: (name) => name !== "i",
    keepsAttribute: () => true,
    open(name, attributes, isEmpty) {
      const written = Object.entries(attributes).map(([key, value]) => ` ${key}=${value}`);
      read.push(`<${name}${written.join("")}${isEmpty ? "/" : ""}>`);
      if (name === "svg" && !isEmpty) foreign++;
    },
    close(name) {
      read.push(`</${name}>`);
      if (name === "svg") foreign--;
    },
    wantsText: () => true,
    text: (text) => read.push(text),
    rawText: (text) => read.push(`raw:${text}`),
    isForeign: () => foreign > 0,
  });
  return read;
}

describe("tags", () => {
  test.each([
    ["names in any case", "<P>a</P >", ["<p>", "a", "</p>"]],
    ["an end tag with attributes", "</div class=x>b", ["</div>", "b"]],
    ["a slash that ends the tag", "<br/><br />", ["<br/>", "<br/>"]],
    ["names of custom elements", "<news-page>", ["<news-page>"]],
    ["a tag cut off", "a<div class='x", ["a"]],
    ["an end tag cut off", "a</div", ["a"]],
    ["an empty end tag", "a</>b", ["a", "b"]],
    ["an end tag of something else", "a</3>b", ["a", "b"]],
  ])("%s", (_, html, expected) => {
    expect(tokens(html)).toEqual(expected);
  });
});

describe("attributes", () => {
  test.each([
    ["quoted in both ways, bare, empty and none", `<p a="1 2" b='3' c=4 d="" e>`, "<p a=1 2 b=3 c=4 d= e=>"],
    ["without space between", `<p a="1"b='2'/c=3>`, "<p a=1 b=2 c=3>"],
    ["space around the sign", "<p a = 1 b\n=\n'2'>", "<p a=1 b=2>"],
    ["names in any case, the first of two counts", "<p ID=1 id=2>", "<p id=1>"],
    ["a bracket within quotes", "<p a='<b>'>", "<p a=<b>>"],
    ["entities, but not in addresses", "<p a='R&amp;D' b='?x=1&copy=2'>", "<p a=R&D b=?x=1&copy=2>"],
    ["a slash in a bare value", "<p a=/x/y>", "<p a=/x/y>"],
    ["a name that begins with the sign", "<p =a=1>", "<p =a=1>"],
    ["not for elements that do not want them", "<i a=1 b='>'>", "<i>"],
  ])("%s", (_, html, expected) => {
    expect(tokens(html)).toEqual([expected]);
  });

  test("a long value is cut, an entity counts as one character", () => {
    const [tag = ""] = tokens(`<p a="${"&quot;".repeat(3_000)}😀">`);
    expect(tag).toBe(`<p a=${'"'.repeat(2_048)}>`);
  });
});

describe("text", () => {
  test.each([
    ["entities", "R&amp;D &#8211; &eacute;&bogus;", ["R&D – é&bogus;"]],
    ["a less-than sign that begins no tag", "a < b <3 <", ["a < b <3 <"]],
    ["nothing", "", []],
  ])("%s", (_, html, expected) => {
    expect(tokens(html)).toEqual(expected);
  });

  test("only the first 2,000 less-than signs stay", () => {
    expect(tokens("<".repeat(1_000_000)).join("")).toBe("<".repeat(2_000));
  });
});

describe("what is no text", () => {
  test.each([
    ["comments", "a<!-- <p> -- > -->b", ["a", "b"]],
    ["comments that end in other ways", "a<!-->b<!--->c<!-- --!>d", ["a", "b", "c", "d"]],
    ["a comment that never ends", "a<!-- b", ["a"]],
    ["declarations and instructions", "<!doctype html>a<?xml version='1'?>b<![CDATA[c]]>", ["a", "b"]],
  ])("%s", (_, html, expected) => {
    expect(tokens(html)).toEqual(expected);
  });
});

describe("elements that hold no elements", () => {
  test.each([
    [
      "a script up to its end tag",
      "<script>a</b></scripts><p></SCRIPT >c",
      ["<script>", "raw:a</b></scripts><p>", "</script>", "c"],
    ],
    ["a script that never ends", "<script>a<p>", ["<script>", "raw:a<p>"]],
    ["a title with entities", "<title>R&amp;D <b></title>", ["<title>", "raw:R&D <b>", "</title>"]],
    ["a style with entities as they stand", "<style>a&gt;b</style>", ["<style>", "raw:a&gt;b", "</style>"]],
    [
      "a title in a picture, which is an element like any other",
      "<svg><title/><g></svg>a",
      ["<svg>", "<title/>", "<g>", "</svg>", "a"],
    ],
    ["all behind plaintext", "a<plaintext>b</plaintext>c", ["a", "<plaintext>"]],
  ])("%s", (_, html, expected) => {
    expect(tokens(html)).toEqual(expected);
  });
});
