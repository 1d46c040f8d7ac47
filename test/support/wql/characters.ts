/** Characters that do not count anywhere in a token. @see WQL 1, section 2 */
const ignorables: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x640, 0x640],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2060],
  [0x2066, 0x2069],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0100, 0xe01ef],
];

/** Noncharacters that stand for an unescaped `*` and `?` while a query's words are read; a text's own are replaced. */
export const star = "\uFDD0";
export const mark = "\uFDD1";

const removedMarks = /[\u064B-\u065F\u0670]/;
const hebrewPoints = /[\u0591-\u05C7]/;
const letters = new Map(
  Object.entries({
    ß: "ss",
    æ: "ae",
    œ: "oe",
    ø: "o",
    đ: "d",
    ð: "d",
    þ: "th",
    ł: "l",
    ı: "i",
    ħ: "h",
    ς: "σ",
    ى: "ي",
    ة: "ه",
    ک: "ك",
    ی: "ي",
    ٱ: "ا",
  }),
);
const digitBlocks = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

export function isIgnorable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return ignorables.some(([first, last]) => first <= code && code <= last);
}

/** The form in which words are compared without case and accents. @see WQL 1, section 2, "Folding" */
export function fold(text: string): string {
  const visible = Array.from(text)
    .filter((character) => !isIgnorable(character))
    .join("");
  let base = "";
  let folded = "";
  for (const character of visible.normalize("NFKC").toLowerCase().normalize("NFD")) {
    if (!/\p{M}/u.test(character)) base = character;
    folded += isDropped(character, base) ? "" : (letters.get(character) ?? latinDigit(character));
  }
  return folded.normalize("NFC");
}

function isDropped(character: string, base: string): boolean {
  if (/[\u0300-\u036F]/.test(character)) return !staysOnCyrillic(character, base);
  return removedMarks.test(character) || (hebrewPoints.test(character) && /\p{M}/u.test(character));
}

function staysOnCyrillic(diacritic: string, base: string): boolean {
  if (!/\p{Script=Cyrillic}/u.test(base) || !/\p{L}/u.test(base)) return false;
  if (diacritic === "\u0300" || diacritic === "\u0301") return base === "г" || base === "к";
  return !(diacritic === "\u0308" && base === "е");
}

function latinDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const block = digitBlocks.find((first) => code >= first && code < first + 10);
  return block === undefined ? character : String(code - block);
}

/** How a `{…}` compares a token: case and accents as written. */
export function exactForm(text: string): string {
  return text.normalize("NFC");
}

/** The form a stemmer is given. @see WQL 1, section 3, "Stem" */
export function lowerForm(text: string): string {
  return text.normalize("NFC").toLowerCase().normalize("NFC");
}
