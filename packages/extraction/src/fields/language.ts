/** Languages that are alone in their script, by the script. */
const languageOfScript: ReadonlyMap<string, string> = new Map([
  ["Hangul", "ko"],
  ["Kana", "ja"],
  ["Han", "zh"],
  ["Greek", "el"],
  ["Hebrew", "he"],
  ["Thai", "th"],
  ["Georgian", "ka"],
  ["Armenian", "hy"],
]);

/** Scripts by what marks them, and the codes of ISO 15924 that stand for languages written so. */
const scripts: readonly { readonly name: string; readonly letters: RegExp; readonly codes: readonly string[] }[] = [
  { name: "Latin", letters: /\p{Script=Latin}/gu, codes: ["Latn"] },
  { name: "Cyrillic", letters: /\p{Script=Cyrillic}/gu, codes: ["Cyrl"] },
  { name: "Kana", letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, codes: ["Jpan"] },
  { name: "Hangul", letters: /\p{Script=Hangul}/gu, codes: ["Kore"] },
  { name: "Han", letters: /\p{Script=Han}/gu, codes: ["Hans", "Hant", "Jpan", "Kore"] },
  { name: "Arabic", letters: /\p{Script=Arabic}/gu, codes: ["Arab"] },
  { name: "Greek", letters: /\p{Script=Greek}/gu, codes: ["Grek"] },
  { name: "Hebrew", letters: /\p{Script=Hebrew}/gu, codes: ["Hebr"] },
  { name: "Thai", letters: /\p{Script=Thai}/gu, codes: ["Thai"] },
  { name: "Georgian", letters: /\p{Script=Georgian}/gu, codes: ["Geor"] },
  { name: "Armenian", letters: /\p{Script=Armenian}/gu, codes: ["Armn"] },
];

/** Letters that a language of a script has and those below it here have not. */
const ownLetters: readonly { readonly script: string; readonly letters: RegExp; readonly language: string }[] = [
  { script: "Cyrillic", letters: /[ўЎ]/, language: "be" },
  { script: "Cyrillic", letters: /[әғқңұһӘҒҚҢҰҺ]/, language: "kk" },
  { script: "Cyrillic", letters: /[іїєґІЇЄҐ]/, language: "uk" },
  { script: "Cyrillic", letters: /[ыэёЫЭЁ]/, language: "ru" },
  { script: "Arabic", letters: /[ٹڈڑں]/, language: "ur" },
  { script: "Arabic", letters: /[پچژگیک]/, language: "fa" },
  { script: "Arabic", letters: /[يكةىأإ]/, language: "ar" },
];

/** Shorter texts are names and numbers. */
const minLetters = 10;

/**
 * The language of a page: the first declared tag that is one and that can be written in the script of the page's text, because
 * templates often keep the `lang="en"` they came with; else what the script alone tells. Dates in words are read by it; the language
 * of the article is settled later, by its words (`services/stripper/src/settle-language.ts`).
 *
 * @param declared tags in order of trust, as written
 * @param sample headline, description or the like; may be empty
 * @returns BCP 47 in canonical spelling, null when unknown
 */
export function chooseLanguage(declared: readonly (string | null | undefined)[], sample: string): string | null {
  const tags = declared.flatMap((tag) => canonicalTag(tag) ?? []);
  const script = scriptOf(sample.slice(0, 500));
  // A text in Latin letters may be a transcription or the site's name; other letters are no accident.
  if (script === null || script.name === "Latin") return tags[0] ?? null;
  const fitting = tags.find((tag) => script.codes.includes(new Intl.Locale(tag).maximize().script ?? ""));
  return fitting ?? languageOf(script.name, sample);
}

/** @returns null for what is no language tag, and for `und` */
export function canonicalTag(tag: string | null | undefined): string | null {
  const written =
    (tag ?? "")
      .slice(0, 40)
      .trim()
      .split(/[\s,;.]/)[0]
      ?.replaceAll("_", "-") ?? "";
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(written) || /^(?:und|mul|zxx|mis)\b/i.test(written)) return null;
  try {
    return Intl.getCanonicalLocales(written)[0] ?? null;
  } catch {
    // A tag of the right shape that is not well-formed; the next candidate may be.
    return null;
  }
}

function scriptOf(text: string): (typeof scripts)[number] | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < minLetters) return null;
  // Japanese has both kana and Han letters: any kana decide, as do letters of most of the text otherwise.
  return (
    scripts.find(
      ({ name, letters: own }) => (text.match(own)?.length ?? 0) > letters * (name === "Kana" ? 0.1 : 0.6),
    ) ?? null
  );
}

function languageOf(script: string, text: string): string | null {
  return (
    languageOfScript.get(script) ??
    ownLetters.find((own) => own.script === script && own.letters.test(text))?.language ??
    null
  );
}
