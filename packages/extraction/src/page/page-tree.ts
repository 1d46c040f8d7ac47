import type { Document } from "domhandler";
import { wellFormed } from "./decode.ts";
import { markupOfText, type Markup } from "./markup.ts";
import { scanTags, type TagHandler } from "./scan-tags.ts";
import { createTreeBuilder, type TreeBuilder } from "./tree-builder.ts";

const maxJsonLdLength = 500_000;

export interface PageTree {
  readonly root: Document;
  /** Contents of `<script type="application/ld+json">`, in page order, 500,000 characters at most. */
  readonly jsonLd: readonly string[];
  /** Which limits the page ran into, in plain words; empty for nearly every page. */
  readonly notes: readonly string[];
}

export interface ParseOptions {
  /**
   * Keep attributes that only programs and layouts read (`onclick`, `data-…`, `srcset`), which a source's own CSS selectors may
   * name. Without them a tree takes a third less memory.
   */
  readonly keepsAllAttributes: boolean;
}

/** Builds a tree of bounded size from any text; NUL and lone surrogates are removed. Never throws. */
export function parsePage(page: string): PageTree {
  return parseMarkup(markupOfText(wellFormed(page)), { keepsAllAttributes: true });
}

/**
 * The same for what `openPage` gave, in one pass over it.
 *
 * Scripts, styles, embedded and hidden-by-design elements and comments are left out. `noscript`, which mostly holds pictures and counters
 * again, is left out as well unless it has more text than all the rest of the page.
 */
export function parseMarkup(markup: Markup, { keepsAllAttributes }: ParseOptions): PageTree {
  const keepsAttribute = keepsAllAttributes ? () => true : isMeaningful;
  const tree = buildTree(markup, createTreeBuilder({ keepsNoscript: false }), keepsAttribute);
  if (tree.noscriptCharacters <= tree.characters) return tree.page;
  return buildTree(markup, createTreeBuilder({ keepsNoscript: true }), keepsAttribute).page;
}

const layoutAttributes = new Set(
  "srcset sizes width height loading decoding fetchpriority tabindex target integrity crossorigin nonce border align valign".split(
    " ",
  ),
);

/** Attributes that say something about content; of those made for programs only dates and types do. */
function isMeaningful(name: string): boolean {
  if (name.startsWith("on")) return false;
  if (name.startsWith("data-")) return /(?:date|dt|time|stamp|published|type)$/.test(name);
  return !layoutAttributes.has(name);
}

function buildTree(
  markup: Markup,
  builder: TreeBuilder,
  keepsAttribute: (name: string) => boolean,
): { readonly page: PageTree; readonly characters: number; readonly noscriptCharacters: number } {
  const jsonLd: string[] = [];
  let isJsonLdOpen = false;
  let jsonLdLength = 0;
  const handler: TagHandler = {
    wantsAttributes: (name) => name === "script" || builder.isKept(name),
    keepsAttribute,
    open(name, attributes, isEmpty) {
      isJsonLdOpen = name === "script" && isJsonLd(attributes["type"]);
      builder.open(name, attributes, isEmpty);
    },
    close: builder.close,
    wantsText: () => isJsonLdOpen || builder.wantsText(),
    text: builder.text,
    rawText(text) {
      if (!isJsonLdOpen) {
        builder.text(text);
        return;
      }
      jsonLdLength += text.length;
      if (jsonLdLength <= maxJsonLdLength) jsonLd.push(text);
    },
    isForeign: builder.isForeign,
  };
  scanTags(markup, handler);
  const { characters, noscriptCharacters } = builder.counts();
  return { page: { root: builder.root, jsonLd, notes: [...builder.notes] }, characters, noscriptCharacters };
}

function isJsonLd(type: string | undefined): boolean {
  return type !== undefined && /^\s*application\/ld\+json\b/i.test(type);
}
