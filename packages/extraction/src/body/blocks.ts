import type { CutBlock, CutReason } from "@wirewatch/model";
import { isTag, Text, type AnyNode, type Element, type ParentNode } from "domhandler";
import { blockElements } from "../page/html-nesting.ts";
import { isLink } from "../page/link.ts";
import { plainText, visit } from "../page/walk.ts";
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
  /** `href` of its first link, as written; null when it has none. */
  readonly href: string | null;
  /** The innermost box around it. */
  readonly box: ParentNode;
}

/** A block that was left out with its element, and why. */
export interface ClutterBlock extends CutBlock {
  /** How many blocks stand before it. */
  readonly at: number;
}

export interface ReadBlocks {
  readonly blocks: readonly Block[];
  readonly clutter: readonly ClutterBlock[];
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
export function readBlocks(root: ParentNode, clutter: ReadonlyMap<Element, CutReason> = new Map()): ReadBlocks {
  const blocks: Block[] = [];
  const left: ClutterBlock[] = [];
  const boxes: ParentNode[] = [root];
  const depth = { link: 0, bold: 0, quote: 0, item: 0 };
  let level: number | null = null;
  let text = "";
  let linked = 0;
  let bold = 0;
  let breaks = 0;
  let href: string | null = null;

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
        href,
        box: boxes.at(-1) ?? root,
      });
    }
    text = "";
    linked = 0;
    bold = 0;
    breaks = 0;
    href = null;
  }

  function change(element: Element, by: 1 | -1): void {
    const { name } = element;
    if (name === "a" && isLink(element)) {
      depth.link += by;
      if (by === 1) href ??= element.attribs["href"] ?? null;
    } else if (boldElements.has(name)) depth.bold += by;
    else if (name === "blockquote") depth.quote += by;
    else if (name === "li") depth.item += by;
  }

  /** Keeps what is left out with its reason. */
  function leaveOut(element: Element, reason: CutReason): void {
    const content = plainText(element);
    if (content !== "") left.push({ text: content, reason, at: blocks.length + (text.trim() === "" ? 0 : 1) });
    // Left out within a line it still divides words.
    text += " ";
  }

  function enter(node: AnyNode): boolean {
    if (node instanceof Text) addText(node.data);
    if (!isTag(node)) return false;
    const reason = clutter.get(node);
    if (reason !== undefined) {
      leaveOut(node, reason);
      return false;
    }
    if (node.name === "br") {
      breaks++;
      if (breaks > 1) flush();
      else text += "\n";
    } else step(node, 1);
    return true;
  }

  function addText(data: string): void {
    const length = visibleLength(data);
    if (length > 0) breaks = 0;
    // A line break is a `<br>`, never a new line in the source.
    text += /[\n\r\u2028\u2029]/.test(data) ? data.replace(/\s+/gu, " ") : data;
    if (depth.link > 0) linked += length;
    if (depth.bold > 0) bold += length;
  }

  function step(element: Element, by: 1 | -1): void {
    if (!blockElements.has(element.name)) {
      change(element, by);
      return;
    }
    flush();
    if (by === 1) boxes.push(element);
    else boxes.pop();
    change(element, by);
    const headingLevel = headings.get(element.name);
    if (headingLevel !== undefined) level = by === 1 ? headingLevel : null;
  }

  visit(root, enter, (element) => {
    if (element.name !== "br") step(element, -1);
  });
  flush();
  return { blocks, clutter: left };
}

function visibleLength(text: string): number {
  const { length } = text;
  let visible = 0;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 32 && code !== 160) visible++;
  }
  return visible;
}

function tidy(text: string): string {
  return text
    .replace(/[\u200B\u2060\uFEFF\u00AD]/gu, "")
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/gu, "\n")
    .trim();
}
