import { expect, test } from "vitest";
import { parsePage } from "./page-tree.ts";
import { selectParts, type Selectors } from "./selectors.ts";
import { plainText } from "./walk.ts";

const { root } = parsePage(
  '<div class="a"><h1> My  head </h1><p class="x">One</p><p>Two</p></div><p class="x">Three</p><time datetime="2025-01-01T00:00Z">May</time>',
);
const select = (selectors: Partial<Selectors>) =>
  selectParts(root, { body: null, title: null, date: null, remove: [], ...selectors });

test("finds body, title and date", () => {
  const parts = select({ body: "p.x", title: "h1", date: "time" });
  expect(parts.body === null ? null : plainText(parts.body)).toBe("One Three");
  expect(parts).toMatchObject({ title: "My head", date: "2025-01-01T00:00Z", notes: [] });
});

test("removes elements before it looks for the body", () => {
  const parts = select({ body: ".a", remove: ["h1", ".x", ".none"] });
  expect(parts.body === null ? null : plainText(parts.body)).toBe("Two");
  expect(plainText(parts.page)).toBe("Two May");
  expect(parts.notes).toEqual([]);
});

test("says which selector found nothing or is none", () => {
  const parts = select({ body: ".gone", title: "h1[" });
  expect(parts.body).toBeNull();
  expect(parts.title).toBeNull();
  expect(parts.notes).toEqual([
    'extract.body: ".gone" found nothing; the automatic result was used',
    'extract.title: "h1[" is not a CSS selector; the automatic result was used',
  ]);
});
