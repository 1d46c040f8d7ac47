import { describe, expect, test } from "vitest";
import { parsePage } from "../page/page-tree.ts";
import { elements } from "../page/walk.ts";
import { isBox, measurePage, type Mass } from "./measure.ts";

const sentence =
  "The harbour board said on Tuesday that the second quay will open in spring, after two years of repairs.";
const paragraph = `<p>${sentence}</p>`;
const letters = sentence.replace(/\s/g, "").length;

function measured(html: string, title: string | null = null) {
  const { root } = parsePage(html);
  const measure = measurePage(root, title);
  const byId = (id: string): Mass | undefined => {
    for (const element of elements(root)) if (element.attribs["id"] === id) return measure.masses.get(element);
    return undefined;
  };
  return { ...measure, byId };
}

describe("prose", () => {
  test.each([
    ["a paragraph", paragraph, letters],
    ["text between line breaks that end no block", `${sentence}<br>`, letters],
    ["not a label", "<p>Second quay, north side</p>", 0],
    ["not a long line without punctuation", `<p>${"harbour ".repeat(40)}</p>`, 0],
    ["not a paragraph of links", `<p><a href="/a">${sentence}</a></p>`, 0],
    ["in a script without spaces", `<p>${"港务局宣布，".repeat(10)}</p>`, 110],
  ])("%s", (_, html, prose) => {
    expect(measured(`<div id="box">${html}</div>`).byId("box")?.prose ?? 0).toBe(prose);
  });

  test("weighs less below the heading of other items, and not in the box beside it", () => {
    const { byId } = measured(`<div id="a"><h3>Related posts</h3>${paragraph}</div><div id="b">${paragraph}</div>`);
    expect(byId("a")?.prose).toBeLessThan(0.2 * letters);
    expect(byId("b")?.prose).toBe(letters);
  });

  test("weighs less above the headline, unless most of it stands there", () => {
    const title = "Second quay opens in spring";
    const page = (above: number, below: number) =>
      measured(
        `<div id="a">${paragraph.repeat(above)}</div><h1>${title}</h1><div id="b">${paragraph.repeat(below)}</div>`,
        title,
      );
    expect(page(1, 2).byId("a")?.prose).toBeLessThan(0.4 * letters);
    expect(page(1, 2).headline?.name).toBe("h1");
    expect(page(2, 1).byId("a")?.prose).toBe(2 * letters);
    expect(page(2, 1).headline).toBeNull();
  });

  test("weighs less where it speaks of cookies", () => {
    const { byId } = measured(`<div id="a"><p>We use cookies on this page. ${sentence}</p></div>`);
    expect(byId("a")?.prose).toBeLessThan(0.3 * letters);
  });

  test("short sentences are prose where nothing is longer", () => {
    const short = "<p>The second quay will open again in spring.</p>";
    expect(measured(`<div id="a">${short.repeat(3)}</div>`).byId("a")?.prose).toBeGreaterThan(80);
    expect(measured(`<div id="a">${short.repeat(3)}</div>${paragraph}`).byId("a")?.prose).toBe(0);
  });
});

test("a linked heading opens another item, one linked to its own place on the page does not", () => {
  expect(measured('<div id="a"><h3><a href="/b">Bridge opens</a></h3></div>').byId("a")?.linkedHeadings).toBe(1);
  expect(measured('<div id="a"><h3><a href="#p1">12:30 Bridge opens</a></h3></div>').byId("a")?.linkedHeadings).toBe(0);
});

test("counts headings, pictures and runs of text", () => {
  const { byId } = measured('<div id="a"><h2>Head</h2><img src="a.jpg"><p>One</p>two<p>Three</p></div>');
  expect(byId("a")).toMatchObject({ headings: 1, pictures: 1, blocks: 4 });
});

test("a page of links and nothing else is a list of links", () => {
  const links = (count: number) => `<p><a href="/a">Bridge opens to traffic</a></p>`.repeat(count);
  expect(measured(links(400)).isLinkList).toBe(true);
  expect(measured(links(40)).isLinkList).toBe(false);
  expect(measured(links(400) + paragraph.repeat(80)).isLinkList).toBe(false);
});

test("elements of a page's own making are boxes", () => {
  expect([isBox("div"), isBox("story-body"), isBox("span")]).toEqual([true, true, false]);
});

test("an element holds what the elements in it hold", () => {
  const { page, byId } = measured(`<div id="a"><div id="b">${paragraph.repeat(2)}</div>${paragraph}</div>`);
  expect([byId("b")?.text, byId("a")?.text, page.text]).toEqual([2 * letters, 3 * letters, 3 * letters]);
});
