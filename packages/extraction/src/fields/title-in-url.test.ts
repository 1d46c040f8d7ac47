import { expect, test } from "vitest";
import { isSpelledInUrl } from "./title-in-url.ts";

test.each([
  ["plain words", "Quay opens after long works", "/news/quay-opens-after-long-works"],
  ["number and ending", "Quay opens after long works", "/quay-opens-after-long-works-1234.html"],
  ["date in front", "Quay opens after long works", "/2025-03-04-quay-opens-after-long-works/"],
  ["umlauts", "Größte Fähre kehrt zurück", "/groesste-faehre-kehrt-zurueck"],
  ["Nordic letters", "Tårene rant på øya", "/tarene-rant-pa-oya-1.16990729"],
  ["apostrophes", "Ireland’s quay won't open", "/irelands-quay-wont-open"],
  [
    "escaped letters",
    "Кран упал на причал",
    "/%D0%BA%D1%80%D0%B0%D0%BD-%D1%83%D0%BF%D0%B0%D0%BB-%D0%BD%D0%B0-%D0%BF%D1%80%D0%B8%D1%87%D0%B0%D0%BB",
  ],
])("%s", (_, title, path) => {
  expect(isSpelledInUrl(title, `https://courier.example${path}`)).toBe(true);
});

test.each([
  ["only some of the words", "Quay opens after long works", "/quay-opens"],
  ["other words besides", "Quay opens after long works", "/port-quay-opens-after-long-works"],
  ["too few words to tell", "Quay opens now", "/quay-opens-now"],
  ["no words in the address", "Quay opens after long works", "/a/1234"],
  ["a broken escape", "Quay opens after long works", "/%E0%A4%A"],
])("not: %s", (_, title, path) => {
  expect(isSpelledInUrl(title, `https://courier.example${path}`)).toBe(false);
});

test("no URL at all", () => {
  expect(isSpelledInUrl("Quay opens after long works", "::")).toBe(false);
});
