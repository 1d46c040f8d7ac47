/** Bits of {@link classOf}: what WQL section 2 asks about a code point. */
export const WORD = 1;
export const LETTER = 2;
export const MARK = 4;
export const NUMBER = 8;
export const DECIMAL = 16;
/** `_`, which makes a run a token as a letter does. */
export const UNDERSCORE = 32;
/** Scripts written without spaces: each letter is a token of its own. */
export const SPACELESS = 64;
export const IGNORABLE = 128;
export const APOSTROPHE = 256;
export const LOWER_CASE = 512;
export const CYRILLIC = 1024;
/** Only in queries: a wildcard, which counts as a word character there. */
export const WILDCARD = 2048;

const CLASSIFIED = 0x8000;

const ignorable =
  /[\u00AD\u0640\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/u;
const apostrophe = /['\u2019\u2018\u201B\u02BC\uFF07]/u;
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

// One entry per code point, filled when a character is first met; untouched pages cost no memory.
const classes = new Uint16Array(0x110000);

/**
 * Class of a code point as a set of bits.
 *
 * @see WQL 1, section 2 "Characters and tokens"
 */
export function classOf(codePoint: number): number {
  const known = classes[codePoint] ?? 0;
  if (known !== 0) return known;
  const found = classify(codePoint) | CLASSIFIED;
  classes[codePoint] = found;
  return found;
}

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (ignorable.test(character)) return IGNORABLE;
  if (apostrophe.test(character)) return APOSTROPHE;
  if (character === "_") return WORD | UNDERSCORE;
  let found = 0;
  if (/\p{L}/u.test(character)) found |= WORD | LETTER;
  if (/\p{M}/u.test(character)) found |= WORD | MARK;
  if (/\p{N}/u.test(character)) found |= WORD | NUMBER;
  if (/\p{Nd}/u.test(character)) found |= DECIMAL;
  if (/\p{Ll}/u.test(character)) found |= LOWER_CASE;
  if (/\p{Script=Cyrillic}/u.test(character)) found |= CYRILLIC;
  if ((found & WORD) !== 0 && (found & (DECIMAL | MARK)) === 0 && spaceless.test(character)) found |= SPACELESS;
  return found;
}

/**
 * The code point that starts at an offset; 0 past the end. As `String.prototype.codePointAt`, which must not be used in
 * loops here: optimised by V8 14 (Node 24.21) it reads past the end of a slice that ends inside a surrogate pair.
 */
export function codePointOf(text: string, at: number): number {
  const lead = text.charCodeAt(at);
  if (Number.isNaN(lead)) return 0;
  if ((lead & 0xfc00) !== 0xd800 || at + 1 >= text.length) return lead;
  const trail = text.charCodeAt(at + 1);
  return (trail & 0xfc00) === 0xdc00 ? ((lead - 0xd800) << 10) + (trail - 0xdc00) + 0x10000 : lead;
}
