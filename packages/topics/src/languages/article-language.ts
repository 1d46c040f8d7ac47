import type { LanguageGuess } from "./guess-language.ts";
import { guessLanguage } from "./language-model.ts";

/** What is known about an article's language before its text is read. */
export interface LanguageFacts {
  /** BCP 47, as the page says it; null when it does not. */
  readonly declared: string | null;
  readonly title: string | null;
  /** Main text, of which the first 500 characters count. */
  readonly text: string;
}

/** An article's language. */
export interface ArticleLanguage {
  /** BCP 47: as declared, else ISO 639-1 by the text; null when neither says anything. */
  readonly language: string | null;
  /** Why it is not what was declared, in plain words; null when it is, or nothing was. */
  readonly reason: string | null;
}

const maxTextCharacters = 500;

/*
 * Many sites say `en` on everything, but a few words may be a name or a quotation. Of sentences as long as this, guesses like these are
 * wrong in less than one of a thousand (test/quality/languages.test.ts).
 */
const minLetters = 80;
const minConfidence = 0.5;
/** The declared language has so much of the guess's probability at most. */
const maxRatio = 0.1;

/** Codes for what is one language in writing, or two that are often taken for each other: either may be declared for the other. */
const closeCodes: readonly ReadonlySet<string>[] = [
  new Set(["no", "nb", "nn"]),
  new Set(["hr", "sr", "bs", "sh", "cnr"]),
  new Set(["id", "ms", "in"]),
  new Set(["tl", "fil"]),
  new Set(["fa", "prs"]),
  new Set(["zh", "yue", "wuu"]),
  new Set(["ar", "arz"]),
  new Set(["ku", "ckb", "kmr"]),
  new Set(["he", "iw"]),
  new Set(["ro", "mo"]),
];

/** {@link declaredOrGuessed} by the article's title and the first 500 characters of its text. */
export function articleLanguage({ declared, title, text }: LanguageFacts): ArticleLanguage {
  return declaredOrGuessed(declared, guessLanguage(`${title ?? ""}\n${text.slice(0, maxTextCharacters)}`));
}

/** The declared language, unless enough text says that it is another and hardly that one; without one what the text says. */
export function declaredOrGuessed(declared: string | null, guess: LanguageGuess | null): ArticleLanguage {
  if (guess === null) return { language: declared, reason: null };
  if (declared === null) return { language: guess.language, reason: null };
  const primary = declared.split("-")[0]?.toLowerCase() ?? "";
  const isUnlikely = (guess.shareOf(primary) ?? 1) <= maxRatio * guess.confidence && !isClose(primary, guess.language);
  if (!isUnlikely || guess.letters < minLetters || guess.confidence < minConfidence)
    return { language: declared, reason: null };
  return { language: guess.language, reason: `the page says ${declared}, its text is ${guess.language}` };
}

function isClose(one: string, other: string): boolean {
  return one === other || closeCodes.some((codes) => codes.has(one) && codes.has(other));
}
