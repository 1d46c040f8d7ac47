import { isUtf8 } from "node:buffer";
import { normalizeEncoding, TextDecoder } from "@exodus/bytes/encoding.js";
import sniffHtmlEncoding from "html-encoding-sniffer";
import { markupOfText, markupOfUtf8, type Markup } from "./markup.ts";

/** Bytes of a page that are read at all. */
export const maxPageBytes = 3 * 1024 * 1024;

/** How far into the page a `<meta charset>` is looked for; the standard's 1,024 misses pages with long comments first. */
const maxPrescanBytes = 16 * 1024;

/** Share of replacement characters above which a declared encoding is taken for wrong. */
const maxReplaced = 0.001;

export interface DecodedPage {
  /** Without NUL and lone surrogates, which PostgreSQL and readers of JSON refuse. */
  readonly html: string;
  /** Name from the Encoding Standard in lower case, e.g. `windows-1251`. */
  readonly encoding: string;
  /** True when the page was longer than `maxPageBytes` and the rest was left out. */
  readonly cut: boolean;
}

/** Longest beginning of a page by which text is told from other data, in signs. */
const maxBeginning = 10_000;

export interface OpenedPage {
  readonly markup: Markup;
  /** As {@link DecodedPage} has it. */
  readonly cut: boolean;
}

/** The page that `decodePage` gives, not decoded before somebody reads it. */
export function openPage(body: Uint8Array | string, contentType?: string | null): OpenedPage {
  if (typeof body !== "string") {
    const { bytes, cut } = withinLimit(body);
    const start = isByteOrderMark(bytes) ? 3 : 0;
    const isPlain = start > 0 || !/^utf-16/i.test(charsetOf(contentType) ?? "");
    // With NUL it may be UTF-16.
    if (isPlain && isUtf8(bytes) && !bytes.includes(0)) return { markup: markupOfUtf8(bytes.subarray(start)), cut };
  }
  const { html, cut } = decodePage(body, contentType);
  return { markup: markupOfText(html), cut };
}

/**
 * Turns the bytes of a page into text: byte order mark, then valid UTF-8, then the HTTP charset, then `<meta charset>`.
 *
 * UTF-8 comes before what is declared because text in another encoding is practically never valid UTF-8,
 * while a wrong declaration is common. A string passes through, shortened to the same limit.
 *
 * @param contentType value of the HTTP header, e.g. `text/html; charset=windows-1251`
 */
export function decodePage(body: Uint8Array | string, contentType?: string | null): DecodedPage {
  if (typeof body === "string") {
    const cut = body.length > maxPageBytes;
    return { html: wellFormed(cut ? body.slice(0, maxPageBytes) : body), encoding: "utf-8", cut };
  }
  const { bytes, cut } = withinLimit(body);
  const declared = charsetOf(contentType);
  const encoding = sniffHtmlEncoding(bytes, {
    transportLayerEncodingLabel: declared ?? undefined,
    maxPrescanBytes,
  }).toLowerCase();
  if (!encoding.startsWith("utf-16") && isUtf8(bytes)) {
    return { html: decode(bytes, "utf-8"), encoding: "utf-8", cut };
  }
  const candidates = [encoding];
  if (declared !== null) candidates.push(sniffHtmlEncoding(bytes, { maxPrescanBytes }).toLowerCase());
  candidates.push("windows-1252");
  return { ...firstReadable(bytes, candidates), cut };
}

function withinLimit(body: Uint8Array): { readonly bytes: Uint8Array; readonly cut: boolean } {
  const cut = body.byteLength > maxPageBytes;
  return { bytes: cut ? withoutPartialCharacter(body.subarray(0, maxPageBytes)) : body, cut };
}

/** Of UTF-8. */
function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** The first candidate that decodes with hardly any replacement character, else the one with the fewest. */
function firstReadable(bytes: Uint8Array, candidates: readonly string[]): { html: string; encoding: string } {
  let best: { html: string; encoding: string; replaced: number } | null = null;
  for (const encoding of new Set(candidates)) {
    const html = decode(bytes, encoding);
    const replaced = replacementShare(html);
    if (replaced <= maxReplaced) return { html, encoding };
    // windows-1252 decodes anything, so it only replaces a candidate that is plainly wrong.
    if (best === null || (replaced < best.replaced && best.replaced > 10 * maxReplaced))
      best = { html, encoding, replaced };
  }
  return best ?? { html: "", encoding: "utf-8" };
}

function decode(bytes: Uint8Array, encoding: string): string {
  const text = new TextDecoder(encoding === "replacement" ? "utf-8" : encoding).decode(bytes);
  // What was decoded has no lone surrogates, and bytes are searched ten times as fast as text.
  return bytes.includes(0) ? text.replaceAll("\0", "") : text;
}

/** Text without NUL and lone surrogates. */
export function wellFormed(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();
}

function replacementShare(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) count++;
  return count / Math.max(1, text.length);
}

/**
 * False for what is plainly no text in any encoding, such as a picture or a PDF served as a page: more than 1 % of its beginning are
 * control or replacement characters.
 */
export function looksLikeText({ signs, textBetween }: Markup): boolean {
  // The cut may go through a character, which makes one sign of 10,000.
  const text = textBetween(0, Math.min(signs.length, maxBeginning));
  const { length } = text;
  return countUnreadable(text, length) <= 0.01 * length;
}

function countUnreadable(text: string, length: number): number {
  let unreadable = 0;
  for (let at = 0; at < length; at++) if (isUnreadable(text.charCodeAt(at))) unreadable++;
  return unreadable;
}

/** Control characters but white space, and the replacement character. */
function isUnreadable(code: number): boolean {
  if (code < 0x20) return code < 0x09 || code > 0x0d;
  return (code >= 0x7f && code <= 0x9f) || code === 0xfffd;
}

function charsetOf(contentType: string | null | undefined): string | null {
  const label = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? "")?.[1];
  return label === undefined ? null : normalizeEncoding(label);
}

/** Drops the first bytes of a UTF-8 character whose rest was cut off. */
function withoutPartialCharacter(bytes: Uint8Array): Uint8Array {
  let end = bytes.byteLength;
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if (byte >= 0xc0) {
      end = bytes.byteLength - back;
      break;
    }
    if (byte < 0x80) break;
  }
  return bytes.subarray(0, end);
}
