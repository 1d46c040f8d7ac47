import type { Section } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { topicDocument } from "./topic-document.ts";

const row = {
  title: "A title",
  standfirst: null,
  language: null,
  canonical_url: null,
  page_url: "https://www.site.example/news/1",
  authors: ["Ann Example", "Bo Example"],
};
const main: Section = { heading: null, text: "The text.", role: "main" };
const aside: Section = { heading: "Related", text: "Others", role: "aside" };

describe("a stored article as topics see it", () => {
  test("has its fields, and the host of its address without www", () => {
    expect(topicDocument(row, [main], undefined)).toEqual({
      title: "A title",
      sections: [main],
      lang: null,
      url: "https://www.site.example/news/1",
      source: "site.example",
      author: "Ann Example, Bo Example",
      country: null,
    });
  });

  test("is at the address that the page names, if it names one", () => {
    const named = { ...row, canonical_url: "https://other.example/1" };
    expect(topicDocument(named, [], undefined)).toMatchObject({ url: named.canonical_url, source: "other.example" });
  });

  test.each([null, "not an address", "http://"])("may have no host (%s)", (page_url) => {
    expect(topicDocument({ ...row, page_url }, [], undefined)).toMatchObject({ url: page_url, source: null });
  });

  test.each([
    ["its own language before the source's", "de", { language: "en", country: "GB" }, { lang: "de", country: "GB" }],
    [
      "the source's language where it names none",
      null,
      { language: "en", country: null },
      { lang: "en", country: null },
    ],
    ["none when the source is gone", null, undefined, { lang: null, country: null }],
  ])("has %s", (_what, language, source, expected) => {
    expect(topicDocument({ ...row, language }, [], source)).toMatchObject(expected);
  });

  test.each<[string, readonly Section[], readonly string[]]>([
    ["begins the first section that is the article's", [aside, main], ["Others", "In short.\n\nThe text."]],
    ["is there once when the text has it", [{ ...main, text: "In short. And so on." }], ["In short. And so on."]],
    ["stands alone where there is no text", [aside], ["In short.", "Others"]],
  ])("its standfirst %s", (_what, sections, texts) => {
    const document = topicDocument({ ...row, standfirst: "In short." }, sections, undefined);
    expect(document.sections?.map((section) => section.text)).toEqual(texts);
  });
});
