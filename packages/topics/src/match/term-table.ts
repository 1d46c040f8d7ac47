import { growIntegers } from "./integers.ts";
import type { Reading } from "./reading.ts";

/** Where the terms of the live queries stand in the document that was read last. Tables are by term id. */
export interface TermTable {
  /** Distinct terms of the document, in no order: the first `presentCount`. */
  present: Int32Array;
  presentCount: number;
  /** Positions of all terms, rising within each; a term's are those from `from[id]` up to `to[id]`. */
  positions: Int32Array;
  /** Valid for the terms of the document only, see `tick`. */
  from: Int32Array;
  to: Int32Array;
  /** Document in which a term occurred last. */
  tick: Int32Array;
}

export function createTermTable(): TermTable {
  const table = (): Int32Array => new Int32Array(1_024);
  return { present: table(), presentCount: 0, positions: table(), from: table(), to: table(), tick: table() };
}

const byTerm = ["present", "from", "to", "tick"] as const;
/** A table of positions longer than this is given up after the document that needed it. */
const maxKeptLength = 1 << 19;

/** @param idLimit all term ids are below */
export function fillTermTable(table: TermTable, reading: Reading, idLimit: number, documentTick: number): void {
  for (const name of byTerm) table[name] = growIntegers(table[name], idLimit);
  countTerms(table, reading, documentTick);
  const total = shareOut(table);
  if (table.positions.length > maxKeptLength) table.positions = new Int32Array(1_024);
  table.positions = growIntegers(table.positions, total);
  const { positions, to: cursor } = table;
  const { texts, words, wordOf } = reading;
  for (const { from, to } of texts) {
    for (let position = from; position < to; position++) {
      const terms = words[wordOf[position] ?? 0]?.terms ?? [];
      for (let index = 0; index < terms.length; index++) {
        const term = terms[index] ?? 0;
        const at = cursor[term] ?? 0;
        positions[at] = position;
        cursor[term] = at + 1;
      }
    }
  }
}

/** How often each term occurs, for now in `to`. */
function countTerms(table: TermTable, reading: Reading, documentTick: number): void {
  const { present, tick, to: counts } = table;
  table.presentCount = 0;
  for (const { from, to } of reading.texts) {
    for (let position = from; position < to; position++) {
      const terms = reading.words[reading.wordOf[position] ?? 0]?.terms ?? [];
      for (let index = 0; index < terms.length; index++) {
        const term = terms[index] ?? 0;
        if (tick[term] !== documentTick) {
          tick[term] = documentTick;
          counts[term] = 0;
          present[table.presentCount++] = term;
        }
        counts[term] = (counts[term] ?? 0) + 1;
      }
    }
  }
}

/** Gives each term its part of the positions; `to` stands at its start until it is filled. */
function shareOut({ present, presentCount, from, to }: TermTable): number {
  let total = 0;
  for (let index = 0; index < presentCount; index++) {
    const term = present[index] ?? 0;
    from[term] = total;
    total += to[term] ?? 0;
    to[term] = from[term] ?? 0;
  }
  return total;
}
