import { expect, test } from "vitest";
import { extract } from "../extract.ts";
import { observe } from "./observe.ts";

const text = "The harbour board said on Sunday that the first ship had left the port with grain for the south. ".repeat(
  4,
);
const html = `<html><head><title>First ship leaves</title></head><body><article><h1>First ship leaves</h1><div class="text"><p>${text}</p></div></article></body></html>`;

/** As the stripper does it. */
function observed(selectors: Parameters<typeof observe>[1], body = html) {
  const result = extract({ url: "https://herald.example/a", body, selectors });
  return observe({ article: result.kind === "article" ? result.article : null, notes: result.notes }, selectors);
}

test("says how long the text is, and which fields are there", () => {
  expect(observed(null)).toEqual({ characters: text.trim().length, found: ["title"], missing: ["date", "authors"] });
});

test("says which of the source's rules found something", () => {
  expect(observed({ body: ".text", title: ".none", date: "h1", remove: [".gone"] })).toMatchObject({
    found: ["title", "extract.body"],
    missing: ["date", "authors", "extract.title", "extract.date"],
  });
});

test("says nothing about the fields of a page that is no article", () => {
  const empty = "<html><body><p>Log in</p></body></html>";
  expect(observed({ body: ".text", title: null, date: null, remove: [] }, empty)).toEqual({
    characters: 0,
    found: [],
    missing: ["extract.body"],
  });
});
