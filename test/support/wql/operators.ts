import type { Dialect, Distance } from "./syntax.ts";

/** What a bare word stands for when it is an operator. `bad` is an operator that cannot be read. */
export type Operator =
  | { readonly kind: "AND" | "OR" | "NOT" }
  | { readonly kind: "near"; readonly distance: Distance }
  | { readonly kind: "atLeast" | "first"; readonly count: number }
  | { readonly kind: "firstAfter"; readonly count: number }
  | { readonly kind: "bad"; readonly code: "E_BAD_DISTANCE" | "E_UNSUPPORTED" };

const bad = { kind: "bad", code: "E_BAD_DISTANCE" } as const;
const unsupported = { kind: "bad", code: "E_UNSUPPORTED" } as const;

/** The operator a bare word without escapes is; undefined for a word. @see WQL 1, sections 4, 5 and 10 */
export function operatorOf(word: string, dialect: Dialect): Operator | undefined {
  const isAnyCase = dialect === "factiva" || dialect === "lexis";
  const capital = isAnyCase ? word.toUpperCase() : word;
  if (capital === "AND" || capital === "OR" || capital === "NOT") return { kind: capital };
  if (dialect === "factiva") {
    const own = factivaOperator(capital);
    if (own !== undefined) return own;
  }
  if (dialect === "lexis" && /^(?:\/(?:\d+|S|P)|\+\d+|(?:W|PRE)\/SEG)$/.test(capital)) return unsupported;
  if (capital === "NEAR") return between(4, "anyOrder");
  if (capital === "ONEAR") return between(4, "ordered");
  const joined = /^ATLEAST(\d+)$/.exec(capital);
  if (joined !== null) return counted("atLeast", Number(joined[1]));
  return slashed(word);
}

function slashed(word: string): Operator | undefined {
  const match = /^(NEAR|ONEAR|W|PRE|ATLEAST|FIRST)\/(.*)$/isu.exec(word);
  const [name, rest] = [match?.[1], match?.[2]?.toUpperCase()];
  if (name === undefined || rest === undefined) return undefined;
  const kind = name.toUpperCase();
  if (kind === "W" && rest === "S") return { kind: "near", distance: "sentence" };
  if (kind === "W" && rest === "P") return { kind: "near", distance: "paragraph" };
  if (kind === "NEAR" && /^\d+F$/.test(rest)) return between(Number(rest.slice(0, -1)), "ordered");
  if (!/^\d+$/.test(rest)) return name === kind ? bad : undefined;
  const number = Number(rest);
  if (kind === "NEAR") return between(number, "anyOrder");
  if (kind === "ONEAR") return between(number, "ordered");
  if (kind === "W") return within(number, "anyOrder");
  if (kind === "PRE") return within(number, "ordered");
  return counted(kind === "FIRST" ? "first" : "atLeast", number);
}

function factivaOperator(capital: string): Operator | undefined {
  if (capital === "SAME") return { kind: "near", distance: "paragraph" };
  if (/^NEAR\/\d+F?$/.test(capital)) return unsupported;
  const [, name, digits] = /^(ADJ|NEAR|W\/|\/N|\/F)(\d*)(?:(?<=\/[NF]\d+)\/)?$/.exec(capital) ?? [];
  if (name === undefined || digits === undefined) return undefined;
  if (name.startsWith("/") && !/^\/[NF]\d+\/$/.test(capital)) return undefined;
  if (name === "W/" && digits === "") return undefined;
  const number = digits === "" ? 1 : Number(digits);
  if (name === "/F") return number < 1 ? bad : { kind: "firstAfter", count: number };
  return within(number, name === "ADJ" || name === "W/" ? "ordered" : "anyOrder");
}

/** At most `number` words between. */
function between(number: number, order: "ordered" | "anyOrder"): Operator {
  return number > 250 ? bad : { kind: "near", distance: { words: number, ordered: order === "ordered" } };
}

/** At most `number` words further on. */
function within(number: number, order: "ordered" | "anyOrder"): Operator {
  return number < 1 || number > 250 ? bad : between(number - 1, order);
}

function counted(kind: "atLeast" | "first", number: number): Operator {
  return number < 1 ? bad : { kind, count: number };
}
