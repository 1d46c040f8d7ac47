import { describe, expect, it } from "vitest";
import { problemsOf } from "./fake-files.ts";
import { flawOf } from "./selector-rules.ts";

describe("flawOf", () => {
  it.each([
    "article h2 a",
    "main a[href*='/press/']",
    "> li",
    "li:first-child, li:nth-child(2n+1)",
    "div:has(> time) a:not(.more)",
    "p:contains('Update')",
    ".teaser:eq(0)",
    "#content",
    "*",
  ])("finds nothing wrong with %j", (selector) => {
    expect(flawOf(selector)).toBeNull();
  });

  it.each([
    ["a[href", 1, "attribute"],
    ["main a[href='x]", 6, "attribute"],
    ["p:has(> a", 5, "never closed"],
    ["main > > a", 5, "between two"],
    ["h2,, h3", 2, "beside the comma"],
    ["a:visible2", 1, ":visible2 is not known"],
    ["li:nth-child(2x)", 12, "2n+1"],
    ["a::text", 1, "pseudo-elements"],
    ["h1 { }", 3, "not expected"],
    ["//div[@class='teaser']", 0, "XPath"],
    ["<article>", 0, "HTML"],
    ["main >", 5, "another element"],
    ["div..teaser", 3, "between the dots"],
    ["time@datetime", 4, "an attribute is named apart"],
  ])("says where and why %j cannot be read", (selector, at, why) => {
    expect(flawOf(selector)).toMatchObject({ at, why: expect.stringContaining(why) });
  });

  it("takes no time over hostile ones", () => {
    const startedAt = performance.now();
    for (const part of ["a:not(", "(", "[", "a ", ">", "\\", ","]) flawOf(part.repeat(Math.floor(1_000 / part.length)));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("selectors of a source", () => {
  it("are refused at the place in the file, wherever they stand", async () => {
    const sources = `sources:
  - id: list
    kind: listing
    url: https://list.example.org/
    listing:
      item: "article["
      link: a:nope
      date: { selector: "time::text" }
    extract: { remove: [".ok", "div >"] }
  - id: page
    kind: page
    url: https://page.example.org/
    page: { select: "main,,", ignore: ["p:not(.a"] }
`;
    expect((await problemsOf({ sources })).map((problem) => problem.replace(/: the|cannot.*/g, "").trim())).toEqual([
      'sources.yaml:6:22 the CSS selector "article["',
      'sources.yaml:7:14 the CSS selector "a:nope"',
      'sources.yaml:8:30 the CSS selector "time::text"',
      'sources.yaml:9:37 the CSS selector "div >"',
      'sources.yaml:13:26 the CSS selector "main,,"',
      'sources.yaml:13:46 the CSS selector "p:not(.a"',
    ]);
  });
});
