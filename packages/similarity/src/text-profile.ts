import { hashShingle } from "./hash.ts";
import { folded } from "./normalise.ts";
import { maxWords, readTokens } from "./tokens.ts";

/** A title and a body to be compared, as plain text. */
export interface Text {
  readonly title: string | null;
  readonly text: string;
}

/** The passages of a body. */
export interface Shingles {
  /** Hashes of all shingles of the body, each once. */
  readonly shingles: ReadonlySet<number>;
  /** True for a body too short to be recognised without its headline. */
  readonly isShort: boolean;
}

/** What two texts are compared by. */
export interface TextProfile extends Shingles {
  /** Distinct numbers in the body, without separators. */
  readonly figures: ReadonlySet<string>;
  /** Hashes of the distinct words of the title. */
  readonly headline: ReadonlySet<number>;
}

/**
 * Five words identify a passage, or eight characters where words are not separated and have one to four each. A shingle
 * begins at every token and ends where these weights add up to its size, so in texts of both kinds, too, it depends on nothing but its own tokens.
 */
const shingleSize = 40;
const weights = { word: 8, character: 5 } as const;

/** Below about 20 shingles furniture and stock phrases decide; as many characters say half as much. */
const shortBelow = 20;

/** Reads a text once into what `compare` needs; linear in its length. */
export function profileOf({ title, text }: Text): TextProfile {
  const body = folded(text);
  return { ...shinglesOf(body), figures: figuresOf(body), headline: wordsOf(folded(title ?? "")) };
}

/**
 * All shingles of a body. One too short for a shingle is one; one without a word has none.
 *
 * @param body as `folded` gives it
 */
export function shinglesOf(body: string): Shingles {
  const { hashes, isCharacter, count, characters } = readTokens(body);
  const shingles = new Set<number>();
  let end = 0;
  let size = 0;
  for (let start = 0; start < count; start += 1) {
    while (size < shingleSize && end < count) {
      size += isCharacter[end] === 1 ? weights.character : weights.word;
      end += 1;
    }
    if (size < shingleSize && start > 0) break;
    shingles.add(hashShingle(hashes, start, end));
    size -= isCharacter[start] === 1 ? weights.character : weights.word;
  }
  return { shingles, isShort: shingles.size < shortBelow * (1 + (count === 0 ? 0 : characters / count)) };
}

function wordsOf(text: string): Set<number> {
  const { hashes, count } = readTokens(text);
  return new Set(hashes.subarray(0, count));
}

/** Figures, and numbers of two signs or more in Chinese writing; one sign alone is part of a word more often than not. */
const figurePattern = /\d+(?:[.,]\d+)*|[〇零一二三四五六七八九十百千万萬億亿兆]{2,}/gu;

/** `1,234.5`, `1.234,5` and `1234,5` are one figure. */
function figuresOf(text: string): Set<string> {
  const figures = new Set<string>();
  for (const [figure] of text.matchAll(figurePattern)) {
    figures.add(figure.replaceAll(/[.,]/gu, ""));
    if (figures.size === maxWords) break;
  }
  return figures;
}
