import { expect, test } from "vitest";
import { readWatchedPage } from "./watched-page.ts";

const url = "https://ministry.example/notices";
const html = `<html><head><title>Notices &amp; more</title><style>p{}</style></head><body>
  <nav>Home</nav>
  <main><h1>Notices</h1><p>First <b>notice</b>.</p><p class="time">12:30</p>
    <table><tr><td>A</td><td>B</td></tr></table><ul><li>one<li>two</ul><p>a<br>b</p><script>x()</script></main>
  <main><p>Second part</p></main></body></html>`;

test("the whole page, block by block", () => {
  const { title, blocks } = readWatchedPage(html, url, { select: null, ignore: [] });
  expect(title).toBe("Notices & more");
  expect(blocks).toEqual([
    "Home",
    "Notices",
    "First notice.",
    "12:30",
    "A",
    "B",
    "one",
    "two",
    "a",
    "b",
    "Second part",
  ]);
});

test("only what is selected, without what is ignored", () => {
  const { blocks } = readWatchedPage(html, url, { select: "main", ignore: [".time", "table", "ul"] });
  expect(blocks).toEqual(["Notices", "First notice.", "a", "b", "Second part"]);
});

test.each([
  ["a heading stands for a missing title", "<h1>A</h1>", "A"],
  ["no title at all", "<p>A</p>", null],
])("%s", (_, page, title) => {
  expect(readWatchedPage(page, url, { select: null, ignore: [] }).title).toBe(title);
});

test.each([
  ["finds nothing", "#gone", [], '"#gone" finds nothing in https://ministry.example/notices'],
  ["is none", "a[", [], '"a[" is not a CSS selector'],
  ["is none, to be ignored", null, ["b]["], '"b][" is not a CSS selector'],
])("a selector that %s is told", (_, select, ignore, message) => {
  const read = () => readWatchedPage(html, url, { select, ignore });
  expect(read).toThrow(expect.objectContaining({ code: "notFound" }));
  expect(read).toThrow(message);
});

test("text without markup is one block", () => {
  expect(readWatchedPage("just text", url, { select: null, ignore: [] }).blocks).toEqual(["just text"]);
});
