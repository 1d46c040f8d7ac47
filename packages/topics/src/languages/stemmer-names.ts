/** Algorithms of Snowball 3 by their names, and the language codes (ISO 639-1) that they are for. */
const codesByName: Readonly<Record<string, string>> = {
  arabic: "ar",
  armenian: "hy",
  basque: "eu",
  catalan: "ca",
  czech: "cs",
  danish: "da",
  dutch: "nl",
  english: "en",
  esperanto: "eo",
  estonian: "et",
  finnish: "fi",
  french: "fr",
  german: "de",
  greek: "el",
  hindi: "hi",
  hungarian: "hu",
  indonesian: "id",
  irish: "ga",
  italian: "it",
  lithuanian: "lt",
  nepali: "ne",
  // Bokmål and Nynorsk have codes of their own beside the common one.
  norwegian: "no nb nn",
  persian: "fa",
  polish: "pl",
  portuguese: "pt",
  romanian: "ro",
  russian: "ru",
  serbian: "sr",
  sesotho: "st",
  spanish: "es",
  swedish: "sv",
  tamil: "ta",
  turkish: "tr",
  yiddish: "yi",
};

const nameByCode: ReadonlyMap<string, string> = new Map(
  Object.entries(codesByName).flatMap(([name, codes]) => [name, ...codes.split(" ")].map((code) => [code, name])),
);

/**
 * The Snowball algorithm for a language.
 *
 * @param language primary subtag in lower case, or the algorithm's own name as in Snowball's vocabularies (`finnish`)
 * @returns null when there is none
 */
export function stemmerName(language: string): string | null {
  return nameByCode.get(language) ?? null;
}
