import { describe, expect, test } from "vitest";
import { readBlocks } from "./blocks.ts";
import { parsePage } from "../page/page-tree.ts";
import { measurePage } from "./measure.ts";
import { findClutter } from "./prune.ts";

const sentence = "The harbour board said on Tuesday that the second quay will open in spring. ";
const body = `<p>${sentence.repeat(4)}</p>`.repeat(4);

function kept(html: string): string {
  const { root } = parsePage(html);
  return readBlocks(root, findClutter(root, measurePage(root, null).masses))
    .blocks.map(({ text }) => text)
    .join("\n");
}

test.each([
  ["captions", "<figure><img><figcaption>A quay in winter</figcaption></figure>"],
  ["boxes", "<aside><p>In numbers: two quays</p></aside>"],
  ["hidden elements", "<div hidden>Secret</div>"],
  ["elements styled away", '<div style="display: none">Secret</div>'],
  ["ARIA landmarks", '<div role="navigation">Up Down</div>'],
  ["share buttons by class", '<div class="socialShare">Share this</div>'],
  ["related items by id", '<div id="related-posts"><p>Bridge opens</p></div>'],
  ["small boxes with weaker names", '<div class="author-box">Desk</div>'],
])("drops %s", (_, clutter) => {
  expect(kept(`${body}${clutter}<p>${sentence}</p>`)).toBe(kept(`${body}<p>${sentence}</p>`));
});

test("does not believe a name on a large part of the text", () => {
  expect(kept(`<div class="related">${body}</div><p>${sentence}</p>`)).toContain(sentence.repeat(4).trim());
});

test("matches whole words of names only", () => {
  expect(kept(`${body}<div class="shareholders">Shareholders met.</div>`)).toContain("Shareholders met.");
});

test("never drops more than two fifths of the text", () => {
  const boxes = `<div class="related"><p>${sentence.repeat(2)}</p></div>`.repeat(20);
  const text = kept(`<p>${sentence.repeat(20)}</p>${boxes}`);
  expect(text.length).toBeGreaterThan(0.58 * 60 * sentence.length);
});

describe("by what they hold", () => {
  const teaser = (title: string) =>
    `<div class="t"><h3><a href="/x">${title}</a></h3><p>A short text about it.</p></div>`;

  test("drops a teaser, but not a part of an article whose heading is linked to its own place", () => {
    expect(kept(`${body}${teaser("Bridge opens")}`)).not.toContain("Bridge opens");
    const part = '<div><h3><a href="#p2">12:30 Bridge opens</a></h3><p>A short text about it.</p></div>';
    expect(kept(`${body}${part}`)).toContain("12:30 Bridge opens");
  });

  test("keeps the parts of a list article, however like teasers they look", () => {
    const parts = Array.from({ length: 12 }, (_, number) => teaser(`${number}. A ship`)).join("");
    expect(kept(`<p>${sentence}</p>${parts}`)).toContain("11. A ship");
  });

  test("drops a picture with a line of text, but not one beside a paragraph", () => {
    expect(kept(`${body}<div><img src="a.jpg"><p>A quay in winter</p></div>`)).not.toContain("winter");
    expect(kept(`${body}<div><img src="a.jpg"><p>${sentence.repeat(4)}</p><p>More of it.</p></div>`)).toContain(
      "More of it.",
    );
  });

  test("drops what shows when a reader points at a word, but not a line with two links", () => {
    const word =
      '<span class="tip"><a href="/a">The harbour board of the valley and its twelve members</a> <a href="/b">Everything about the board and about its history</a></span>';
    expect(kept(`${body}<p>${sentence} ${word} went on.</p>`)).not.toContain("Everything about");
    expect(kept(`${body}<p>See <span class="s"><a href="/a">one</a> and <a href="/b">two</a></span>.</p>`)).toContain(
      "one and two",
    );
  });

  test("keeps quoted posts in boxes named after their network", () => {
    expect(
      kept(`${body}<div class="social"><blockquote class="twitter-tweet"><p>It opens.</p></blockquote></div>`),
    ).toContain("It opens.");
  });
});

test("drops a caption by the name of a part of a picture, not a picture's text in a long box", () => {
  expect(kept(`${body}<div class="detail-img__description">A quay in winter</div>`)).not.toContain("winter");
  expect(kept(`<div class="photo-story__text">${body}</div><p>${sentence}</p>`)).toContain(sentence.repeat(4).trim());
});
