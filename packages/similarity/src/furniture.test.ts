import { describe, expect, it } from "vitest";
import { createFurnitureFilter } from "./furniture.ts";

const footer = "Copyright the publisher. All rights reserved.";
const page = (at: number, paragraph = footer) => ({
  url: `https://example.com/${at}`,
  title: `Headline ${at}`,
  text: `Story number ${at}.\n\n${paragraph}`,
});

function stripAll(...pages: ReturnType<typeof page>[]): string[] {
  const filter = createFurnitureFilter();
  return pages.map(({ url, ...text }) => filter.strip(url, text));
}

describe("drops a paragraph", () => {
  it("from its third page of one host on", () => {
    const [first, second, third, fourth] = stripAll(page(1), page(2), page(3), page(4));
    expect([first, second]).toEqual([page(1).text, page(2).text]);
    expect([third, fourth]).toEqual(["Story number 3.", "Story number 4."]);
  });

  it("in any typography", () => {
    expect(stripAll(page(1), page(2), page(3, "COPYRIGHT the publisher — all rights reserved")).at(-1)).toBe(
      "Story number 3.",
    );
  });
});

describe("keeps a paragraph that recurs", () => {
  it("on other hosts", () => {
    const pages = [1, 2, 3].map((at) => ({ ...page(at), url: `https://host${at}.example/a` }));
    expect(stripAll(...pages).at(-1)).toContain(footer);
  });

  it("in the revisions of one page", () => {
    const pages = [1, 2, 3].map((at) => ({ ...page(at), url: "https://example.com/1" }));
    expect(stripAll(...pages).at(-1)).toContain(footer);
  });

  it("in the re-issues of one article", () => {
    const pages = [1, 2, 3].map((at) => ({ ...page(at), title: "Minister resigns" }));
    expect(stripAll(...pages).at(-1)).toContain(footer);
  });

  it("as all there is", () => {
    const pages = [1, 2, 3].map((at) => ({ ...page(at), text: footer }));
    expect(stripAll(...pages)).toEqual([footer, footer, footer]);
  });
});
