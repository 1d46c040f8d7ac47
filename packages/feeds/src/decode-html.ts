import sniffHtmlEncoding from "html-encoding-sniffer";
import { decodeText } from "./encodings.ts";

/** How far into the page a `<meta charset>` is looked for; the standard's 1,024 bytes miss pages with long comments first. */
const maxPrescanBytes = 16 * 1024;

/**
 * Bytes of a web page as text, free of NUL and lone surrogates; the page may declare its encoding in a `<meta charset>`.
 *
 * Unlike browsers do, a declaration that the bytes contradict is passed over, as is any for valid UTF-8 beyond ASCII.
 *
 * @param contentType value of the HTTP header; empty when there is none
 * @see https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
 */
export function decodeHtml(bytes: Uint8Array, contentType: string): string {
  return decodeText(bytes, contentType, metaCharset);
}

/** Null when the page declares nothing. */
function metaCharset(bytes: Uint8Array): string | null {
  const encoding = sniffHtmlEncoding(bytes, { defaultEncoding: "", maxPrescanBytes });
  return encoding === "" ? null : encoding;
}
