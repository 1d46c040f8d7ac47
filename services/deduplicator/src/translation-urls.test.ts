import { expect, test } from "vitest";
import { translationUrls } from "./translation-urls.ts";

const own = "https://news.example/en/fire";
const urlsOf = (...urls: readonly string[]): string[] =>
  translationUrls(
    own,
    urls.map((url) => ({ language: "de", url })),
  );

test("are canonical, each once, without the article's own", () => {
  expect(urlsOf("https://www.news.example/de/feuer?utm_source=x#top", "https://news.example/de/feuer", own)).toEqual([
    "https://news.example/de/feuer",
  ]);
});

test.each([
  "https://news.example/",
  "https://news.example/de",
  "https://news.example/de-AT/",
  "https://news.example/index.html",
  "https://news.example/fr/index.php",
  "mailto:desk@news.example",
  "not an address",
])("leave out %s", (url) => {
  expect(urlsOf(url)).toEqual([]);
});

test.each(["https://news.example/de/feuer", "https://news.example/?p=12", "https://news.example/deutschland"])(
  "keep %s",
  (url) => {
    expect(urlsOf(url)).toHaveLength(1);
  },
);

test("are thirty at most, and none that is longer than an index takes", () => {
  const many = Array.from({ length: 1_000 }, (_, page) => `https://news.example/de/${page}`);
  expect(urlsOf(...many)).toHaveLength(30);
  expect(urlsOf(`https://news.example/de/${"x".repeat(3_000)}`)).toEqual([]);
});
