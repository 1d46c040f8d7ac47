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

const fields: ReadonlyMap<string, FieldName> = new Map([
  ...textSpellings.flatMap((names) =>
    names.map((name): [string, FieldName] => [name, { kind: "text", field: names[0] }]),
  ),
  ...metadataSpellings.flatMap((names) =>
    names.map((name): [string, FieldName] => [name, { kind: "metadata", field: names[0] }]),
  ),
]);

/** Names a person would look for first, for messages. */
export const fieldNames: readonly string[] = [...textSpellings, ...metadataSpellings].map(([name]) => name);

/** The field of that name in any spelling and case, or undefined. @see WQL 1, section 6 */
export function findField(name: string): FieldName | undefined {
  return fields.get(name.toLowerCase());
}
