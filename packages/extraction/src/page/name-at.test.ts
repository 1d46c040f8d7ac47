import { expect, test } from "vitest";
import { markupOfText, markupOfUtf8 } from "./markup.ts";
import { nameAt } from "./name-at.ts";

test.each([
  ["DIV", "div"],
  ["div", "div"],
  ["Data-Published-Time", "data-published-time"],
  ["__proto__", "__proto__"],
  ["7", "7"],
  ["Überschrift", "überschrift"],
  ["x".repeat(32), "x".repeat(32)],
  ["Y".repeat(100), "y".repeat(64)],
  ["", ""],
])("reads the name %s in text and in bytes, however often", (written, name) => {
  const page = `<${written}>`;
  for (const markup of [markupOfText(page), markupOfUtf8(Buffer.from(page)), markupOfText(page)])
    expect(nameAt(markup, 1, markup.signs.length - 1)).toBe(name);
});

test("keeps names apart whose signs add up to the same place", () => {
  const names = Array.from({ length: 20_000 }, (_, at) => `n${at}`);
  const markup = markupOfText(names.join(" "));
  let start = 0;
  const read = names.map(({ length }) => {
    const name = nameAt(markup, start, start + length);
    start += length + 1;
    return name;
  });
  expect(read).toEqual(names);
});
