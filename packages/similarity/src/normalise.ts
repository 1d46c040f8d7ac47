const namedEntities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  szlig: "ß",
  aelig: "æ",
  oelig: "œ",
  oslash: "ø",
  eth: "ð",
  thorn: "þ",
  euro: "€",
  pound: "£",
};
const accents: Readonly<Record<string, string>> = {
  acute: "\u0301",
  caron: "\u030C",
  cedil: "\u0327",
  circ: "\u0302",
  grave: "\u0300",
  ring: "\u030A",
  tilde: "\u0303",
  uml: "\u0308",
};
const entity = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]{1,24}?)(acute|caron|cedil|circ|grave|ring|tilde|uml)?);/giu;

/** Soft hyphens, zero-width and direction marks, variation selectors and the like, and the Arabic tatweel. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/**
 * Longer runs of combining marks are cut: normalising them takes quadratic time, a minute for 200,000 marks.
 *
 * @see UAX #15 section 13, Stream-Safe Text Format: no language needs more than 30
 */
const longMarkRun = /(\p{M}{30})\p{M}+/gu;

/** Vowel points that Arabic and Hebrew print or leave out as they like. */
const vowelPoints =
  /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED]/gu;

/**
 * The body as a string of lower-case letters and digits, equal for texts that differ only in typography: quotes, dashes,
 * white space, case, ligatures, entities left undecoded, invisible characters, optional vowel points, digit shapes.
 */
export function normalisedBody(text: string): string {
  return lettersOf(folded(text));
}

/** `normalisedBody` of a text that is folded already. */
export function lettersOf(body: string): string {
  return body.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");
}

/** Text with typography evened out as in `normalisedBody`, but with its punctuation and spaces. */
export function folded(text: string): string {
  return cased(text)
    .toLowerCase()
    .replaceAll("i\u0307", "i")
    .replaceAll(/[ıßς]/gu, (char) => (char === "ß" ? "ss" : char === "ς" ? "σ" : "i"))
    .replaceAll(/(?![0-9])\p{Nd}/gu, asciiDigit);
}

/** Text without differences that no reader sees: entities, ligatures, invisible characters. Capitals stay. */
export function cased(text: string): string {
  return decodedEntities(text)
    .replaceAll(longMarkRun, "$1")
    .normalize("NFKC")
    .replaceAll(invisible, "")
    .replaceAll(vowelPoints, "");
}

/** Text with its HTML entities as characters: some extractors and feeds leave them in. */
export function decodedEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(entity, (whole, hex?: string, decimal?: string, name?: string, accent?: string) => {
    if (name === undefined) return characterOf(Number.parseInt(hex ?? decimal ?? "", hex === undefined ? 10 : 16));
    if (accent !== undefined) return name.length === 1 ? name + (accents[accent.toLowerCase()] ?? "") : whole;
    return namedEntities[name.toLowerCase()] ?? " ";
  });
}

function characterOf(codePoint: number): string {
  return codePoint > 0 && codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : " ";
}

/** Decimal digits stand in runs of ten, zero first (Unicode, chapter 4.6): the value is the distance to the run's start. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}
