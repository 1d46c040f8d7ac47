/** A shorter address may spell out any title by chance. */
const minWords = 4;

/** Letters that addresses write as two, or that have no accent to lose. */
const spelled: ReadonlyMap<string, string> = new Map([
  ["ä", "ae"],
  ["ö", "oe"],
  ["ü", "ue"],
  ["ß", "ss"],
  ["æ", "ae"],
  ["ø", "o"],
  ["đ", "d"],
  ["ł", "l"],
  ["ı", "i"],
]);

/**
 * True when the page's address consists of the title's words, all of them, in the order of the title; dates and numbers of
 * the address aside.
 *
 * Addresses are made of the headline when the article is published, and stay when it is reworded for search engines.
 *
 * @example isSpelledInUrl("Quay opens after long works", "https://e.example/a/quay-opens-after-long-works-1234")
 */
export function isSpelledInUrl(title: string, url: string): boolean {
  const path = URL.parse(url)?.pathname ?? "";
  const slugs = path.split("/").map((part) => wordsOf(decoded(part)));
  const words = wordsOf(title);
  const [slug] = slugs.toSorted((a, b) => b.length - a.length);
  if (slug === undefined || words.length < minWords) return false;
  const start = slug.findIndex((word) => word === words[0]);
  if (start < 0 || words.some((word, index) => slug[start + index] !== word)) return false;
  const isNumbering = (word: string): boolean => /\d/.test(word) || word.length === 1 || /^html?$/.test(word);
  return slug.slice(0, start).every(isNumbering) && slug.slice(start + words.length).every(isNumbering);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function wordsOf(text: string): string[] {
  const letters = text
    .slice(0, 500)
    .toLowerCase()
    .replace(/[äöüßæøđłı]/g, (letter) => spelled.get(letter) ?? letter)
    .replace(/['’]/g, "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "");
  return letters.match(/[\p{L}\p{N}]+/gu) ?? [];
}
