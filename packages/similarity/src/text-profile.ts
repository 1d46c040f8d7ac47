import { hashShingle, hashWord } from "./hash.ts";
import { folded } from "./normalise.ts";

/** A title and a body to be compared, as plain text. */
export interface Text {
  readonly title: string | null;
  readonly text: string;
}

/** What two texts are compared by. */
export interface TextProfile {
  /** Hashes of all shingles of the body, each once. */
  readonly shingles: ReadonlySet<number>;
  /** True for a body too short to be recognised without its headline. */
  readonly isShort: boolean;
  /** Distinct numbers in the body, without separators. */
  readonly figures: ReadonlySet<string>;
  /** Distinct words of the title. */
  readonly headline: ReadonlySet<string>;
}

/** Words that are read of one body; a book's chapter fits, a hostile page stops there. */
const maxWords = 50_000;

/** Scripts without spaces between words: there every character is a token. */
const unspacedScripts = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join("");
const token = new RegExp(String.raw`[${unspacedScripts}]\p{M}*|[[\p{L}\p{M}\p{N}]--[${unspacedScripts}]]+`, "gv");
const unspaced = new RegExp(`^[${unspacedScripts}]`, "u");

/**
 * Five words identify a passage. Eight characters say about as much in scripts without spaces, where a word has one to
 * four.
 */
const shingleWords = { words: 5, characters: 8 } as const;

/** Below about 20 shingles furniture and stock phrases decide; as many characters say half as much. */
const shortBelow = { words: 20, characters: 40 } as const;

/** Reads a text once into what `compare` needs; linear in its length. */
export function profileOf({ title, text }: Text): TextProfile {
  const body = folded(text);
  const words = wordsOf(body);
  const characters = words.filter((word) => unspaced.test(word)).length;
  const unit = characters * 2 > words.length ? "characters" : "words";
  const shingles = shinglesOf(words, shingleWords[unit]);
  return {
    shingles,
    isShort: shingles.size < shortBelow[unit],
    figures: figuresOf(body),
    headline: new Set(wordsOf(folded(title ?? ""))),
  };
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(token)) {
    words.push(word);
    if (words.length === maxWords) break;
  }
  return words;
}

/** A body of fewer words than a shingle is one shingle; an empty one has none. */
function shinglesOf(words: readonly string[], size: number): Set<number> {
  const hashes = words.map(hashWord);
  const shingles = new Set<number>();
  if (hashes.length === 0) return shingles;
  for (let at = 0; at === 0 || at + size <= hashes.length; at += 1) {
    shingles.add(hashShingle(hashes.slice(at, at + size)));
  }
  return shingles;
}

/** `1,234.5`, `1.234,5` and `1234,5` are one figure. */
function figuresOf(text: string): Set<string> {
  const figures = new Set<string>();
  for (const [figure] of text.matchAll(/\d+(?:[.,]\d+)*/gu)) {
    figures.add(figure.replaceAll(/[.,]/gu, ""));
    if (figures.size === maxWords) break;
  }
  return figures;
}
