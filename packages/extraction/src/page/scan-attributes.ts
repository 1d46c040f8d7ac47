import { decodeHTMLAttribute } from "entities/decode";
import type { Markup } from "./markup.ts";
import { endsTagName, greaterThan, indexOr, isSpace, slash } from "./marks-of-html.ts";
import { nameAt } from "./name-at.ts";

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
  markup: Markup,
  start: number,
  attributes: Attributes | null,
  isKept: (name: string) => boolean,
): number {
  const { signs } = markup;
  const end = signs.length;
  let count = 0;
  let at = start;
  while (at < end) {
    const code = signs.charCodeAt(at);
    if (code === greaterThan) return at;
    if (isSpace(code) || code === slash) {
      at++;
      continue;
    }
    const nameStart = at;
    // A "=" at the start of a name is part of it.
    do at++;
    while (at < end && !endsAttributeName(signs.charCodeAt(at)));
    const nameEnd = at;
    while (at < end && isSpace(signs.charCodeAt(at))) at++;
    let valueStart = nameEnd;
    let valueEnd = nameEnd;
    if (signs.charCodeAt(at) === equals) {
      at++;
      while (at < end && isSpace(signs.charCodeAt(at))) at++;
      const quote = signs.charCodeAt(at);
      if (quote === doubleQuote || quote === singleQuote) {
        valueStart = at + 1;
        valueEnd = indexOr(signs, quote === doubleQuote ? '"' : "'", valueStart);
        at = valueEnd + 1;
      } else {
        valueStart = at;
        while (at < end && !endsUnquoted(signs.charCodeAt(at))) at++;
        valueEnd = at;
      }
    }
    if (attributes !== null && count < maxAttributes) {
      const name = nameAt(markup, nameStart, nameEnd);
      if (isKept(name)) addAttribute(attributes, name, valueOf(markup, valueStart, valueEnd));
    }
    count++;
  }
  return end;
}

/** The first of attributes with the same name counts. */
function addAttribute(attributes: Attributes, name: string, value: string): void {
  if (attributes[name] === undefined) attributes[name] = value;
  else if (!Object.hasOwn(attributes, name)) {
    // Names that every object has, such as __proto__, become properties like any other.
    Object.defineProperty(attributes, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

function valueOf({ textBetween }: Markup, start: number, end: number): string {
  if (start === end) return "";
  const value = textBetween(start, end);
  if (end - start <= maxAttributeLength || value.length <= maxAttributeLength)
    return value.includes("&") ? decodeHTMLAttribute(value) : value;
  // Entities are longer than what they mean; the cut may go through a pair of surrogates.
  return decodeHTMLAttribute(value.slice(0, 8 * maxAttributeLength))
    .slice(0, maxAttributeLength)
    .toWellFormed();
}

function endsAttributeName(code: number): boolean {
  return code === equals || endsTagName(code);
}

function endsUnquoted(code: number): boolean {
  return code === greaterThan || isSpace(code);
}
