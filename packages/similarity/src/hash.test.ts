import { expect, it } from "vitest";
import { hashShingle, hashWord } from "./hash.ts";

it.each([
  ["", -2_128_831_035],
  ["a", -468_965_076],
  ["foobar", -1_080_231_576],
])("hashes %j as FNV-1a does", (word, hash) => {
  expect(hashWord(word)).toBe(hash);
});

it("hashes a run of words as MurmurHash3 does", () => {
  expect(hashShingle([])).toBe(0);
  expect(hashShingle([0])).toBe(0x23_62_f9_de);
  expect(hashShingle([-1])).toBe(0x76_29_3b_50);
  expect(hashShingle([0x87_65_43_21])).toBe(0xf5_5b_51_6b | 0);
});

it("depends on the order of the words", () => {
  expect(hashShingle([1, 2, 3])).not.toBe(hashShingle([3, 2, 1]));
});
