import { decodeHTMLAttribute } from "entities/decode";
import { endsTagName, greaterThan, indexOr, isSpace, nameAt, slash } from "./marks-of-html.ts";

/** What one tag may hold; what is beyond is left out. */
const maxAttributes = 32;
const maxAttributeLength = 2_048;

/** Values by name in lower case; names that every object has are own properties like any other. */
export type Attributes = Record<string, string>;

const equals = 0x3d;
const doubleQuote = 0x22;
const singleQuote = 0x27;

/**
 * Reads attributes up to the end of the tag.
 *
 * @param attributes takes them; null when they are only to be passed over
 * @param isKept which of them are taken
 * @returns where the `>` of the tag is; the page's length when there is none
 */
export function readAttributes(
  html: string,
  start: number,
  attributes: Attributes | null,
  isKept: (name: string) => boolean,
): number {
  const end = html.length;
  let count = 0;
  let at = start;
  while (at < end) {
    const code = html.charCodeAt(at);
    if (code === greaterThan) return at;
    if (isSpace(code) || code === slash) {
      at++;
      continue;
    }
    const nameStart = at;
    // A "=" at the start of a name is part of it.
    do at++;
    while (at < end && !endsAttributeName(html.charCodeAt(at)));
    const nameEnd = at;
    while (at < end && isSpace(html.charCodeAt(at))) at++;
    let valueStart = nameEnd;
    let valueEnd = nameEnd;
    if (html.charCodeAt(at) === equals) {
      at++;
      while (at < end && isSpace(html.charCodeAt(at))) at++;
      const quote = html.charCodeAt(at);
      if (quote === doubleQuote || quote === singleQuote) {
        valueStart = at + 1;
        valueEnd = indexOr(html, quote === doubleQuote ? '"' : "'", valueStart);
        at = valueEnd + 1;
      } else {
        valueStart = at;
        while (at < end && !endsUnquoted(html.charCodeAt(at))) at++;
        valueEnd = at;
      }
    }
    if (attributes !== null && count < maxAttributes) {
      const name = nameAt(html, nameStart, nameEnd);
      if (isKept(name)) addAttribute(attributes, name, valueOf(html, valueStart, valueEnd));
    }
    count++;
  }
  return end;
}

/** The first of attributes with the same name counts. */
function addAttribute(attributes: Attributes, name: string, value: string): void {
  if (!(name in attributes)) attributes[name] = value;
  else if (!Object.hasOwn(attributes, name)) {
    // Names that every object has, such as __proto__, become properties like any other.
    Object.defineProperty(attributes, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

function valueOf(html: string, start: number, end: number): string {
  if (start === end) return "";
  if (end - start <= maxAttributeLength) {
    const value = html.slice(start, end);
    return value.includes("&") ? decodeHTMLAttribute(value) : value;
  }
  // Entities are longer than what they mean; the cut may go through a pair of surrogates.
  const value = decodeHTMLAttribute(html.slice(start, Math.min(end, start + 8 * maxAttributeLength)));
  return value.slice(0, maxAttributeLength).toWellFormed();
}

function endsAttributeName(code: number): boolean {
  return code === equals || endsTagName(code);
}

function endsUnquoted(code: number): boolean {
  return code === greaterThan || isSpace(code);
}
