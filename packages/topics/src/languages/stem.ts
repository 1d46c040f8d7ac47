import { recentAnswers } from "./recent-answers.ts";
import { snowballStemmer } from "./snowball.ts";
import { stemmerName } from "./stemmer-names.ts";

/** The words of some thousand articles; a megabyte or two a language. */
const rememberedWords = 20_000;

/** Longer than any word; what a hostile page holds beyond it has no inflection. */
const maxCharacters = 100;

type Stemmer = (word: string) => string;
const stemmers = new Map<string, Stemmer>();

/**
 * The stem that Snowball 3 gives a word: inflected forms of a word have it in common. Not folded.
 *
 * @param language primary subtag in lower case (`ru`), or Snowball's own name (`russian`)
 * @param word in lower case, composed (NFC)
 * @returns null when there is no stemmer for the language; the word itself when it is longer than 100 UTF-16 units or not well-formed
 * @example stem("ru", "санкциями") // "санкц"
 */
export function stem(language: string, word: string): string | null {
  const name = stemmerName(language);
  if (name === null) return null;
  if (word.length > maxCharacters || !word.isWellFormed()) return word;
  let stemmer = stemmers.get(name);
  if (stemmer === undefined) {
    stemmer = recentAnswers(snowballStemmer(name), rememberedWords);
    stemmers.set(name, stemmer);
  }
  return stemmer(word);
}
