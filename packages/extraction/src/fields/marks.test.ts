import { expect, test } from "vitest";
import { dateAttributes, markOf } from "./marks.ts";

const mark = (attribs: Record<string, string>) => markOf(attribs, new Map());

test.each(["byline", "article-byline", "authorName", "post_author", "article__author-name", "x textauthor y"])(
  "byline: %s",
  (name) => {
    expect(mark({ class: name }).isByline).toBe(true);
  },
);

test.each(["author-bio-box", "authorize", "more-from-author", "co-author-photo", "byline-social"])(
  "no byline: %s",
  (name) => {
    expect(mark({ class: name }).isByline).toBe(false);
  },
);

test("itemprop and rel mark as well", () => {
  expect(mark({ rel: "nofollow author" }).isByline).toBe(true);
  expect(mark({ itemprop: "datePublished" }).isDate).toBe(true);
  expect(mark({ itemprop: "authority" }).isByline).toBe(false);
});

test.each([
  ["article-date", true],
  ["metaInfoDateTime", true],
  ["published", true],
  ["update", false],
  ["candidate", false],
  ["time-machine", false],
])("date: %s %s", (name, isDate) => {
  expect(mark({ class: name }).isDate).toBe(isDate);
});

test("the marks of a class are remembered for the page", () => {
  const known = new Map();
  expect(markOf({ class: "byline" }, known)).toBe(markOf({ class: "byline" }, known));
});

test("attributes that name a date, not those of changes, players or ids", () => {
  expect(
    dateAttributes({
      "data-publication-date": "2025-03-04",
      "data-date": "2025-03-05T10:00Z",
      "data-modified-date": "2025-03-06",
      "data-end-time": "2025-03-07",
      "data-time": "12",
      "data-dates-shown": "2025-03-08",
      "data-update": "2025-03-08",
      date: "2025-03-09",
    }),
  ).toEqual(["2025-03-04", "2025-03-05T10:00Z"]);
});

test("a class name made to confuse costs no time", () => {
  const name = `${"_".repeat(2_000)}lead ${"a-".repeat(900)}`;
  const startedAt = performance.now();
  expect(mark({ class: name }).standfirst).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(200);
});
