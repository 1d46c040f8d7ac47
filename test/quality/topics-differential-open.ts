import type { DialectName } from "./topics-differential-queries.ts";

/** Constructs of which the language does not say what they mean: either reading is right. */
const anywhere: readonly RegExp[] = [
  // Whether two wildcards without a letter are a lone one.
  /\*\*/,
  // Whether the second sign belongs to the word, or stands before it too.
  /~~/,
  // Whether a boost that touches something else is one.
  /\^\d+(?:\.\d+)?(?![\d\s()|{}"“”„‟«»″＂~&]|$)/u,
  // Whether an operator or a field after `~` is a word.
  /~(?:\p{L}[\p{L}_]*[:=]|(?:AND|OR|NOT|NEAR|ONEAR|W|PRE|ATLEAST\d*|FIRST)(?![\p{L}\p{N}]))/iu,
  // Whether `&&` ends a metadata value.
  /[:=][^\s()|]*&&/u,
  // Whether a backslash in a raw metadata value is part of it.
  /[:=]\s*[^\s()|]*\\/u,
  // Whether a backslash before nothing, or in an operator's number, is an escape.
  /\\$|[\p{L}]\/[^\s()]*\\/u,
];

const inDialect: Readonly<Record<DialectName, readonly RegExp[]>> = {
  wql: [],
  // Whether a side "has" the `+` of one of its parts.
  lucene: [/(?:AND|&&)\s*\+/, /\+[^|]*(?:AND|&&)/],
  // Whether the slash before a glued operator is a word that starts a regular expression.
  factiva: [/~(?:adj|near|same)\d*(?![\p{L}\p{N}])/iu, /\/\/[NF]\d/i],
  lexis: [/~[/+]/],
};

/** Whether a query holds something of which the language does not say what it means. */
export function isLeftOpen(query: string, dialect: DialectName): boolean {
  return [...anywhere, ...inDialect[dialect]].some((pattern) => pattern.test(query));
}
