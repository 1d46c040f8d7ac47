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
  ["the name of a site", "www.example.com", ["https://www.example.com"]],
  ["a site with a path and a port", "zeitung.example:8080/rss?a=1", ["https://zeitung.example:8080/rss?a=1"]],
  ["a site in letters of its own", "новости.example/лента", ["https://новости.example/лента"]],
  [
    "a line that is no address as a row that cannot be taken",
    "not an address\nhttps://a.example/\nftp://b.example/",
    ["not an address", "https://a.example/", "ftp://b.example/"],
  ],
  ["columns", "url,name\nhttps://a.example/,A", ["https://a.example/"]],
  ["columns and no rows", "url\n", []],
  ["one column", "url\nhttps://a.example/\n", ["https://a.example/"]],
])("reads %s", (_, text, urls) => {
  expect(csvRows(text).rows.flatMap((row) => row.urls)).toEqual(urls);
});

test.each(["https://a.example/,A", "not an address", "name\nx", "a.example\nA;B", "javascript:alert(1)", ""])(
  "%j needs an address, or a line that names the columns",
  (text) => {
    expect(() => csvRows(text)).toThrow(CsvError);
  },
);

test("many lines take no more than their length", () => {
  expect(csvRows("https://a.example/\n".repeat(20_000)).rows).toHaveLength(20_000);
});
