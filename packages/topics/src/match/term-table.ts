import { growIntegers } from "./integers.ts";
import type { Reading } from "./reading.ts";

/** Where the terms of the live queries stand in the document that was read last. Tables are by term id. */
export interface TermTable {
  /** Distinct terms of the document, in no order: the first `presentCount`. */
  present: Int32Array;
  presentCount: number;
  /** Positions of the terms that were asked for, rising within each; a term's are those from `from[id]` up to `to[id]`. */
  positions: Int32Array;
  positionCount: number;
  /** Valid for the terms of the document only, see `tick`; -1 until {@link gatherPositions}. */
  from: Int32Array;
  to: Int32Array;
  /** Document in which a term occurred last. */
  tick: Int32Array;
  /** The document's words of each term, as chains: the number of the last entry, of its word, and of the entry before. */
  lastEntry: Int32Array;
  entryWord: Int32Array;
  entryBefore: Int32Array;
}

export function createTermTable(): TermTable {
  const table = (): Int32Array => new Int32Array(1_024);
  return {
    present: table(),
    presentCount: 0,
    positions: table(),
    positionCount: 0,
    from: table(),
    to: table(),
    tick: table(),
    lastEntry: table(),
    entryWord: table(),
    entryBefore: table(),
  };
}

const byTerm = ["present", "from", "to", "tick", "lastEntry"] as const;
/** A table of positions longer than this is given up after the document that needed it. */
const maxKeptLength = 1 << 19;

/**
 * Lists the terms of the document's words. Their positions are left for later: most terms are never asked about.
 *
 * @param idLimit all term ids are below
 */
export function fillTermTable(table: TermTable, reading: Reading, idLimit: number, documentTick: number): void {
  for (const name of byTerm) table[name] = growIntegers(table[name], idLimit);
  if (table.positions.length > maxKeptLength) table.positions = new Int32Array(1_024);
  table.positionCount = 0;
  table.presentCount = 0;
  const { present, tick, lastEntry, from } = table;
  let entry = 0;
  for (let number = 0; number < reading.wordCount; number++) {
    const terms = reading.words[number]?.terms ?? [];
    const last = entry + terms.length;
    if (last > table.entryWord.length) growEntries(table, last);
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] ?? 0;
      const isFirst = tick[term] !== documentTick;
      if (isFirst) {
        tick[term] = documentTick;
        from[term] = -1;
        present[table.presentCount++] = term;
      }
      table.entryWord[entry] = number;
      table.entryBefore[entry] = isFirst ? -1 : (lastEntry[term] ?? -1);
      lastEntry[term] = entry++;
    }
  }
}

/** Makes `from`, `to` and `positions` valid for a term of the document. */
export function gatherPositions(table: TermTable, reading: Reading, term: number): void {
  if (table.from[term] !== -1) return;
  const from = table.positionCount;
  let count = 0;
  let words = 0;
  for (let entry = table.lastEntry[term] ?? -1; entry !== -1; entry = table.entryBefore[entry] ?? -1) {
    count += reading.wordPlaces[table.entryWord[entry] ?? 0] ?? 0;
    words++;
  }
  const to = from + count;
  table.positions = growIntegers(table.positions, to);
  table.positionCount = to;
  table.from[term] = from;
  table.to[term] = to;
  let at = to;
  for (let entry = table.lastEntry[term] ?? -1; entry !== -1; entry = table.entryBefore[entry] ?? -1) {
    let position = reading.lastPlace[table.entryWord[entry] ?? 0] ?? -1;
    for (; position !== -1; position = reading.placeBefore[position] ?? -1) table.positions[--at] = position;
  }
  if (words > 1) table.positions.subarray(from, to).sort();
}

function growEntries(table: TermTable, length: number): void {
  table.entryWord = growIntegers(table.entryWord, length);
  table.entryBefore = growIntegers(table.entryBefore, length);
}
