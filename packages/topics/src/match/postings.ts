import type { AnchorKey } from "./anchors.ts";

/** Which queries are to be tried where a term occurs: for each term pairs of slot and guard, in no order. */
export interface Postings {
  add(slot: number, key: AnchorKey): void;
  remove(slot: number, term: number): void;
  /** Pairs of slot and guard; to be read only. */
  of(term: number): readonly number[];
}

const none: readonly number[] = [];

export function createPostings(): Postings {
  const lists: (number[] | undefined)[] = [];
  return {
    add(slot, { term, guard }) {
      while (lists.length <= term) lists.push(undefined);
      const list = lists[term];
      if (list === undefined) lists[term] = [slot, guard];
      else list.push(slot, guard);
    },
    remove(slot, term) {
      const list = lists[term];
      if (list === undefined) return;
      // The last pairs take the places of those removed; a query may stand under a term with several guards.
      for (let index = list.length - 2; index >= 0; index -= 2) {
        if (list[index] !== slot) continue;
        const guard = list.pop() ?? 0;
        const moved = list.pop() ?? 0;
        if (index === list.length) continue;
        list[index] = moved;
        list[index + 1] = guard;
      }
      if (list.length === 0) lists[term] = undefined;
    },
    of: (term) => lists[term] ?? none,
  };
}
