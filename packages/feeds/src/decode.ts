import {
  charsetOf,
  decodeByMark,
  decodeMostly,
  decodeStrictly,
  decodeUnmistakable,
  decodeWindows1252,
  storable,
} from "./encodings.ts";

/** Where a declaration in the document itself may stand. */
const prologBytes = 1024;

/**
 * Bytes of an XML or JSON document as text, free of NUL and lone surrogates.
 *
 * The first of these that holds decides: byte order mark; valid UTF-8 beyond ASCII; charset of the HTTP header, if the
 * bytes are valid in it; encoding of the XML declaration, if valid; UTF-8; one of these if hardly anything is broken in
 * it; windows-1252.
 *
 * @param contentType value of the HTTP header; empty when there is none
 */
export function decodeDocument(bytes: Uint8Array, contentType: string): string {
  const labels = [charsetOf(contentType), declaredEncoding(bytes), "utf-8"];
  return storable(
    decodeByMark(bytes) ??
      decodeUnmistakable(bytes) ??
      first(labels, (label) => decodeStrictly(label, bytes)) ??
      first(labels, (label) => decodeMostly(label, bytes)) ??
      decodeWindows1252(bytes),
  );
}

function first(labels: readonly (string | null)[], decode: (label: string | null) => string | null): string | null {
  for (const label of labels) {
    const text = decode(label);
    if (text !== null) return text;
  }
  return null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, prologBytes));
  const label = /<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([^"']{1,40})["']/i.exec(start)?.[1] ?? null;
  // What could be read as ASCII is not UTF-16, whatever it says.
  return label !== null && /^utf-?(?:16|32)/i.test(label) ? "utf-8" : label;
}
