import { describe, expect, test } from "vitest";
import { smallModel } from "./fixtures/small-model.ts";
import { readModel } from "./read-model.ts";

test("reads words, labels, kept n-grams and both matrices", () => {
  const model = readModel(smallModel({ grams: [[42, 0]], codes: [0, 0, 8, 0, 0, 8, 3, 4] }));
  expect(model).toMatchObject({
    dimensions: 2,
    minGram: 2,
    maxGram: 4,
    buckets: 100,
    words: ["</s>", "quay", "кай"],
    labels: ["en", "ru"],
    labelCounts: [9, 5],
    rowsOfBuckets: new Map([[42, 3]]),
    input: { rows: 4, parts: 2, partLength: 1, codes: Uint8Array.of(0, 0, 8, 0, 0, 8, 3, 4) },
    output: Float32Array.of(-1, 0, -1, 0),
  });
  expect(model.input.norms).toEqual(Float32Array.of(1, 1, 1, 1));
  expect(model.input.codebook.slice(254, 258)).toEqual(Float32Array.of(254, 255, -0, -1));
});

describe("refuses", () => {
  test.each([
    ["another format", { magic: 1 }, "not a fastText model"],
    ["another version", { version: 11 }, "not a fastText model"],
    ["word vectors", { kind: 2 }, "another kind"],
    ["another loss", { loss: 3 }, "another kind"],
    ["n-grams of words", { wordGrams: 2 }, "another kind"],
    ["a model that is not quantised", { isQuantised: false }, "not quantised"],
    ["rows missing", { codes: [0, 0] }, "differ in size"],
    ["n-grams without rows", { grams: [[1, 0]] as const }, "differ in size"],
    ["labels without rows", { outputRows: 1 }, "differ in size"],
  ])("%s", (_, model, message) => {
    expect(() => readModel(smallModel(model))).toThrow(message);
  });

  test("every file that ends too early", () => {
    const whole = smallModel();
    for (let length = 0; length < whole.length; length += 7)
      expect(() => readModel(whole.subarray(0, length))).toThrow(RangeError);
  });
});
