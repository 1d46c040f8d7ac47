import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Text, type AnyNode } from "domhandler";
import { parseDocument } from "htmlparser2";
import { describe, expect, test } from "vitest";
import { decodePage } from "../../packages/extraction/src/page/decode.ts";
import { droppedElements } from "../../packages/extraction/src/page/html-nesting.ts";
import { parsePage } from "../../packages/extraction/src/page/page-tree.ts";
import { collapse, plainText } from "../../packages/extraction/src/page/walk.ts";

const corpus = new URL("../../../shared/corpus/", import.meta.url);

/** Our tokenizer takes the place of htmlparser2's, so it has to read real pages as that one does. */
describe.skipIf(!existsSync(corpus))("the tree of a real page (needs ../shared/corpus beside the project)", () => {
  test.each(["extraction/html/", "publishers/html/"])("in %s has the text that htmlparser2 finds", (path) => {
    const folder = new URL(path, corpus);
    const others = readdirSync(folder).filter((name) => {
      const { html } = decodePage(gunzipSync(readFileSync(new URL(name, folder))));
      return letters(plainText(parsePage(html).root)) !== letters(textOf(parseDocument(html).children));
    });
    expect(others).toEqual([]);
  });
});

function textOf(nodes: readonly AnyNode[]): string {
  const parts: string[] = [];
  const waiting = nodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node instanceof Text) parts.push(node.data);
    else if ("children" in node && !("name" in node && droppedElements.has(node.name)))
      waiting.push(...node.children.toReversed());
  }
  return collapse(parts.join(""));
}

function letters(text: string): string {
  return text.replace(/\s+/gu, "");
}
