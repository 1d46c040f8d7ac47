import { decodeHTML } from "entities";
import { decodeWindows1252 } from "./encodings.ts";

/** Replaces the character references of a text. */
export type DecodeReferences = (text: string) => string;

/** Entities of a document's own DTD that are used: plain text, so that nothing can grow by nesting. */
const entityDeclaration =
  /(?:^|<!)ENTITY\s+(?<name>[\w.-]{1,40})\s+(?:"(?<double>[^"&<%]{0,200})"|'(?<single>[^'&<%]{0,200})'|"(?<code>&#x?[\da-f]{1,6};)")/gi;

const maxEntities = 100;
/** Characters that entities may add to a document. */
const maxAdded = 100_000;

/**
 * References as XML knows them: by number, the five names, and entities that the document declares as plain text. Names
 * of HTML stay as they are, for whoever reads the text as HTML.
 *
 * Entities made of other entities are not expanded, external ones not fetched.
 */
export function referenceDecoder(): { readonly decode: DecodeReferences; readonly declare: (dtd: string) => void } {
  const entities = new Map<string, string>();
  let added = 0;

  const named = (reference: string, name: string): string => {
    const value = entities.get(name);
    if (value === undefined || added + value.length > maxAdded) return reference;
    added += value.length;
    return value;
  };
  return {
    decode: (text) => {
      const usual = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
      // Most texts have none but these, and looking for them one by one is the fastest.
      if (!otherReference.test(usual)) return usual.replaceAll("&amp;", "&");
      return text.replace(anyReference, (reference, decimal, hexadecimal, name) => {
        if (name !== undefined) return xmlNames.get(name) ?? named(reference, name);
        return character(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal));
      });
    },
    declare: (dtd) => {
      for (const { groups } of dtd.matchAll(entityDeclaration)) {
        const { name = "", double, single, code } = groups ?? {};
        if (entities.size < maxEntities && !entities.has(name))
          entities.set(name, double ?? single ?? decodeHTML(code ?? ""));
      }
    },
  };
}

const otherReference = /&(?!amp;)[#\w]/;
const anyReference = /&(?:#(\d{1,7});?|#[xX]([\da-fA-F]{1,6});?|([a-zA-Z][\w.-]{0,39});)/g;

const xmlNames: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** `&#146;` is meant as windows-1252, as HTML reads it: there are no control characters in news. */
function character(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return windowsCharacter(String.fromCharCode(code));
  if (code === 0) return "";
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code);
}

/** Control characters of ISO 8859-1 as the characters of windows-1252 they are meant to be. */
export function windowsCharacter(control: string): string {
  return decodeWindows1252(Uint8Array.of(control.charCodeAt(0)));
}
