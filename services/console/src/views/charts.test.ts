import { expect, test } from "vitest";
import { bars, sparkline } from "./charts.ts";

test("a chart says in words what it shows, marks what is unusual, and leads to what is behind", () => {
  const { markup } = bars("Articles an hour", "articles", [
    { label: "13:00", value: 12, usual: [8, 20] },
    { label: "14:00", value: 2, usual: [8, 20], href: "/search?hour=14" },
  ]);
  expect(markup).toContain("Articles an hour: from 2 to 12 articles; last, 14:00: 2");
  expect(markup).toContain("14:00: 2 articles, usually 8 to 20");
  expect(markup.match(/class="bar odd"/gu)).toHaveLength(1);
  expect(markup).toContain('href="/search?hour=14"');
});

test("bars that lead somewhere can be reached one by one, those of nothing lead nowhere", () => {
  const { markup } = bars("Articles a day", "articles", [
    { label: "1 Mar", value: 3, href: "/search?since=2026-03-01" },
    { label: "2 Mar", value: 0, href: "/search?since=2026-03-02" },
  ]);
  // What is inside of an image is hidden from screen readers.
  expect(markup).not.toContain('role="img"');
  expect(markup).toContain('role="group"');
  expect(markup).toMatch(/<a href="\/search\?since=2026-03-01" aria-label="1 Mar: 3 articles"/u);
  expect(markup).not.toContain("2026-03-02");
  expect(bars("x", "y", [{ label: "a", value: 1 }]).markup).toContain('role="img"');
});

test.each([[[]], [[0]], [[0, 0, 0]], [[1e9, 1]], [[0.2, 0.1]]])("values %j make finite coordinates", (values) => {
  const { markup } = bars(
    "x",
    "y",
    values.map((value, at) => ({ label: String(at), value })),
  );
  expect(`${markup}${sparkline("x", values).markup}`).not.toMatch(/NaN|Infinity|undefined/u);
});

test("what labels say is escaped", () => {
  const { markup } = bars("<x>", "<y>", [{ label: '"><script>', value: 1, href: '/"><script>' }]);
  expect(markup).not.toContain("<script>");
});
