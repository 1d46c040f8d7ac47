/** What a pattern looks at: the beginning in lower case, because patterns that ignore case take three times as long. */
export function opening(text: string): string {
  return text.slice(0, 200).toLowerCase();
}

/**
 * Matches texts that begin with one of the phrases.
 *
 * @param spaced source of a pattern; a whole word has to end where it ends
 * @param unspaced the same for scripts that put no spaces between words
 */
export function startsWith(spaced: string, unspaced: string): RegExp {
  return new RegExp(`^[\\s•·>»\\-–—*]*(?:(?:${spaced})(?![\\p{L}\\p{N}])|${unspaced})`, "u");
}

/** Matches texts that are one of the phrases and nothing else but signs around it. */
export function isWhole(phrases: string): RegExp {
  return new RegExp(`^[\\s"“«•·>›»\\-–—*►▶■●]*(?:${phrases})[\\s:：.…>›»→<«←]*$`, "u");
}
