import { expect, test } from "vitest";
import { markupOfText, markupOfUtf8 } from "./markup.ts";
import { parseMarkup } from "./page-tree.ts";
import { elements, plainText } from "./walk.ts";

const page =
  `<!doctype html><title>Порт &amp; quay – 😀</title><scrİpt>x</scrİpt><P Clαss="ά" title='Ünter „den“ &euro;' data-ÄB=1>Ça va, порт &gt; ok</P>` +
  `<script>"</p> Ж"</script><p lang=é>e\u0301</p><script type="application/ld+json">{"a":"Ж"}</script><svg><p>Ж</svg><p title="${"Ж&amp;".repeat(1_100)}">x`;

test("signs of a page in UTF-8 stand where its bytes do", () => {
  const bytes = Buffer.from(page);
  const { signs, textBetween } = markupOfUtf8(bytes);
  expect(signs).toHaveLength(bytes.byteLength);
  const start = signs.indexOf("<title>") + "<title>".length;
  expect(textBetween(start, signs.indexOf("</title>"))).toBe("Порт &amp; quay – 😀");
});

test("reads a part of a larger buffer", () => {
  const bytes = Buffer.from(`xx${page}`).subarray(2);
  expect(markupOfUtf8(bytes).textBetween(0, bytes.byteLength)).toBe(page);
});

test("a page gives the same tree from its bytes as from its text", () => {
  const [ofText, ofBytes] = [markupOfText(page), markupOfUtf8(Buffer.from(page))].map((markup) => {
    const { root, jsonLd } = parseMarkup(markup, { keepsAllAttributes: true });
    const tags = [...elements(root)].map(({ name, attribs }) => ({ name, attribs }));
    return { tags, jsonLd, text: plainText(root) };
  });
  expect(ofBytes).toEqual(ofText);
  expect(ofText?.jsonLd).toEqual(['{"a":"Ж"}']);
  expect(ofText?.tags.at(-1)?.attribs["title"]).toHaveLength(2_048);
});
