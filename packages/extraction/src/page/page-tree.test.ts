import { getOuterHTML } from "domutils";
import { expect, test } from "vitest";
import { parsePage } from "./page-tree.ts";
import { elements, plainText } from "./walk.ts";

const html = (page: string): string => getOuterHTML(parsePage(page).root, { encodeEntities: "utf8" });

test.each([
  [
    "closes paragraphs, list items and cells by themselves",
    "<p>a<p>b<ul><li>c<li>d</ul>",
    "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>",
  ],
  [
    "keeps one body with the attributes of all",
    '<body class="a"><p>x</p><body id="b">y',
    '<body id="b" class="a"><p>x</p>y</body>',
  ],
  [
    "ignores stray end tags and those out of a cell",
    "</div><table><tr><td>a</div>b</td></tr></table>",
    "<table><tr><td>ab</td></tr></table>",
  ],
  [
    "leaves out scripts, styles, templates and comments",
    "<p>a<script>b</script><style>c</style><template><p>d</p></template><!-- e -->f</p>",
    "<p>af</p>",
  ],
  [
    "shows a declarative shadow root as browsers do",
    '<my-page><template shadowrootmode="open"><p>a</p></template></my-page><template><p>b</p></template>',
    '<my-page><div shadowrootmode="open"><p>a</p></div></my-page>',
  ],
  [
    "leaves out a noscript of which the page says more itself",
    "<p>What the page says.</p><noscript><p>Hello</p></noscript>",
    "<p>What the page says.</p>",
  ],
  [
    "reads the noscript of a page that is written by its script",
    "<div>Loading</div><noscript><img src=a><p>What the page says.</p></noscript>",
    '<div>Loading</div><noscript><img src="a"><p>What the page says.</p></noscript>',
  ],
  ["does not take a picture's title for the page's", "<svg><title/><path/></svg><p>a</p>", "<p>a</p>"],
  ["ends an unclosed dropped element with its parent", "<div><svg><g>x</div><p>y</p>", "<div></div><p>y</p>"],
  ["decodes entities", "<p title='&lt;a'>R&amp;D &#8211; &eacute;</p>", '<p title="<a">R&amp;D – é</p>'],
  ["removes NUL and lone surrogates", "<p>a\0b\uD800c</p>", "<p>ab\uFFFDc</p>"],
  ["reads text after </body>", "<body><p>a</p></body></html><p>b</p>", "<body><p>a</p><p>b</p></body>"],
])("%s", (_, page, expected) => {
  expect(html(page)).toBe(expected);
});

test("collects JSON-LD in page order and nothing else from scripts", () => {
  const page =
    '<script type="application/ld+json">{"a":1}</script><script>var x</script><script type="Application/LD+JSON; charset=utf-8">{"b":"</p>"}</script>';
  expect(parsePage(page).jsonLd).toEqual(['{"a":1}', '{"b":"</p>"}']);
});

test("an attribute named __proto__ is an attribute", () => {
  const [element] = elements(parsePage('<p __proto__="x" constructor="y">z</p>').root);
  expect(Object.entries(element?.attribs ?? {})).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
});

test("flattens what is nested too deeply and keeps its text in order", () => {
  const { root, notes } = parsePage(
    `${"<div>".repeat(5_000)}<h1>Head</h1><p>One</p><p>Two</p>${"</div>".repeat(5_000)}<p>Three</p>`,
  );
  let depth = 0;
  for (const element of elements(root)) {
    let level = 0;
    for (let node = element.parent; node !== null; node = node.parent) level++;
    depth = Math.max(depth, level);
  }
  expect(depth).toBeLessThanOrEqual(128);
  expect(plainText(root)).toBe("Head One Two Three");
  expect([...elements(root)].filter(({ name }) => name === "p")).toHaveLength(3);
  expect(notes).toEqual(["elements nested deeper than 128 levels were flattened"]);
});

test("stops at 30,000 elements and says so", () => {
  const { root, notes } = parsePage("<i>x</i>".repeat(40_000));
  expect([...elements(root)]).toHaveLength(30_000);
  expect(notes).toEqual(["the page has more than 30,000 elements; the rest was left out"]);
});

test("stops at 2 MB of text and says so", () => {
  const { root, notes } = parsePage(`<p>${"word ".repeat(390_000)}</p><p>${"more ".repeat(100_000)}</p>`);
  expect(plainText(root).length).toBeLessThanOrEqual(2_000_000);
  expect(notes).toEqual(["the page has more than 2 MB of text; the rest was left out"]);
});

test("keeps 32 attributes of 2,048 characters", () => {
  const many = Array.from({ length: 100 }, (_, number) => `a${number}="${"v".repeat(5_000)}"`).join(" ");
  const [element] = elements(parsePage(`<p ${many}>x</p>`).root);
  expect(Object.keys(element?.attribs ?? {})).toHaveLength(32);
  expect(element?.attribs["a0"]).toHaveLength(2_048);
});

test("keeps 2,000 literal less-than signs", () => {
  expect(plainText(parsePage(`<p>${"< ".repeat(5_000)}</p>`).root).split("<").length - 1).toBeLessThanOrEqual(2_000);
});

test.each(["", "<", "</", "<!", "<!--", "<p", "<p a", '<p a="', "&", "&#", "<![CDATA[", "<?x", "\uFEFF"])(
  "reads the fragment %j",
  (page) => {
    expect(() => parsePage(page)).not.toThrow();
  },
);

test("a second body adds attributes only up to the limit", () => {
  const { root } = parsePage(Array.from({ length: 1_000 }, (_, number) => `<body a${number}=1>`).join(""));
  expect(Object.keys([...elements(root)][0]?.attribs ?? {})).toHaveLength(32);
});
