import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { getLIDModel } from "fasttext.wasm.js";
import { describe, expect, test } from "vitest";
import { textClassifier } from "./classify.ts";
import { smallModel } from "./fixtures/small-model.ts";
import { readModel } from "./read-model.ts";
import { wordRows } from "./word-rows.ts";

describe("a small model", () => {
  const model = textClassifier(readModel(smallModel()));

  test("weighs the words of a text, its end among them", () => {
    // Mean of (8, 0) and (0, 0) for "quay" and the end: the branch's row (-1, 0) answers -4.
    const right = 1 / (1 + Math.exp(4));
    expect(model.probabilities(["quay"])).toEqual(Float64Array.of(right, 1 - right));
    expect(model.probabilities(["кай"])).toEqual(Float64Array.of(0.5, 0.5));
  });

  test.each([
    ["nothing", []],
    ["words it does not know", ["harbour", "\ud800", ""]],
  ])("is undecided on %s", (_, words) => {
    expect(model.probabilities(words)).toEqual(Float64Array.of(0.5, 0.5));
  });
});

test("an n-gram is of letters, not of bytes, and only those kept count", () => {
  // FNV-1a of "<к" in UTF-8 with its bytes' signs, by the definition.
  let hash = 0x811c9dc5n;
  for (const byte of new Int8Array(new TextEncoder().encode("<к"))) {
    hash ^= BigInt.asUintN(32, BigInt(byte));
    hash = BigInt.asUintN(32, hash * 0x01000193n);
  }
  const bucket = Number(hash % 2_000_000n);
  const file = smallModel({ buckets: 2_000_000, grams: [[bucket, 0]], codes: [0, 0, 8, 0, 0, 8, 1, 1] });
  const rows = wordRows(readModel(file));
  expect(rows.rowsOf(["кит"])).toEqual([3, 0]);
  expect(rows.rowsOf(["кай"])).toEqual([2, 3, 0]);
  expect(rows.rowsOf(["икай"])).toEqual([0]);
});

test("answers as fastText itself does", async () => {
  const resolve = createRequire(import.meta.url).resolve;
  const file = resolve("fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz");
  const ours = textClassifier(readModel(readFileSync(file)));
  const original = await (await getLIDModel()).load();
  const texts = [
    "The harbour stays closed until Friday, 27 November!",
    "Порт останется закрытым до пятницы",
    "港口将关闭至星期五 クラブ",
    "Cảng vẫn đóng cửa đến thứ Sáu 🚢",
    "x",
    "",
    "ß".repeat(300),
  ];
  for (const text of texts) {
    const probabilities = ours.probabilities(text.split(" ").filter((word) => word !== ""));
    const answers = original.predict(text, 5, 0);
    for (let at = 0; at < answers.size(); at++) {
      const [probability, label] = answers.get(at);
      const own = probabilities[ours.labels.indexOf(label.replace("__label__", ""))];
      // fastText adds 0.00001 to each factor before it takes the logarithm.
      expect(own, `${label}: ${text}`).toBeCloseTo(probability, 3);
    }
  }
});
