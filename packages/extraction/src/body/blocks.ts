import { isTag, Text, type Element, type ParentNode } from "domhandler";
import { blockElements } from "../page/html-nesting.ts";
import { walk } from "../page/walk.ts";
import { countWords } from "../page/words.ts";

export type BlockKind = "paragraph" | "heading" | "item" | "quote";

/** One paragraph, heading or list item of a page. */
export interface Block {
  readonly kind: BlockKind;
  /** 1 to 6 for `h1` to `h6`, 7 for a paragraph that is bold from end to end; null for other blocks. */
  readonly level: number | null;
  readonly text: string;
  readonly words: number;
  /** Share of the characters that are link text, 0 to 1. */
  readonly linkShare: number;
  readonly isBold: boolean;
}

const headings: ReadonlyMap<string, number> = new Map([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, level]));
const boldElements = new Set(["b", "strong"]);

/**
 * The text below `root` as blocks: a new one where a block element begins or ends and at two line breaks in a row.
 *
 * A single `<br>` is a line break inside its block.
 *
 * @param clutter elements left out with everything in them
 */
export function readBlocks(root: ParentNode, clutter: ReadonlySet<Element> = new Set()): Block[] {
  const blocks: Block[] = [];
  const depth = { link: 0, bold: 0, quote: 0, item: 0 };
  let level: number | null = null;
  let text = "";
  let linked = 0;
  let bold = 0;
  let breaks = 0;

  function flush(): void {
    const content = tidy(text);
    if (content !== "") {
      const letters = Math.max(1, visibleLength(content));
      const isBold = level === null && bold / letters > 0.95;
      const kind = level !== null ? "heading" : depth.item > 0 ? "item" : depth.quote > 0 ? "quote" : "paragraph";
      const linkShare = Math.min(1, linked / letters);
      blocks.push({
        kind,
        level: level ?? (isBold ? 7 : null),
        text: content,
        words: countWords(content),
        linkShare,
        isBold,
      });
    }
    text = "";
    linked = 0;
    bold = 0;
    breaks = 0;
  }

  function change(element: Element, by: 1 | -1): void {
    const { name } = element;
    if (name === "a") depth.link += by;
    else if (boldElements.has(name)) depth.bold += by;
    else if (name === "blockquote") depth.quote += by;
    else if (name === "li") depth.item += by;
  }

  for (const { node, entering } of walk(root, (element) => clutter.has(element))) {
    if (node instanceof Text) {
      const length = visibleLength(node.data);
      if (length > 0) breaks = 0;
      text += node.data.replace(/\s+/gu, " ");
      if (depth.link > 0) linked += length;
      if (depth.bold > 0) bold += length;
    } else if (isTag(node)) {
      const { name } = node;
      if (name === "br") {
        if (!entering) continue;
        breaks++;
        if (breaks > 1) flush();
        else text += "\n";
        continue;
      }
      if (!blockElements.has(name)) {
        change(node, entering ? 1 : -1);
        continue;
      }
      flush();
      change(node, entering ? 1 : -1);
      const headingLevel = headings.get(name);
      if (headingLevel !== undefined) level = entering ? headingLevel : null;
    }
  }
  flush();
  return blocks;
}

function visibleLength(text: string): number {
  return text.replace(/\s+/gu, "").length;
}

function tidy(text: string): string {
  return text
    .replace(/[\u200B\u2060\uFEFF\u00AD]/gu, "")
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/gu, "\n")
    .trim();
}
