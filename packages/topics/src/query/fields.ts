import type { MetadataField, TextField } from "./syntax.ts";

/** A field a query may name. */
export type FieldName =
  | { readonly kind: "text"; readonly field: TextField }
  | { readonly kind: "metadata"; readonly field: MetadataField };

const textSpellings: readonly (readonly [TextField, ...string[]])[] = [
  ["title", "headline", "hl", "intitle"],
  ["lede", "lead", "ingress"],
  ["top", "hlead"],
  ["heading", "subhead"],
  ["body", "text", "intext"],
];

const metadataSpellings: readonly (readonly [MetadataField, ...string[]])[] = [
  ["lang", "language"],
  ["source", "site", "domain"],
  ["url", "inurl"],
  ["author", "byline"],
  ["country", "sourcecountry"],
];

/** Fields by their spellings in lower case. @see WQL 1, section 6 */
export const fields: ReadonlyMap<string, FieldName> = new Map([
  ...textSpellings.flatMap((names) => names.map((name): [string, FieldName] => [name, textField(names[0])])),
  ...metadataSpellings.flatMap((names) => names.map((name): [string, FieldName] => [name, metadataField(names[0])])),
]);

/** Names a person would look for first, for messages. */
export const fieldNames: readonly string[] = [...textSpellings, ...metadataSpellings].map(([name]) => name);

/** A field that limits a query to a text. */
export function textField(field: TextField): FieldName {
  return { kind: "text", field };
}

/** A field that asks for what is known about the document. */
export function metadataField(field: MetadataField): FieldName {
  return { kind: "metadata", field };
}

/**
 * The spelling that a misspelt name comes nearest to: one letter more, less, other or swapped, two in longer names;
 * undefined when none is near.
 */
export function nearestField(name: string, known: Iterable<string> = fields.keys()): string | undefined {
  const wanted = name.toLowerCase();
  let nearest: string | undefined;
  let least = wanted.length > 5 ? 3 : 2;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(left: string, right: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        cost = Math.min(cost, (previous[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    previous = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
