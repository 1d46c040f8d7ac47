import { describe, expect, test } from "vitest";
import { workMs } from "../../../../test/support/work-time.ts";
import { parsePage } from "./page-tree.ts";
import { failedRules, selectParts, type Selectors } from "./selectors.ts";
import { plainText } from "./walk.ts";

const page = parsePage(
  '<meta name="headline" content="Said so"><div class="a"><h1> My  head </h1><p class="x">One <b class="x">bold</b></p><p>Two</p></div>' +
    '<p class="x">Three</p><time></time><time datetime="2025-01-01T00:00Z">May</time>',
);
const select = (selectors: Partial<Selectors>, root = page.root) =>
  selectParts(root, { body: null, title: null, date: null, remove: [], ...selectors });

describe("selectParts", () => {
  test("finds body, title and date", () => {
    const parts = select({ body: "p.x", title: "h1", date: "div + p ~ time" });
    expect(parts.body === null ? null : plainText(parts.body)).toBe("One bold Three");
    expect(parts).toMatchObject({ title: "My head", date: "2025-01-01T00:00Z", removed: [], notes: [] });
    expect(parts.page).toBe(page.root);
  });

  test.each([
    ["an attribute of a meta element", { title: "meta[name=headline]" }, { title: "Said so" }],
    ["an element's date before its text", { date: "time[datetime]" }, { date: "2025-01-01T00:00Z" }],
    ["the first that says anything", { date: "time" }, { date: "2025-01-01T00:00Z" }],
    ["the words of an element", { date: "p:contains(Three)" }, { date: "Three" }],
  ])("takes %s", (_, selectors, expected) => {
    expect(select(selectors)).toMatchObject(expected);
  });

  test("takes a body that contains another only once", () => {
    const { body } = select({ body: ".x, .a, b" });
    expect(body === null ? null : plainText(body)).toBe("My head One bold Two Three");
  });

  test("removes elements before it looks for the rest, and says what they were", () => {
    const parts = select({ body: ".a", title: "h1", date: "p:first-of-type", remove: ["b", "h1", ".x", ".none"] });
    expect(parts.body === null ? null : plainText(parts.body)).toBe("Two");
    expect(plainText(parts.page)).toBe("Two May");
    expect(parts).toMatchObject({ title: null, date: "Two", removed: ["My head", "One bold", "Three"] });
  });

  test("leaves the page as it was", () => {
    const before = plainText(page.root);
    select({ body: ".a", remove: [".x"] });
    expect(plainText(page.root)).toBe(before);
    expect(select({ body: "b" }).rules).toMatchObject([{ elements: 1 }]);
  });

  test("says what each selector found, and which one is none", () => {
    const parts = select({ body: ".gone", title: "h1[", remove: [".none", ".x"] });
    expect(parts).toMatchObject({ body: null, title: null });
    expect(parts.rules).toEqual([
      { field: "remove", selector: ".none", elements: 0, flaw: "found nothing" },
      { field: "remove", selector: ".x", elements: 3, flaw: null },
      { field: "body", selector: ".gone", elements: 0, flaw: "found nothing" },
      { field: "title", selector: "h1[", elements: 0, flaw: "is not a CSS selector" },
    ]);
    expect(parts.notes).toEqual([
      'extract.body: ".gone" found nothing; the automatic result was used',
      'extract.title: "h1[" is not a CSS selector; the automatic result was used',
    ]);
    expect([...failedRules(parts.notes)]).toEqual(["body", "title"]);
  });
});

describe("on the largest page there can be", () => {
  const { root: flat } = parsePage(`<body>${"<p class=a>x<b>y</b></p>".repeat(14_990)}<h1>End</h1>`);
  const { root: deep } = parsePage(
    `<body>${`${"<div class=a>".repeat(120)}x${"</div>".repeat(120)}`.repeat(248)}<h1>End</h1>`,
  );

  test.each([
    ".none * * * * * *",
    ".none ~ * ~ * ~ * ~ *",
    ":has(* * .none)",
    "*:contains('none')",
    ":has(~ .none ~ .none)",
  ])("%s takes less than seconds", (selector) => {
    for (const root of [flat, deep]) {
      const startedAt = workMs();
      select({ remove: [selector] }, root);
      expect(workMs() - startedAt).toBeLessThan(5_000);
    }
  });

  test("a selector that takes too long is given up; the others still work", () => {
    const costly = ".none ~ * ~ * ~ * ~ *";
    const parts = select({ remove: [costly, costly], title: "h1" }, flat);
    expect(parts.title).toBe("End");
    const note = `extract.remove: "${costly}" takes too long on this page; nothing was removed by it`;
    expect(parts.notes).toEqual([note, note]);
  });

  test("rules that people write fit many times over", () => {
    const remove = [".promo", "div.related", "aside", "[class*='newsletter']", "p:has(> a.more)", "p:first-child"];
    const parts = select({ body: "body", title: "h1", date: "time", remove: [...remove, ...remove, ...remove] }, flat);
    expect(parts.title).toBe("End");
  });
});
