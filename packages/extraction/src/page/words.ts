const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+(?:['’.-]\p{L}+)*/gu;
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;

/** Number of words; in scripts that put no spaces between words two characters count as one. */
export function countWords(text: string): number {
  let words = 0;
  for (const [word] of text.matchAll(wordPattern)) words += unspaced.test(word) ? 0.5 : 1;
  return Math.ceil(words);
}

/** True when the text ends the way sentences end, in the scripts we meet. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？।؟։።]["'”’»«“)\]\s]*$/u.test(text.slice(-50));
}

/** Letters and digits only, in lower case: equal for texts that differ in case, white space and punctuation. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
