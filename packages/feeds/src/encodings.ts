import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder as WhatwgDecoder } from "@exodus/bytes/encoding.js";

/** Node's own decoders are used for these only: others lack windows-949 and HKSCS, or differ from the Encoding Standard. */
const fastInNode: ReadonlySet<string> = new Set(["utf-8", "utf-16le", "utf-16be"]);

/** Share of characters that may be broken before text in an encoding counts as being in another one. */
const maxBrokenShare = 0.05;

/**
 * Bytes as text without NUL and lone surrogates. The first of these that holds decides: byte order mark; valid UTF-8
 * beyond ASCII; charset of the HTTP header, if the bytes are valid in it; encoding that the document declares, if valid;
 * UTF-8; one of these if hardly anything is broken in it; windows-1252.
 *
 * @param contentType value of the HTTP header; empty when there is none
 * @param declaredIn label that the document gives itself; null when it gives none
 */
export function decodeText(
  bytes: Uint8Array,
  contentType: string,
  declaredIn: (bytes: Uint8Array) => string | null,
): string {
  const marked = decodeByMark(bytes) ?? decodeUnmistakable(bytes);
  if (marked !== null) return storable(marked);
  const labels = [charsetOf(contentType), declaredIn(bytes), "utf-8"];
  for (const decodeAs of [decodeStrictly, decodeMostly]) {
    for (const label of labels) {
      const text = decodeAs(label, bytes);
      if (text !== null) return storable(text);
    }
  }
  return storable(decodeWindows1252(bytes));
}

/** What is in no other encoding: every byte is a character of this one. */
export function decodeWindows1252(bytes: Uint8Array): string {
  return new WhatwgDecoder("windows-1252").decode(bytes);
}

/** PostgreSQL takes neither NUL nor half characters. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The charset parameter of a `Content-Type`; null without one. */
function charsetOf(contentType: string): string | null {
  return /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1] ?? null;
}

/** @returns null when the label is unknown or the bytes are not valid in that encoding */
function decodeStrictly(label: string | null, bytes: Uint8Array): string | null {
  return decode(label, bytes, true);
}

/**
 * UTF-8 that is more than ASCII. Text in another encoding is practically never valid UTF-8, while wrong declarations
 * are common.
 */
function decodeUnmistakable(bytes: Uint8Array): string | null {
  return isUtf8(bytes) && !isAscii(bytes) ? new TextDecoder("utf-8").decode(bytes) : null;
}

/**
 * Text that is in an encoding but for a few broken characters, or for one at the end, where it was cut off.
 *
 * @returns null when the label is unknown or more than one in twenty of the characters beyond ASCII are broken
 */
function decodeMostly(label: string | null, bytes: Uint8Array): string | null {
  const text = decode(label, bytes, false);
  if (text === null) return null;
  const broken = occurrences(text.replace(/\ufffd$/, ""), /\ufffd/g);
  return broken <= maxBrokenShare * occurrences(text, /[^\0-\x7f]/g) ? text : null;
}

/** By the byte order mark, or by the zero bytes beside the first `<` where UTF-16 and UTF-32 have none; null without. */
function decodeByMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder("utf-8").decode(bytes);
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0x3c && b === 0 && c === 0 && d === 0))
    return decodeUtf32(bytes, true);
  if ((a === 0 && b === 0 && c === 0xfe && d === 0xff) || (a === 0 && b === 0 && c === 0 && d === 0x3c))
    return decodeUtf32(bytes, false);
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return new TextDecoder("utf-16le").decode(bytes);
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return new TextDecoder("utf-16be").decode(bytes);
  return null;
}

function decode(label: string | null, bytes: Uint8Array, fatal: boolean): string | null {
  if (label === null) return null;
  try {
    const decoder = new WhatwgDecoder(label, { fatal });
    // ASCII is valid UTF-16, as Chinese; a document in UTF-16 has marks of ASCII in it, which have a zero byte.
    if (decoder.encoding.startsWith("utf-16") && !bytes.subarray(0, 1024).includes(0)) return null;
    const fast = fastInNode.has(decoder.encoding) ? new TextDecoder(decoder.encoding, { fatal }) : decoder;
    return fast.decode(bytes);
  } catch {
    return null;
  }
}

function occurrences(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count += 1;
  return count;
}

/** Not an encoding of the web, but some feeds have it. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code !== 0xfeff || at > 0) parts.push(code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code));
  }
  return parts.join("");
}
