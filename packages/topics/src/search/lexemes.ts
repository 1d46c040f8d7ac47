/*
 * The words of the archive's index. What a query needs and what an article has are spelt here, once: a word of ours is a lexeme of
 * PostgreSQL as it is, and other facts begin with a sign that no word begins with.
 */

/** A word anywhere in an article, folded. */
export function wordLexeme(folded: string): string {
  return cut(folded);
}

/** A word of the title. */
export function titleLexeme(lexeme: string): string {
  return `^${lexeme}`;
}

/** What inflected forms have in common, where it is none of the article's words itself. */
export function stemLexeme(foldedStem: string): string {
  return `~${cut(foldedStem)}`;
}

/** A word in capitals, as written: `US`, which is rarer than `us`. Null of any other word, for which the folded one has to do. */
export function capitalsLexeme(exact: string): string | null {
  const isCapitals = exact.length > 1 && exact === exact.toUpperCase() && exact !== exact.toLowerCase();
  return isCapitals ? `=${cut(exact)}` : null;
}

/** A word of the author line, folded. */
export function authorLexeme(folded: string): string {
  return `by:${cut(folded)}`;
}

/** A host, or what it is part of: `bbc.co.uk` of `news.bbc.co.uk`. */
export function siteLexeme(host: string): string {
  return `@${cut(host)}`;
}

/** A language, primary subtag. */
export function languageLexeme(language: string): string {
  return `lang:${cut(language)}`;
}

/** The article does not say its language, so that its source's counts, which may change. */
export const unknownLanguage = "lang:?";

/** Not all words of the article are in the index: it may hold any. */
export const partial = "!";
/** Text of a `tsquery` for those articles. */
export const partialArticles = `'${partial}'`;

/** Longest part of a word that is kept, in UTF-16 units; words that begin alike up to there are one. PostgreSQL's limit is 2,046 bytes. */
const maxLength = 64;

/** Whether a word is in the index with all of its letters. */
export function isWhole(word: string): boolean {
  return word.length <= maxLength;
}

function cut(text: string): string {
  if (text.length <= maxLength) return text;
  const start = text.slice(0, maxLength);
  // Not between the halves of a character.
  return start.isWellFormed() ? start : start.slice(0, -1);
}
