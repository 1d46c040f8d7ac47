import { createArena } from "./arena.ts";
import type { CompiledNode } from "./compiled.ts";
import { checkPresence, mayHold } from "./presence.ts";
import type { PresenceCheck } from "./presence.ts";

/**
 * The presence checks of all topics in one table, each with what is read beside it: most topics that a document leads to
 * are dismissed without a look at anything else. A topic is known here by the address of its check.
 */
export interface Programs {
  /** @param slot what {@link slotOf} gives back */
  add(root: CompiledNode, slot: number): number;
  /** Writes the check anew after its parts have changed their order. */
  rewrite(address: number, root: CompiledNode): void;
  remove(address: number): void;
  slotOf(address: number): number;
  /**
   * True when the topic has not been asked about in this unit yet and may hold there.
   *
   * @param stamps by clue: the last unit in which it was present
   */
  admits(address: number, stamps: Int32Array, unitTick: number): boolean;
  /** Forgets units. */
  forgetTicks(addresses: Iterable<number>): void;
}

/** What stands before the steps: slot, last unit, entry, number of steps. */
const headerLength = 4;
const tickAt = 1;
const entryAt = 2;
const lengthAt = 3;

export function createPrograms(): Programs {
  const arena = createArena();

  function write(address: number, { steps, entry }: PresenceCheck): void {
    const { table } = arena;
    table[address + entryAt] = entry;
    table[address + lengthAt] = steps.length;
    table.set(steps, address + headerLength);
  }

  return {
    add(root, slot) {
      const check = checkPresence(root);
      const address = arena.take(headerLength + check.steps.length);
      arena.table[address] = slot;
      arena.table[address + tickAt] = 0;
      write(address, check);
      return address;
    },
    rewrite(address, root) {
      write(address, checkPresence(root));
    },
    remove(address) {
      arena.giveBack(address, headerLength + (arena.table[address + lengthAt] ?? 0));
    },
    slotOf: (address) => arena.table[address] ?? 0,
    admits(address, stamps, unitTick) {
      const { table } = arena;
      if (table[address + tickAt] === unitTick) return false;
      table[address + tickAt] = unitTick;
      const first = address + headerLength;
      let step = table[address + entryAt] ?? mayHold;
      while (step >= 0) {
        const at = first + 3 * step;
        step = (stamps[table[at] ?? 0] === unitTick ? table[at + 1] : table[at + 2]) ?? mayHold;
      }
      return step === mayHold;
    },
    forgetTicks(addresses) {
      for (const address of addresses) arena.table[address + tickAt] = 0;
    },
  };
}
