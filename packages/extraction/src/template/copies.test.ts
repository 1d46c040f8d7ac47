import { expect, test } from "vitest";
import { independentPages } from "./copies.ts";
import { article, own, pagesOf } from "./template-scene.ts";

const words = (count: number, name: string): string =>
  `${Array.from({ length: count }, (_, at) => `${name}${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`).join(" ")}.`;

/** Which of these articles are left, by their positions from 1. */
function left(...articles: Parameters<typeof pagesOf>[0]): string[] {
  return independentPages(pagesOf(articles)).map(({ articleId }) => articleId);
}

test("articles with texts of their own are all left, in their order", () => {
  expect(left(article(own), article(own, own), article(own))).toEqual(["1", "2", "3"]);
});

test("of one text under several addresses one is left", () => {
  const wire = words(60, "wire");
  expect(left(article(wire), article(wire), article(own), article(wire))).toEqual(["1", "3"]);
});

test.each([
  ["60 % of the words in common are copies", 60, 40, 1],
  ["half of the words in common are two articles", 50, 50, 2],
])("%s", (_what, common, alone, expected) => {
  const shared = words(common, "common");
  expect(left(article(shared, words(alone, "one")), article(shared, words(alone, "two")))).toHaveLength(expected);
});

test("a short version is a copy of the long one", () => {
  const lead = words(40, "lead");
  expect(left(article(lead), article(lead, words(200, "more")))).toEqual(["2"]);
});

test("a short page of little but template does not make copies of the articles around it", () => {
  const appeal = words(80, "appeal");
  const long = () => article(own, own, own, own, own, appeal);
  expect(left(long(), article("Flash: it rains.", appeal), long(), long())).toEqual(["1", "3", "4"]);
});
