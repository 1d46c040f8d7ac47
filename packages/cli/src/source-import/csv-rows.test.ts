import { expect, test } from "vitest";
import { CsvError } from "./csv.ts";
import { csvRows } from "./csv-rows.ts";

test.each<[string, string, readonly string[]]>([
  ["one address", "https://news.example.com/", ["https://news.example.com/"]],
  [
    "several, with gaps",
    "\uFEFF\r\nhttp://a.example/rss\r\n\r\n  feed:https://b.example/f \n",
    ["http://a.example/rss", "https://b.example/f"],
  ],
  ["columns", "url,name\nhttps://a.example/,A", ["https://a.example/"]],
  ["one column", "url\nhttps://a.example/\n", ["https://a.example/"]],
])("reads %s", (_, text, urls) => {
  expect(csvRows(text).rows.flatMap((row) => row.urls)).toEqual(urls);
});

test.each(["https://a.example/,A", "https://a.example/\nnot an address", "javascript:alert(1)", ""])(
  "%j needs a line that names the columns",
  (text) => {
    expect(() => csvRows(text)).toThrow(CsvError);
  },
);

test("many lines take no more than their length", () => {
  expect(csvRows("https://a.example/\n".repeat(20_000)).rows).toHaveLength(20_000);
});
