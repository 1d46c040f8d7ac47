import type { Snippet } from "@wirewatch/model";

/** Share of a passage's word triples that must stand in one told before for the two to say the same. */
const sameShare = 0.6;

const word = /[\p{L}\p{M}\p{N}]+(?:[.,](?=\p{Nd})\p{Nd}+)*/gu;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const hasDigit = /\p{Nd}/u;

/** What passages told before say; read once, for it takes as long as they are. */
export interface KnownPassages {
  readonly words: ReadonlySet<string>;
  /** Runs of three words. */
  readonly triples: ReadonlySet<string>;
}

/** @param told texts of the passages that messages on the story showed; may be empty */
export function knownPassages(told: readonly string[]): KnownPassages {
  const known = [...new Set(told)].map(wordsOf);
  return { words: new Set(known.flat()), triples: new Set(known.flatMap(triplesOf)) };
}

/**
 * Whether the sentences in which a topic was found say something that no passage told before says: more than 40 % of their word
 * triples stand in none of them, or they have a figure that none of them has. Another cut of the same sentences, other
 * quotation marks or a changed word here and there are not new; "5 dead" after "3 dead" is. The sentences around are not asked.
 *
 * @param passage with the marks of what was found; without any all of it counts
 */
export function isPassageNew(passage: Pick<Snippet, "text" | "marks">, known: KnownPassages): boolean {
  const words = wordsOf(matchedSentences(passage));
  if (words.length === 0) return false;
  // A figure at the edge may be cut in two, and is no new one.
  if (words.slice(1, -1).some((one) => hasDigit.test(one) && !known.words.has(one))) return true;
  const triples = triplesOf(words);
  return triples.filter((triple) => known.triples.has(triple)).length < sameShare * triples.length;
}

const sentences = new Intl.Segmenter("und", { granularity: "sentence" });

function matchedSentences({ text, marks }: Pick<Snippet, "text" | "marks">): string {
  if (marks.length === 0) return text;
  const matched = [...sentences.segment(text)].filter(({ index, segment }) =>
    marks.some(([start, end]) => start < index + segment.length && end > index),
  );
  return matched.map(({ segment }) => segment).join("");
}

/** Words in one case; of scripts without spaces each letter. */
function wordsOf(text: string): string[] {
  const found = text.normalize("NFKC").toLowerCase().match(word) ?? [];
  return found.flatMap((one) => (unspaced.test(one) ? Array.from(one) : [one]));
}

/** Runs of three; of fewer words the whole. */
function triplesOf(words: readonly string[]): string[] {
  if (words.length < 3) return [words.join(" ")];
  return words.slice(2).map((last, index) => `${words[index]} ${words[index + 1]} ${last}`);
}
