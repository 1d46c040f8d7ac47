import { expect, test } from "vitest";
import type { TextClassifier } from "./fasttext/classify.ts";
import { languageGuesser } from "./guess-language.ts";

/** A model that says the same of every text. */
function model(probabilities: Readonly<Record<string, number>>): TextClassifier {
  return {
    labels: Object.keys(probabilities),
    probabilities: () => Float64Array.from(Object.values(probabilities)),
  };
}

const undecided = model({ da: 0.2, no: 0.2, sv: 0.2, ru: 0.2, uk: 0.2, ja: 0.2, zh: 0.2, el: 0.2 });

test.each([
  ["languages of other scripts are left out", { en: 0.9, ru: 0.1 }, "порт закрыт", "ru"],
  ["varieties count for their language", { es: 0.4, ar: 0.3, arz: 0.3 }, "الميناء مغلق", "ar"],
  ["a small language needs more than its large neighbour", { id: 0.3, ms: 0.7 }, "pelabuhan besar", "id"],
  ["much more is enough", { id: 0.01, ms: 0.99 }, "pelabuhan besar", "ms"],
  ["languages without a code are no answer", { ceb: 0.9999, en: 0.000_01 }, "pantalan karon", null],
  [
    "nothing stands out",
    Object.fromEntries("ca es et eu fo id is it lt lv pt sq".split(" ").map((label) => [label, 0.1])),
    "lorem ipsum",
    null,
  ],
  ["no model knows the script", { en: 1 }, "порт закрыт", null],
])("%s", (_, probabilities, text, language) => {
  expect(languageGuesser(model(probabilities))(text)?.language ?? null).toBe(language);
});

test.each([
  ["letters that the others lack: å, ä", "hålla väg", "sv"],
  ["letters that Ukrainian lacks", "порты мира", "ru"],
  ["letters that Russian lacks", "мій порт", "uk"],
  ["the short words of Danish", "af noget nogen", "da"],
  ["the short words of Norwegian", "av noe meg", "no"],
  ["kana", "港は閉鎖", "ja"],
  ["no kana at all", "港口将关闭", "zh"],
])("where the model does not know, by %s", (_, text, language) => {
  expect(languageGuesser(undecided)(text)?.language).toBe(language);
});

test("letters of a name say less than those of a word", () => {
  const guess = languageGuesser(model({ de: 0.9, sv: 0.1 }));
  expect(guess("ein altes haus bei herrn Åberg")?.language).toBe("de");
  expect(guess("ein altes haus på åkern där")?.language).toBe("sv");
});

test("confidence, letters and shares tell how far to trust it", () => {
  const guess = languageGuesser(model({ en: 0.5, es: 0.3, ceb: 0.2, arz: 0.1, ru: 0.1 }))("lorem ipsum");
  expect(guess).toMatchObject({ language: "en", letters: 10 });
  expect(guess?.confidence).toBeCloseTo(0.5 / 0.802);
  expect(guess?.shareOf("es")).toBeCloseTo(0.3 / 0.802);
  expect(["ru", "ar", "xh", "__proto__"].map((language) => guess?.shareOf(language))).toEqual([0, 0, null, null]);
  expect(languageGuesser(undecided)("港口将关闭")?.letters).toBe(20);
});
