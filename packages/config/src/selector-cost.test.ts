import { describe, expect, it } from "vitest";
import { problemsOf } from "./fake-files.ts";
import { costFlaw } from "./selector-cost.ts";

describe("costFlaw", () => {
  it.each([
    "article h2 a",
    "div:has(> time) a:not(.more)",
    "p:has(a), p:has(b)",
    ".teaser:eq(0) a",
    "li:gt(0)",
    "li:nth-child(2n), h2",
    "a:not(:first-child)",
    "* * * *",
    "h2 ~ p",
    "a[href",
  ])("lets %j pass", (selector) => {
    expect(costFlaw(selector)).toBeNull();
  });

  it.each([
    ["div:has(p:has(a))", 3, ":has() inside :has()"],
    ["div:has(:not(:has(a)))", 3, ":has() inside :has()"],
    ["div, li:eq(0)", 7, "in a list"],
    ["li:even a", 2, "li:nth-child(even) a"],
    ["main li:gt(2) ~ li", 7, "before other elements"],
    ["p:not(:first)", 1, "inside :not()"],
  ])("says where and why %j takes too long", (selector, at, why) => {
    expect(costFlaw(selector)).toMatchObject({ at, why: expect.stringContaining(why) });
  });
});

it("is asked of extraction rules only, at their place in the file", async () => {
  const sources = `sources:
  - id: list
    kind: listing
    url: https://list.example.org/
    listing: { item: "li:gt(0) div" }
    extract: { body: ".story", remove: [".ad", "li:gt(0) div"] }
`;
  expect(await problemsOf({ sources })).toEqual([
    'sources.yaml:6:51 the CSS selector "li:gt(0) div" is too costly: :gt before other elements takes too long; write CSS such as li:nth-child(even) a.',
  ]);
});
