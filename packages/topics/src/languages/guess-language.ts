import { candidatesOf, isIso6391, languageOf, type Candidate } from "./candidates.ts";
import { evidenceFor, maxEvidence, type Evidence } from "./evidence.ts";
import type { TextClassifier } from "./fasttext/classify.ts";
import { wordsOf } from "./words.ts";

/** What a text seems to be written in. */
export interface LanguageGuess {
  /** ISO 639-1. */
  readonly language: string;
  /** 0 to 1: how sure the guess is beside the other languages of the script. */
  readonly confidence: number;
  /** Letters that were read, by weight (`Script`): a Han character counts as four Latin ones. */
  readonly letters: number;
  /**
   * How sure another guess would be, 0 to 1; null for a language that cannot be told.
   *
   * @param language primary subtag of BCP 47, in lower case
   */
  readonly shareOf: (language: string) => number | null;
}

/** Fewer are a name or an abbreviation. By weight: eight Latin letters, two Han characters. */
const minLetters = 8;
/** Of some hundred languages one stands out. */
const minConfidence = 0.15;

/** Guesses the language of a text; never throws. */
export type LanguageGuesser = (text: string) => LanguageGuess | null;

interface Contender extends Candidate {
  /** Among the labels of the model. */
  readonly index: number;
  readonly evidence: Evidence;
}

interface Score {
  readonly contender: Contender;
  /** Logarithm, up to a constant. */
  readonly score: number;
}

/**
 * Guesses languages by what the model says of those that are written in the text's main script, weighed by how much news they have, by
 * letters that a language does not have and by its most frequent short words.
 *
 * @returns a function that answers null when there are too few letters, no language stands out or it has no code in ISO 639-1
 */
export function languageGuesser(classifier: TextClassifier): LanguageGuesser {
  const known = new Set(classifier.labels.flatMap((label) => [label, languageOf(label)]));
  const contendersByScript = new Map<string, readonly Contender[]>();

  function contendersIn(script: string): readonly Contender[] {
    const before = contendersByScript.get(script);
    if (before !== undefined) return before;
    const contenders = candidatesOf(script, classifier.labels).map((candidate) => ({
      ...candidate,
      index: classifier.labels.indexOf(candidate.label),
      evidence: evidenceFor(script, candidate.label),
    }));
    contendersByScript.set(script, contenders);
    return contenders;
  }

  return (text) => {
    const read = wordsOf(text);
    const letters = read === null ? 0 : read.letters * read.script.weight;
    if (read === null || letters < minLetters) return null;
    const probabilities = classifier.probabilities(read.words.map(({ lower }) => lower));
    const prior = contendersIn(read.script.name).map((contender): Score => {
      const probability = contender.prior * (probabilities[contender.index] ?? 0);
      return { contender, score: Math.log(Math.max(probability, Number.MIN_VALUE)) };
    });
    const least = highest(prior) - maxEvidence;
    const scores = prior
      .filter(({ score }) => score >= least)
      .map(({ contender, score }): Score => ({ contender, score: score + contender.evidence(read.words) }));
    const shares = sharesOf(scores);
    const [[language, confidence] = ["", 0]] = [...shares].toSorted(([, one], [, other]) => other - one);
    if (!isIso6391(language) || confidence < minConfidence) return null;
    const shareOf = (other: string): number | null => shares.get(languageOf(other)) ?? (known.has(other) ? 0 : null);
    return { language, confidence, letters, shareOf };
  };
}

/** Probabilities of languages, one at all. */
function sharesOf(scores: readonly Score[]): ReadonlyMap<string, number> {
  const top = highest(scores);
  const sum = scores.reduce((all, { score }) => all + Math.exp(score - top), 0);
  const shares = new Map<string, number>();
  for (const { contender, score } of scores) {
    const { language } = contender;
    shares.set(language, (shares.get(language) ?? 0) + Math.exp(score - top) / sum);
  }
  return shares;
}

function highest(scores: readonly Score[]): number {
  return scores.reduce((top, { score }) => Math.max(top, score), Number.NEGATIVE_INFINITY);
}
