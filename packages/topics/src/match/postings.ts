import type { AnchorKey } from "./anchors.ts";
import { createArena, roomFor } from "./arena.ts";
import { growIntegers } from "./integers.ts";

/**
 * Which topics are to be tried where a clue is: for each clue pairs of topic and guard, in no order. Topics are numbers here.
 * The tables are open, for they are walked for every word of every document.
 */
export interface Postings {
  /** Where each clue's pairs begin and end in {@link pairs}. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly pairs: Int32Array;
  add(topic: number, key: AnchorKey): void;
  remove(topic: number, clue: number): void;
  /** How often the clue was visited since it was used first, this time included. */
  visit(clue: number): number;
  /** Forgets the visits. */
  reset(clue: number): void;
}

export function createPostings(): Postings {
  const arena = createArena();
  let from: Int32Array = new Int32Array(1_024);
  let to: Int32Array = new Int32Array(1_024);
  let visits: Int32Array = new Int32Array(1_024);

  function reach(clue: number): void {
    from = growIntegers(from, clue + 1);
    to = growIntegers(to, clue + 1);
    visits = growIntegers(visits, clue + 1);
  }

  /** Makes room for one pair more; blocks are always as long as the next power of two. */
  function grow(clue: number, start: number, length: number): number {
    if (length > 0 && length + 2 <= roomFor(length)) return start;
    const larger = arena.take(length + 2);
    if (length > 0) {
      arena.table.copyWithin(larger, start, start + length);
      arena.giveBack(start, length);
    }
    from[clue] = larger;
    to[clue] = larger + length;
    return larger;
  }

  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    get pairs() {
      return arena.table;
    },
    add(topic, { clue, guard }) {
      reach(clue);
      const length = (to[clue] ?? 0) - (from[clue] ?? 0);
      const start = grow(clue, from[clue] ?? 0, length);
      arena.table[start + length] = topic;
      arena.table[start + length + 1] = guard;
      to[clue] = start + length + 2;
    },
    remove(topic, clue) {
      const { table } = arena;
      const start = from[clue] ?? 0;
      const length = (to[clue] ?? 0) - start;
      let end = start + length;
      // The last pairs take the places of those removed; a topic may stand under a clue with several guards.
      for (let at = end - 2; at >= start; at -= 2) {
        if (table[at] !== topic) continue;
        end -= 2;
        table[at] = table[end] ?? 0;
        table[at + 1] = table[end + 1] ?? 0;
      }
      if (length === 0 || end === start + length) return;
      to[clue] = end;
      shrink(clue, start, length, end - start);
    },
    visit: (clue) => (visits[clue] = (visits[clue] ?? 0) + 1),
    reset(clue) {
      reach(clue);
      visits[clue] = 0;
    },
  };

  /** Blocks are given back in the size that fits what they hold. */
  function shrink(clue: number, start: number, before: number, length: number): void {
    if (length === 0) {
      arena.giveBack(start, before);
      from[clue] = 0;
      to[clue] = 0;
    } else if (roomFor(length) < roomFor(before)) {
      const smaller = arena.take(length);
      arena.table.copyWithin(smaller, start, start + length);
      arena.giveBack(start, before);
      from[clue] = smaller;
      to[clue] = smaller + length;
    }
  }
}
