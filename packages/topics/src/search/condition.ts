/** What an article must have in the index of the archive to be looked at. */
export type Condition =
  /** Nothing is asked for: every article. */
  | { readonly kind: "everything" }
  | { readonly kind: "lexeme"; readonly lexeme: string; readonly isPrefix: boolean }
  | { readonly kind: "all" | "one"; readonly parts: readonly Condition[] };

export const everything: Condition = { kind: "everything" };

export function lexeme(text: string, isPrefix = false): Condition {
  // PostgreSQL has no empty lexemes.
  return text === "" ? everything : { kind: "lexeme", lexeme: text, isPrefix };
}

/** All of them. */
export function allOf(parts: readonly Condition[]): Condition {
  const asked = parts.flatMap((part) => (part.kind === "all" ? part.parts : part)).filter(isAsking);
  return joined("all", asked);
}

/** At least one of them; there must be one. */
export function oneOf(parts: readonly Condition[]): Condition {
  const sides = parts.flatMap((part) => (part.kind === "one" ? part.parts : part));
  return sides.every(isAsking) ? joined("one", sides) : everything;
}

function isAsking({ kind }: Condition): boolean {
  return kind !== "everything";
}

function joined(kind: "all" | "one", parts: readonly Condition[]): Condition {
  const different = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  const [only] = different;
  if (only === undefined) return everything;
  return different.length === 1 ? only : { kind, parts: different };
}

/** Asks for less where there is more than a query of PostgreSQL should have: never for anything else. */
export function limited(condition: Condition, maxLexemes: number): Condition {
  if (sizeOf(condition) <= maxLexemes) return condition;
  if (condition.kind !== "all") return everything;
  let left = maxLexemes;
  const kept: Condition[] = [];
  for (const part of condition.parts.toSorted((one, other) => sizeOf(one) - sizeOf(other))) {
    const size = sizeOf(part);
    if (size > left) break;
    left -= size;
    kept.push(part);
  }
  return allOf(kept);
}

function sizeOf(condition: Condition): number {
  if (condition.kind === "everything") return 0;
  if (condition.kind === "lexeme") return 1;
  return condition.parts.reduce((sum, part) => sum + sizeOf(part), 0);
}

/**
 * A condition as text for PostgreSQL's type `tsquery`; null for everything.
 *
 * @see https://www.postgresql.org/docs/current/datatype-textsearch.html on quotes and backslashes in lexemes
 */
export function tsqueryText(condition: Condition): string | null {
  return condition.kind === "everything" ? null : textOf(condition);
}

function textOf(condition: Exclude<Condition, { readonly kind: "everything" }>): string {
  if (condition.kind === "lexeme") {
    // What PostgreSQL cannot hold is in no article.
    const storable = condition.lexeme.replaceAll("\0", "\uFFFD").toWellFormed();
    return `'${storable.replaceAll(/['\\]/gu, "$&$&")}'${condition.isPrefix ? ":*" : ""}`;
  }
  const texts = condition.parts.flatMap((part) => (part.kind === "everything" ? [] : textOf(part)));
  return `(${texts.join(condition.kind === "all" ? " & " : " | ")})`;
}
