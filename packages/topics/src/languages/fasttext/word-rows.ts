import type { ModelFile } from "./read-model.ts";

/** Row of the end of a text, which fastText counts as a word. */
const endOfText = "</s>";

/** The rows of the input matrix that stand for a text. */
export interface WordRows {
  /** @param words as fastText expects them: without white space */
  rowsOf(words: readonly string[]): number[];
}

/**
 * Finds the rows of words: the word's own if the model has it, and those of the character n-grams of `<word>`.
 *
 * @see fastText 0.9.2: dictionary.cc `computeSubwords`, `hash` (FNV-1a, with the sign of a byte extended, as the models were trained)
 */
export function wordRows({ words, rowsOfBuckets, buckets, minGram, maxGram }: ModelFile): WordRows {
  const rowOfWord = new Map(words.map((word, row) => [word, row]));
  const encoder = new TextEncoder();

  function addGrams(word: string, rows: number[]): void {
    const bytes = encoder.encode(`<${word}>`);
    for (let start = 0; start < bytes.length; start++) {
      if (isContinuation(bytes[start])) continue;
      let hash = 0x811c9dc5;
      let end = start;
      for (let length = 1; length <= maxGram && end < bytes.length; length++) {
        do {
          hash = Math.imul(hash ^ signed(bytes[end]), 0x01000193);
          end++;
        } while (isContinuation(bytes[end]));
        // The marks of the word's ends alone are no n-grams; those of one letter exist only where minGram is 1.
        if (length < minGram || (length === 1 && (start === 0 || end === bytes.length))) continue;
        const row = rowsOfBuckets.get((hash >>> 0) % buckets);
        if (row !== undefined) rows.push(row);
      }
    }
  }

  return {
    rowsOf(text) {
      const rows: number[] = [];
      for (const word of text) {
        const row = rowOfWord.get(word);
        if (row !== undefined) rows.push(row);
        if (word !== endOfText) addGrams(word, rows);
      }
      const end = rowOfWord.get(endOfText);
      if (end !== undefined) rows.push(end);
      return rows;
    },
  };
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function signed(byte: number | undefined): number {
  return ((byte ?? 0) << 24) >> 24;
}
