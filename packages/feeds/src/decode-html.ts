import sniffHtmlEncoding from "html-encoding-sniffer";
import {
  charsetOf,
  decodeByMark,
  decodeMostly,
  decodeStrictly,
  decodeUnmistakable,
  decodeWindows1252,
  storable,
} from "./encodings.ts";

/** How far into the page a `<meta charset>` is looked for; the standard's 1,024 bytes miss pages with long comments first. */
const maxPrescanBytes = 16 * 1024;

/**
 * Bytes of a web page as text, free of NUL and lone surrogates: byte order mark, charset of the HTTP header,
 * `<meta charset>`, UTF-8 if valid, windows-1252.
 *
 * Unlike browsers do, a declaration that the bytes contradict is passed over, as is any for valid UTF-8 beyond ASCII.
 *
 * @param contentType value of the HTTP header; empty when there is none
 * @see https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
 */
export function decodeHtml(bytes: Uint8Array, contentType: string): string {
  const marked = decodeByMark(bytes) ?? decodeUnmistakable(bytes);
  if (marked !== null) return storable(marked);
  const labels = [charsetOf(contentType), metaCharset(bytes), "utf-8"];
  for (const decode of [decodeStrictly, decodeMostly]) {
    for (const label of labels) {
      const text = decode(label, bytes);
      if (text !== null) return storable(text);
    }
  }
  return storable(decodeWindows1252(bytes));
}

/** Null when the page declares nothing. */
function metaCharset(bytes: Uint8Array): string | null {
  const encoding = sniffHtmlEncoding(bytes, { defaultEncoding: "", maxPrescanBytes });
  return encoding === "" ? null : encoding;
}
