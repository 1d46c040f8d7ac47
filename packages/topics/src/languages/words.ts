import { mainScript, type Script } from "./scripts.ts";

/** A word of a text as its language is guessed from it. */
export interface TextWord {
  readonly lower: string;
  /** Its letters other than a to z, without marks; each may stand more than once. */
  readonly letters: string;
  /** Begins with a capital where most words do not: likely a name, which may be of any language. */
  readonly isName: boolean;
}

/** The part of a text that its language is guessed from. */
export interface TextWords {
  readonly script: Script;
  /** Letters of that script. */
  readonly letters: number;
  /** The words with such a letter. */
  readonly words: readonly TextWord[];
}

/** A headline and two paragraphs are enough. */
const maxCharacters = 1_000;

/** In headlines of which all words begin with a capital, or are in capitals, names cannot be told; German has fewer. */
const maxCapitals = 0.75;

/** Addresses, handles and hashtags are in no language. */
const notLanguage = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+|[@#][\p{L}\p{N}_]+/giu;
const notSpecial = /[a-z'\p{M}]+/gu;
const betweenWords = /[^\p{L}\p{M}']+/u;

/**
 * The words of a text in its main script, in lower case: without digits and signs, so that headlines in capitals, line breaks and numbers
 * make no difference.
 *
 * @param text of which the first 1,000 characters are read
 * @returns null when there are no letters
 */
export function wordsOf(text: string): TextWords | null {
  const plain = text.slice(0, maxCharacters).normalize("NFC").replace(notLanguage, " ");
  const main = mainScript(plain);
  if (main === null) return null;
  const words = plain
    .split(betweenWords)
    .filter((word) => main.script.letter.test(word))
    .map((word) => {
      // Turkish İ becomes i with a dot above, which no alphabet has.
      const lower = word.toLowerCase().replaceAll("\u0307", "");
      return { lower, letters: lower.replace(notSpecial, ""), isName: !word.startsWith(lower.slice(0, 1)) };
    });
  const hasNames = words.filter(({ isName }) => isName).length < maxCapitals * words.length;
  return { ...main, words: hasNames ? words : words.map((word) => ({ ...word, isName: false })) };
}
