/** Texts without a term that are assumed of a rare one; the same as in `storyIdf`. */
const assumedTexts = 200;

/**
 * Share of terms that are common, before any text was read. Between .1 and .5 the texts of the demo, in English and in letters that make it a
 * language nobody knows, are told apart alike: 0 or 1 wrong pairs.
 */
const commonShare = 0.3;

/**
 * Rarity of a term by the texts other than those compared, few as they are: a term that most of them have is common, though it be a
 * name, since all that is written in a place names it. It is rare (one text of 200 at most) or common (any share is as likely), and
 * its counts say which; of many texts both say the same.
 *
 * @param texts other texts; 0 when none was read
 * @param withTerm how many of them have the term
 * @returns 0 for a term that all have, and more the rarer it is
 */
export function rarityAmong(texts: number, withTerm: number): number {
  const all = Math.max(texts, withTerm);
  const asCommon = (withTerm + 1) / (all + 2);
  if (withTerm >= assumedTexts) return -Math.log(asCommon);
  const asRare = (withTerm + 1) / (all + 1 + assumedTexts);
  // Bayes factor of Beta(1, 200) against Beta(1, 1): all other factors of the two cancel each other.
  let factor = assumedTexts;
  for (let at = all - withTerm + 1; at <= all + 1; at += 1) factor *= at / (at + assumedTexts - 1);
  const isCommon = commonShare / (commonShare + (1 - commonShare) * factor);
  return -Math.log(isCommon * asCommon + (1 - isCommon) * asRare);
}
