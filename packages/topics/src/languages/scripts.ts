/** A writing system. Chinese and Japanese share one here, because Japanese mixes kana with Han characters. */
export interface Script {
  readonly name: string;
  /** Finds one letter. */
  readonly letter: RegExp;
  /**
   * What a letter counts for beside letters of other scripts. Names and brands are in Latin letters everywhere, so those count least; a
   * Han character or a Korean syllable says as much as several letters.
   */
  readonly weight: number;
}

const plainScripts =
  "Arabic Cyrillic Devanagari Hebrew Greek Bengali Ethiopic Tibetan Thai Georgian Armenian Tamil Telugu Kannada Malayalam Gujarati Gurmukhi Oriya Sinhala Khmer Lao Myanmar Thaana";

const scripts: readonly Script[] = [
  { name: "Latin", letter: /\p{Script=Latin}/u, weight: 1 },
  { name: "Han", letter: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, weight: 4 },
  { name: "Hangul", letter: /\p{Script=Hangul}/u, weight: 4 },
  ...plainScripts.split(" ").map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, "u"), weight: 2 })),
];

/** The script of most of a text, and how many letters of it there are. */
export interface MainScript {
  readonly script: Script;
  readonly letters: number;
}

/** The script that most of a text is written in, by weight; null for a text without letters of a script that we know. */
export function mainScript(text: string): MainScript | null {
  const counts = new Map<Script, number>();
  let last = scripts[0];
  for (const sign of text) {
    if (sign < "A") continue;
    // Most letters are of the script of the one before.
    if (last === undefined || !last.letter.test(sign)) last = scripts.find(({ letter }) => letter.test(sign)) ?? last;
    if (last?.letter.test(sign) === true) counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  const [first, ...others] = counts;
  if (first === undefined) return null;
  const [script, letters] = others.reduce(
    (best, one) => (one[0].weight * one[1] > best[0].weight * best[1] ? one : best),
    first,
  );
  return { script, letters };
}
