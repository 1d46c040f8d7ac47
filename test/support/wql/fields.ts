import type { Dialect, MetaField, TextField } from "./syntax.ts";

const textNames = byName({
  title: "title headline hl intitle",
  lede: "lede lead ingress",
  top: "top hlead",
  heading: "heading subhead",
  body: "body text intext",
});
const metaNames = byName({
  lang: "lang language",
  source: "source site domain",
  url: "url inurl",
  author: "author byline",
  country: "country sourcecountry",
});
const factivaTextNames = byName({ title: "hd", lede: "lp", top: "hlp", body: "td" });
const factivaMetaNames = byName({ author: "by", lang: "la", source: "sn" });

/** Fields by each of the names that are written for them. */
function byName<Field extends string>(names: Readonly<Partial<Record<Field, string>>>): ReadonlyMap<string, Field> {
  const fields = Object.keys(names) as Field[];
  return new Map(fields.flatMap((field) => (names[field] ?? "").split(" ").map((name) => [name, field] as const)));
}

/** A field at the start of a bare word. */
export type FieldStart =
  | { readonly kind: "field"; readonly field: TextField; readonly length: number }
  | { readonly kind: "meta"; readonly field: MetaField; readonly length: number }
  | { readonly kind: "unknownField" };

/** The field whose name and sign a bare word starts with; undefined when it starts with none. @see WQL 1, section 6 */
export function fieldStart(rest: string, dialect: Dialect): FieldStart | undefined {
  if (dialect === "lexis") {
    const call = /^(headline|hlead|lead|body|byline)(?=\()/i.exec(rest);
    if (call !== null) return named(call[0], call[0].length, dialect);
  }
  const sign = dialect === "factiva" ? /^(\p{L}[\p{L}_]*)[:=]/u : /^(\p{L}[\p{L}_]*):/u;
  const match = sign.exec(rest);
  return match === null ? undefined : named(match[1] ?? "", match[0].length, dialect);
}

function named(name: string, length: number, dialect: Dialect): FieldStart {
  const key = name.toLowerCase();
  const isFactiva = dialect === "factiva";
  const text = textNames.get(key) ?? (isFactiva ? factivaTextNames.get(key) : undefined);
  if (text !== undefined) return { kind: "field", field: text, length };
  const meta = metaNames.get(key) ?? (isFactiva ? factivaMetaNames.get(key) : undefined);
  return meta === undefined ? { kind: "unknownField" } : { kind: "meta", field: meta, length };
}
