import type { AlertReason, QueryFind } from "@wirewatch/model";
import { plainText } from "./plain-text.ts";

const maxReasons = 5;
const maxWords = 5;
const maxPlaces = 3;
/** Reasons that are looked at, and queries of each. */
const maxRead = 20;
const maxFinds = 5;
const maxWord = 40;
const maxHeading = 40;
const maxQuery = 100;
/** More marks than anybody reads; bounds the work on hostile input. */
const maxMarks = 50;

/**
 * Why there is an alert, in words for people: each query of the topic once, with what it found and where. The query itself stands
 * behind it where it is more than these words, e.g. `"Acme Corp" in the title`,
 * `"Acme", "factory" in the section "What is recalled", found by Acme NEAR/8 factory`.
 */
export function reasonLines(why: readonly AlertReason[]): readonly string[] {
  const queries = new Map<string, { readonly words: readonly string[]; readonly places: readonly string[] }>();
  for (const reason of why.slice(0, maxRead)) {
    const place = placeWords(reason);
    for (const { query, words, isInTitle } of findsOf(reason).slice(0, maxFinds)) {
      const asked = shortQuery(query);
      const before = queries.get(asked) ?? { words: [], places: isInTitle ? [inTitle] : [] };
      queries.set(asked, { words: [...before.words, ...words.slice(0, maxMarks)], places: [...before.places, place] });
    }
  }
  return [...queries].slice(0, maxReasons).map(([asked, { words, places }]) => {
    const found = distinctWords(words);
    if (found.length === 0) return `${asked || "a query of the topic"} is true by what is known of the article`;
    const line = `${found.map((word) => `"${word}"`).join(", ")} in ${listed([...new Set(places)])}`;
    return asked === "" || isSame(asked, found) ? line : `${line}, found by ${asked}`;
  });
}

const inTitle = "the title";

/** What was recorded of the passage; else its one clause with everything that is marked. */
function findsOf({ finds = [], query, snippet: { text, marks } }: AlertReason): readonly QueryFind[] {
  if (finds.length > 0) return finds;
  const words = marks.slice(0, maxMarks).map(([start, end]) => text.slice(start, Math.min(end, start + maxWord * 2)));
  return [{ query, words, isInTitle: false }];
}

function placeWords({ field, part, snippet }: AlertReason): string {
  if (part === "title" || (part === undefined && field === "title")) return inTitle;
  const heading = plainText(snippet.heading ?? "", maxHeading);
  if (part === "heading") return heading === "" ? "a heading" : `the heading "${heading}"`;
  return heading === "" ? "the text" : `the section "${heading}"`;
}

/** On one line; what is too long ends between words where there are any. */
function shortQuery(query: string): string {
  const text = plainText(query, maxQuery);
  return text.length === maxQuery ? text.replace(/\s+\S{0,30}…$/u, " …") : text;
}

/** The first of them, each once whatever its case. */
function distinctWords(given: readonly string[]): readonly string[] {
  const words = new Map<string, string>();
  for (const one of given.slice(0, maxMarks)) {
    const word = plainText(one, maxWord);
    const key = word.toLowerCase();
    if (word !== "" && !words.has(key)) words.set(key, word);
  }
  return [...words.values()].slice(0, maxWords);
}

/** Whether a query says no more than the words that it found. */
function isSame(asked: string, [first, ...others]: readonly string[]): boolean {
  return others.length === 0 && first?.toLowerCase() === asked.replaceAll('"', "").toLowerCase();
}

/** The title first, e.g. `the title, the text and 2 more places`. */
function listed(given: readonly string[]): string {
  const places = given.toSorted((a, b) => Number(b === inTitle) - Number(a === inTitle));
  const shown = places.slice(0, maxPlaces);
  const more = places.length - shown.length;
  const all = more === 0 ? shown : [...shown, `${more} more ${more === 1 ? "place" : "places"}`];
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
