import { decodeText } from "./encodings.ts";

/** Where a declaration in the document itself may stand. */
const prologBytes = 1024;

/**
 * Bytes of an XML or JSON document as text, free of NUL and lone surrogates; XML may declare its encoding.
 *
 * @param contentType value of the HTTP header; empty when there is none
 */
export function decodeDocument(bytes: Uint8Array, contentType: string): string {
  return decodeText(bytes, contentType, xmlEncoding);
}

function xmlEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, prologBytes));
  const label = /<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([^"']{1,40})["']/i.exec(start)?.[1] ?? null;
  // What could be read as ASCII is not UTF-16, whatever it says.
  return label !== null && /^utf-?(?:16|32)/i.test(label) ? "utf-8" : label;
}
