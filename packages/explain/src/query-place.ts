/** Lists of queries of a topic, in the words of the console's editor. */
const lists = {
  any: "one of these",
  all: "each of these",
  none: "none of these",
  raise: "more urgent when",
} as const;

/**
 * Where a query stands in its topic, as a person counts; other names stay as they are.
 *
 * @param clause its place in `topics.yaml`, e.g. `any[0]`, `raise[1].when`
 * @example queryPlace("any[0]") === "one of these, 1st"
 */
export function queryPlace(clause: string): string {
  return clause.replace(/^(any|all|none|raise)\[(\d{1,6})\](?:\.when)?$/u, inWords);
}

/** A sentence with the places of queries in words. @example withQueryPlaces("any[0] `quay`: true") === "one of these, 1st `quay`: true" */
export function withQueryPlaces(sentence: string): string {
  return sentence.replaceAll(/\b(any|all|none|raise)\[(\d{1,6})\](?:\.when)?/gu, inWords);
}

function inWords(whole: string, list: string, number: string): string {
  return isList(list) ? `${lists[list]}, ${ordinal(Number(number) + 1)}` : whole;
}

function isList(name: string): name is keyof typeof lists {
  return Object.hasOwn(lists, name);
}

/** @example ordinal(22) === "22nd" */
function ordinal(n: number): string {
  const isTeen = n % 100 >= 11 && n % 100 <= 13;
  const ending = isTeen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}
