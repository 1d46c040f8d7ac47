import { expect, test } from "vitest";
import { html } from "./html.ts";
import { actionButton, count, facts, figure, marked, more, table, tabs } from "./parts.ts";

test("a passage has its finds marked, at exactly their places", () => {
  expect(
    marked("a <b> 🚢 ship", [
      [2, 5],
      [6, 8],
    ]).markup,
  ).toBe("a <mark>&lt;b&gt;</mark> <mark>🚢</mark> ship");
});

test.each([
  [
    "overlapping",
    [
      [0, 3],
      [2, 5],
    ],
  ],
  [
    "beyond the end",
    [
      [0, 3],
      [90, 99],
    ],
  ],
  [
    "empty and backwards",
    [
      [0, 3],
      [4, 4],
      [6, 5],
    ],
  ],
] as const)("marks that are %s are left out, the text is whole", (_name, marks) => {
  expect(marked("abcdef", marks).markup).toBe("<mark>abc</mark>def");
});

test("a table names its columns for phones and screen readers", () => {
  const { markup } = table(
    "Sources",
    [{ name: "<One>", n: 3 }],
    [
      { head: "Name", cell: ({ name }) => name, kind: "main" },
      { head: "Items", cell: ({ n }) => n, kind: "number" },
    ],
    { href: () => "/sources/one", id: () => "s-one" },
  );
  expect(tight(markup)).toContain('<caption class="unseen">Sources</caption>');
  expect(markup).toContain('data-label="Items"');
  expect(markup).toContain('<tr id="s-one">');
  expect(markup).toContain('<a class="row-link" href="/sources/one">&lt;One&gt;</a>');
});

test("a button is a form with the token of the session", () => {
  const { markup } = actionButton({ formToken: "t" }, "/x", "Do", {
    fields: { id: '"1"' },
    key: "a",
    confirm: "Sure?",
  });
  expect(markup).toContain('<input type="hidden" name="_token" value="t"');
  expect(markup).toContain('name="id" value="&quot;1&quot;"');
  expect(markup).toContain('data-confirm="Sure?" data-key="a"');
});

test("the next page keeps the filter; at the end there is none", () => {
  expect(more("/alerts", { state: "open", topic: null }, "5").markup).toContain(
    'href="/alerts?state=open&amp;after=5"',
  );
  expect(more("/alerts", {}, null).markup).toBe("");
});

test("the tab that is open is named so", () => {
  const { markup } = tabs("States", [
    { name: "Open", href: "/a", isHere: true, count: 3 },
    { name: "All", href: "/b", isHere: false },
  ]);
  expect(markup.match(/aria-current="page"/gu)).toHaveLength(1);
});

test("figures and their nouns", () => {
  expect([count(1, "article"), count(0, "story", "stories"), count(12_345, "article"), figure(1_000_000)]).toEqual([
    "1 article",
    "0 stories",
    "12,345 articles",
    "1,000,000",
  ]);
  expect(tight(facts([["a", html`<b>1</b>`], null]).markup)).toBe(
    '<dl class="facts"><div><dt>a</dt><dd><b>1</b></dd></div></dl>',
  );
});

/** Without the white space between tags, which says nothing. */
function tight(markup: string): string {
  return markup.replaceAll(/>\s+|\s+</gu, (text) => text.trim());
}
