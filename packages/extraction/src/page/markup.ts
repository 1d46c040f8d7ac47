/**
 * A page in the form in which its marks are found fastest.
 *
 * Every place in `signs` is a place in the page. Signs of ASCII stand for themselves; what lies between two of them is read with `textBetween`.
 */
export interface Markup {
  readonly signs: string;
  readonly textBetween: (start: number, end: number) => string;
}

/** A page that is text already. */
export function markupOfText(html: string): Markup {
  return { signs: html, textBetween: (start, end) => html.slice(start, end) };
}

/**
 * A page in UTF-8, one sign for each byte: most of it is scripts and attributes, which nobody reads and which are never decoded. A
 * whole page takes half of the memory, because nearly every page holds some sign that would make all of its signs two bytes wide.
 *
 * @param bytes valid UTF-8
 */
export function markupOfUtf8(bytes: Uint8Array): Markup {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signs = buffer.toString("latin1");
  return {
    signs,
    textBetween: (start, end) =>
      isAscii(buffer, start, end) ? signs.slice(start, end) : buffer.toString("utf8", start, end),
  };
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let all = 0;
  for (let at = start; at < end; at++) all |= bytes[at] ?? 0;
  return all <= 0x7f;
}
