import { expect, test } from "vitest";
import { packBlocks, unpackBlocks } from "./seen-blocks.ts";

test("blocks are the same after they were packed", () => {
  const blocks = [
    { key: "00ff00ff00ff00ff", words: 0, figures: 0, isEarly: false, isOnTopic: null },
    { key: "ffffffffffffffff", words: 65_535, figures: 65_535, isEarly: true, isOnTopic: true },
    { key: "0123456789abcdef", words: 12, figures: 1, isEarly: true, isOnTopic: false },
  ];
  expect(unpackBlocks(packBlocks(blocks))).toEqual(blocks);
  expect(packBlocks(blocks)).toHaveLength(39);
});

test("a block of more words than fit counts as the most", () => {
  const block = { key: "0123456789abcdef", words: 90_000, figures: 0, isEarly: false, isOnTopic: null };
  expect(unpackBlocks(packBlocks([block]))).toEqual([{ ...block, words: 65_535 }]);
});

test("bytes that are cut off in a block give the blocks before it", () => {
  const block = { key: "0123456789abcdef", words: 1, figures: 0, isEarly: false, isOnTopic: null };
  expect(unpackBlocks(packBlocks([block, block]).subarray(0, 20))).toEqual([block]);
});
