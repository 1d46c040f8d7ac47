import type { Document } from "domhandler";
import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { createTreeBuilder } from "./tree-builder.ts";

/** Limits on attributes and other tokens; those on the tree are in `tree-builder.ts`. */
const maxNameLength = 64;
const maxAttributes = 32;
const maxAttributeLength = 2_048;
const maxLiteralLessThan = 2_000;
const maxJsonLdLength = 500_000;

export interface PageTree {
  readonly root: Document;
  /** Contents of `<script type="application/ld+json">`, in page order, 500,000 characters at most. */
  readonly jsonLd: readonly string[];
  /** Which limits the page ran into, in plain words; empty for nearly every page. */
  readonly notes: readonly string[];
}

/**
 * Builds a tree of bounded size from any text in one pass over it; never throws.
 *
 * Scripts, styles, embedded and hidden-by-design elements and comments are left out, NUL and lone surrogates removed.
 */
export function parsePage(page: string): PageTree {
  const html = wellFormed(page);
  const builder = createTreeBuilder();
  const jsonLd: string[] = [];
  let name = "";
  let attributes: Record<string, string> = {};
  let attributeCount = 0;
  /** Name of the attribute being read; null past the limit. */
  let attribute: string | null = null;
  let value = "";
  /** Parts of the JSON-LD script being read; null outside of one. */
  let script: string[] | null = null;
  let jsonLdLength = 0;
  let lessThanCount = 0;

  const nameAt = (start: number, end: number): string =>
    html.slice(start, Math.min(end, start + maxNameLength)).toLowerCase();

  function openElement(): void {
    if (name === "script" && isJsonLd(attributes["type"])) script = [];
    builder.open(name, attributes);
  }

  function addText(text: string): void {
    if (script === null) builder.text(text);
    else script.push(text);
  }

  function addToValue(text: string): void {
    if (attribute !== null && value.length < maxAttributeLength) value += text;
  }

  const callbacks: TokenizerCallbacks = {
    ontext(start, end) {
      const text = html.slice(start, end);
      if (script !== null || !text.includes("<")) {
        addText(text);
        return;
      }
      lessThanCount += text.split("<").length - 1;
      addText(lessThanCount > maxLiteralLessThan ? text.replaceAll("<", "") : text);
    },
    ontextentity(codePoint) {
      addText(String.fromCodePoint(codePoint));
    },
    onopentagname(start, end) {
      name = nameAt(start, end);
      attributes = {};
      attributeCount = 0;
    },
    onopentagend: openElement,
    onselfclosingtag: openElement,
    onclosetag(start, end) {
      if (script !== null) {
        const text = script.join("");
        jsonLdLength += text.length;
        if (jsonLdLength <= maxJsonLdLength) jsonLd.push(text);
        script = null;
      }
      builder.close(nameAt(start, end));
    },
    onattribname(start, end) {
      attribute = attributeCount < maxAttributes ? nameAt(start, end) : null;
      attributeCount++;
      value = "";
    },
    onattribdata(start, end) {
      addToValue(html.slice(start, Math.min(end, start + maxAttributeLength)));
    },
    onattribentity(codePoint) {
      addToValue(String.fromCodePoint(codePoint));
    },
    onattribend() {
      if (attribute === null || Object.hasOwn(attributes, attribute)) return;
      // Defined rather than assigned, so that a name such as __proto__ becomes a property like any other.
      const read = wellFormed(value.slice(0, maxAttributeLength));
      Object.defineProperty(attributes, attribute, {
        value: read,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    },
    oncdata() {},
    oncomment() {},
    ondeclaration() {},
    onprocessinginstruction() {},
    onend() {},
  };
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return { root: builder.root, jsonLd, notes: [...builder.notes] };
}

/** Text without NUL and lone surrogates, which PostgreSQL and readers of JSON refuse. */
function wellFormed(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();
}

function isJsonLd(type: string | undefined): boolean {
  return type !== undefined && /^\s*application\/ld\+json\b/i.test(type);
}
