/**
 * Blocks of integers in one table, so that what is read together lies together: thousands of small arrays would be scattered
 * over memory, and each look at one would wait for it.
 */
export interface Arena {
  /** Grows as blocks are taken: to be asked for anew after {@link take}. Blocks keep their addresses. */
  readonly table: Int32Array;
  /** The address of a block with room for so many integers; what it holds is left over from others. */
  take(length: number): number;
  /** Gives a block back that was taken with this length. */
  giveBack(address: number, length: number): void;
}

const smallest = 4;

/** The room that a block of this length really has: a power of two. */
export function roomFor(length: number): number {
  let room = smallest;
  while (room < length) room *= 2;
  return room;
}

/** An empty arena. Blocks given back are used again for others of their size. */
export function createArena(): Arena {
  let table = new Int32Array(4_096);
  let used = 0;
  const free = new Map<number, number[]>();

  return {
    get table() {
      return table;
    },
    take(length) {
      const room = roomFor(length);
      const known = free.get(room)?.pop();
      if (known !== undefined) return known;
      const address = used;
      used += room;
      if (used > table.length) {
        const larger = new Int32Array(Math.max(used, table.length + (table.length >> 1)));
        larger.set(table);
        table = larger;
      }
      return address;
    },
    giveBack(address, length) {
      const room = roomFor(length);
      const known = free.get(room);
      if (known === undefined) free.set(room, [address]);
      else known.push(address);
    },
  };
}
