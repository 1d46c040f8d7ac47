import { expect, test } from "vitest";
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
