import { expect, it } from "vitest";
import { createArena, roomFor } from "./arena.ts";

it.each([
  [1, 4],
  [4, 4],
  [5, 8],
  [8, 8],
  [1_000, 1_024],
])("a block of %i has room for %i", (length, room) => {
  expect(roomFor(length)).toBe(room);
});

it("blocks keep what they hold and never overlap, however many are taken", () => {
  const arena = createArena();
  const blocks = Array.from({ length: 3_000 }, (_, number) => ({ number, length: 1 + (number % 9) }));
  const addresses = blocks.map(({ number, length }) => {
    const address = arena.take(length);
    arena.table.fill(number, address, address + length);
    return address;
  });
  for (const { number, length } of blocks) {
    const address = addresses[number] ?? -1;
    expect([...arena.table.subarray(address, address + length)]).toEqual(Array.from({ length }, () => number));
  }
});

it("uses a block again for another of its size, so coming and going takes no more memory", () => {
  const arena = createArena();
  const first = arena.take(6);
  arena.giveBack(first, 6);
  expect(arena.take(16)).not.toBe(first);
  expect(arena.take(7)).toBe(first);
  for (let round = 0; round < 10_000; round++) arena.giveBack(arena.take(100), 100);
  expect(arena.table.length).toBe(4_096);
});
