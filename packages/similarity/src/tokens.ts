import { fnvOffset, fnvPrime } from "./hash.ts";
import { unspacedScripts } from "./scripts.ts";

/** The words of a text as hashes, in their order. */
export interface Tokens {
  /** `hashWord` of each token; only the first `count` entries hold. Overwritten by the next call of `readTokens`. */
  readonly hashes: Int32Array;
  /** 1 for a single character of a script without spaces, 0 for a word. */
  readonly isCharacter: Uint8Array;
  readonly count: number;
  /** How many of them are characters. */
  readonly characters: number;
}

/** Words that are read of one body; a book's chapter fits, a hostile page stops there. */
export const maxWords = 50_000;

const separator = 1;
const letter = 2;
const character = 3;
const mark = 4;

const isLetter = /[\p{L}\p{N}]/u;
const isMark = /\p{M}/u;
const isUnspaced = new RegExp(`[${unspacedScripts}]`, "u");

/** Classes of the code points below 2^16 met so far; 0 where none was asked for yet. */
const classes = new Uint8Array(0x1_00_00);

/** One text is read at a time, without a promise in between: the room for it is made once. */
const room = { hashes: new Int32Array(maxWords), isCharacter: new Uint8Array(maxWords) };

/**
 * Reads the words of a folded text in one pass, without making strings of them: half of a fingerprint's time went there.
 * A word is a run of letters, digits and marks; in scripts without spaces every letter with its marks is one.
 */
export function readTokens(text: string): Tokens {
  const { hashes, isCharacter } = room;
  let count = 0;
  let characters = 0;
  let open = separator;
  let hash = 0;
  const close = (): void => {
    if (open === separator) return;
    hashes[count] = hash | 0;
    isCharacter[count] = Number(open === character);
    characters += Number(open === character);
    count += 1;
    open = separator;
  };
  for (let at = 0; at < text.length; at += 1) {
    if (count >= maxWords) break;
    const unit = text.charCodeAt(at);
    const codePoint = unit >= 0xd8_00 && unit < 0xdc_00 ? (text.codePointAt(at) ?? unit) : unit;
    const isPair = codePoint > 0xff_ff;
    const kind = isPair ? classOf(codePoint) : classes[unit] || classOf(unit);
    if (kind === separator) close();
    else {
      if (kind !== mark && (kind === character || open === character)) close();
      if (open === separator && count < maxWords) {
        open = kind === character ? character : letter;
        hash = fnvOffset;
      }
      hash = Math.imul(hash ^ unit, fnvPrime);
      if (isPair) hash = Math.imul(hash ^ text.charCodeAt(at + 1), fnvPrime);
    }
    if (isPair) at += 1;
  }
  if (count < maxWords) close();
  return { hashes, isCharacter, count, characters };
}

function classOf(codePoint: number): number {
  const char = String.fromCodePoint(codePoint);
  const kind = isMark.test(char) ? mark : isUnspaced.test(char) ? character : isLetter.test(char) ? letter : separator;
  if (codePoint < classes.length) classes[codePoint] = kind;
  return kind;
}
