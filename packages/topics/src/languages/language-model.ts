import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { textClassifier } from "./fasttext/classify.ts";
import { readModel } from "./fasttext/read-model.ts";
import { languageGuesser, type LanguageGuess, type LanguageGuesser } from "./guess-language.ts";

let loaded: LanguageGuesser | undefined;

/**
 * Guesses with lid.176.ftz, which `fasttext.wasm.js` ships: 0.9 MB that take about 50 ms to read, at the first text.
 *
 * @throws {Error} when the package is not installed as it should be; never because of a text
 */
export function guessLanguage(text: string): LanguageGuess | null {
  loaded ??= loadGuesser();
  return loaded(text);
}

function loadGuesser(): LanguageGuesser {
  const { resolve } = createRequire(import.meta.url);
  const file = resolve("fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz");
  return languageGuesser(textClassifier(readModel(readFileSync(file))));
}
