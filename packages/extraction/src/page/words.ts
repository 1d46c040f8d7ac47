/** Number of words; in scripts that put no spaces between words two characters count as one. */
export function countWords(text: string): number {
  let words = 0;
  let unspaced = 0;
  let isInWord = false;
  // Looked up once: texts are of many representations, and a look-up of the length takes longer than that of a character.
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (isUnspaced(code)) {
      unspaced++;
      isInWord = false;
    } else if (isWordSign(code)) {
      if (!isInWord) words++;
      isInWord = true;
    } else if (!isJoiner(code)) isInWord = false;
  }
  return words + Math.ceil(unspaced / 2);
}

/** Han, Hiragana, Katakana and Thai. */
function isUnspaced(code: number): boolean {
  return (
    (code >= 0x3041 && code <= 0x30ff && code !== 0x30fb) ||
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x0e01 && code <= 0x0e4e) ||
    code === 0x3005
  );
}

/** Letters and digits; beyond ASCII all but the blocks of punctuation, signs and symbols. */
function isWordSign(code: number): boolean {
  if (code < 0x80)
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba;
  if (code < 0x2000) return code !== 0xd7 && code !== 0xf7 && !arabicMarks.has(code);
  // General punctuation to dingbats and symbols, CJK punctuation, surrogates (mostly emoji) and full-width signs.
  if (code < 0x2c00 || (code >= 0x3000 && code <= 0x3040)) return false;
  return (
    !(code >= 0xd800 && code <= 0xdfff) && !(code >= 0xff00 && code <= 0xff0f) && !(code >= 0xff1a && code <= 0xff20)
  );
}

const arabicMarks = new Set([0x060c, 0x061b, 0x061f, 0x06d4, 0x0964, 0x0965, 0x0589, 0x055d, 0x055e, 0x1362, 0x17d4]);

/** Apostrophes, full stops and hyphens between letters. */
function isJoiner(code: number): boolean {
  return code === 0x27 || code === 0x2019 || code === 0x2e || code === 0x2d;
}

/** True when the text ends the way sentences end, in the scripts we meet. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？।؟։።]["'”’»«“)\]\s]*$/u.test(text.slice(-50));
}

/** Texts are normalised in pieces: V8 takes quadratic time for endless runs of combining marks. */
const maxNormalized = 4_096;

/** Letters and digits only, in lower case: equal for texts that differ in case, white space and punctuation. */
export function folded(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\x00-\x7f]*$/.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return normalized(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function normalized(text: string): string {
  if (text.length <= maxNormalized) return text.normalize("NFKC");
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += maxNormalized)
    pieces.push(text.slice(at, at + maxNormalized).normalize("NFKC"));
  return pieces.join("");
}
