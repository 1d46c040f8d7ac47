import { CYRILLIC, IGNORABLE, MARK, classOf } from "./characters.ts";

const letters: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ł", "l"],
  ["ı", "i"],
  ["ħ", "h"],
  ["ς", "σ"],
  ["\u0649", "\u064A"], // alef maksura
  ["\u0629", "\u0647"], // teh marbuta
  ["\u06A9", "\u0643"], // Persian kaf
  ["\u06CC", "\u064A"], // Persian yeh
  ["\u0671", "\u0627"], // alef wasla
]);

// First digit of the Arabic, Persian, Devanagari, Bengali and Thai blocks.
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];

/**
 * The form in which tokens are compared: case, accents, ligatures and the variants of a letter are levelled.
 * It may be longer than the token (`ß` gives `ss`), so offsets never refer to it.
 *
 * @param surface a token as {@link tokenise} gives it (dots of an acronym already removed)
 * @see WQL 1, section 2 "Folding": the order of the steps is part of the definition
 */
export function foldToken(surface: string): string {
  if (isAscii(surface)) return surface.toLowerCase();
  const decomposed = withoutIgnorable(surface).normalize("NFKC").toLowerCase().normalize("NFD");
  let folded = "";
  let base = "";
  for (const character of decomposed) {
    const codePoint = character.codePointAt(0) ?? 0;
    if ((classOf(codePoint) & MARK) !== 0) {
      if (!isDropped(codePoint, base)) folded += character;
      continue;
    }
    base = character;
    folded += letters.get(character) ?? westernDigit(codePoint) ?? character;
  }
  return folded.normalize("NFC");
}

/** The form in which `{exact}` tokens are compared: composed and without ignorable characters, nothing else. */
export function exactToken(surface: string): string {
  return isAscii(surface) ? surface : withoutIgnorable(surface).normalize("NFC");
}

/** The form from which stems are computed: {@link exactToken} in lower case, composed. */
export function lowerToken(surface: string): string {
  const lower = exactToken(surface).toLowerCase();
  return isAscii(lower) ? lower : lower.normalize("NFC");
}

function withoutIgnorable(text: string): string {
  let kept = "";
  for (const character of text) {
    if ((classOf(character.codePointAt(0) ?? 0) & IGNORABLE) === 0) kept += character;
  }
  return kept;
}

function isDropped(mark: number, base: string): boolean {
  if (mark >= 0x0300 && mark <= 0x036f) {
    if ((classOf(base.codePointAt(0) ?? 0) & CYRILLIC) === 0) return true;
    if (mark === 0x0300 || mark === 0x0301) return base !== "г" && base !== "к";
    return mark === 0x0308 && base === "е";
  }
  return (mark >= 0x064b && mark <= 0x065f) || mark === 0x0670 || (mark >= 0x0591 && mark <= 0x05c7);
}

function westernDigit(codePoint: number): string | undefined {
  const zero = zeros.find((first) => codePoint >= first && codePoint < first + 10);
  return zero === undefined ? undefined : String(codePoint - zero);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
