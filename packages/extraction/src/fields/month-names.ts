/** Months of a language by the lower-case spellings of their names. */
type MonthNames = ReadonlyMap<string, number>;

/** Names come from Intl once per language, of which there are some 200. */
const namesByLanguage = new Map<string, MonthNames>();

/**
 * The number of a month, 1 to 12, by its name in a language or in English; in full, as an abbreviation or in a case form.
 *
 * @param language BCP 47; null for English only
 * @returns null for a word that is no month's name
 */
export function monthOf(word: string, language: string | null): number | null {
  const name = word.toLowerCase();
  const primary = language?.split("-")[0]?.toLowerCase() ?? "en";
  for (const tag of new Set([primary, "en"])) {
    const names = namesOf(tag);
    const month = names.get(name) ?? monthStarting(name, names);
    if (month !== null) return month;
  }
  return null;
}

/** `Sept` and the like: the beginning of the names of one month only. */
function monthStarting(name: string, names: MonthNames): number | null {
  if (name.length < 3) return null;
  const months = new Set([...names].flatMap(([full, month]) => (full.startsWith(name) ? [month] : [])));
  return months.size === 1 ? (months.values().next().value ?? null) : null;
}

function namesOf(language: string): MonthNames {
  const known = namesByLanguage.get(language);
  if (known !== undefined) return known;
  const isSupported = /^[a-z]{2,3}$/.test(language) && Intl.DateTimeFormat.supportedLocalesOf(language).length > 0;
  const names = isSupported ? readNames(language) : new Map<string, number>();
  if (isSupported) namesByLanguage.set(language, names);
  return names;
}

function readNames(language: string): MonthNames {
  const names = new Map<string, number>();
  // Alone a month has its dictionary form, beside a day the case that dates use.
  const formats = (["long", "short"] as const).flatMap((month) => [
    new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month, timeZone: "UTC" }),
    new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month, day: "numeric", timeZone: "UTC" }),
  ]);
  for (const format of formats) {
    for (let month = 1; month <= 12; month++) {
      const part = format.formatToParts(Date.UTC(2024, month - 1, 15)).find(({ type }) => type === "month");
      const name = part?.value.toLowerCase().replace(/\.$/, "") ?? "";
      if (/\p{L}/u.test(name) && !names.has(name)) names.set(name, month);
    }
  }
  return names;
}
