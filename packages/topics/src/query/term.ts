import { SPACELESS, WILDCARD, WORD, classOf, codePointOf } from "../text/characters.ts";
import { exactToken, foldToken } from "../text/fold.ts";
import { findTokens, surfaceOf } from "../text/tokenise.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import type { TokenPattern } from "./syntax.ts";

// Noncharacters stand for unescaped wildcards while a term is read; they never occur in tokens.
const anyRun = "\uFDD0";
const anyOne = "\uFDD1";

/**
 * Tokens of a bare word or a phrase, wildcards counting as word characters.
 *
 * @param body as written, with its backslashes
 * @param at where a refusal points to
 * @param kind in a phrase `?` is punctuation and a lone `*` stands for any token
 * @returns an empty list when there is nothing to look for
 * @throws {QueryError} E_LEADING_WILDCARD, E_SHORT_WILDCARD
 * @see WQL 1, section 3
 */
export function readTerm(body: string, at: number, kind: "word" | "phrase", warn: Warn): TokenPattern[] {
  const text = markWildcards(body, kind);
  const pieces = separateWildcards(text, () =>
    warn("W_IGNORED", at, "A * right after a Chinese, Japanese or Thai character adds nothing and was left out."),
  );
  return pieces.map((piece) => {
    if (!piece.includes(anyRun) && !piece.includes(anyOne)) return { kind: "folded", folded: foldToken(piece) };
    if (kind === "phrase" && piece.replaceAll(anyRun, "") === "") return { kind: "any" };
    return readWildcard(piece, at);
  });
}

/** Tokens of `{exact text}`, where neither `\` nor wildcards have a meaning. */
export function readExact(body: string): TokenPattern[] {
  return findTokens(body, classOf).map((place) => {
    const surface = surfaceOf(body, place);
    return { kind: "exact", exact: exactToken(surface), folded: foldToken(surface) };
  });
}

/** Text of a quoted value: `\` gives the next character. */
export function unescape(body: string): string {
  return body.replace(/\\([^])/gu, "$1");
}

function markWildcards(body: string, kind: "word" | "phrase"): string {
  let text = "";
  let isEscaped = false;
  for (const character of body) {
    if (character === anyRun || character === anyOne) text += " ";
    else if (isEscaped || !"\\*?".includes(character)) text += character;
    else if (character === "*") text += anyRun;
    else if (character === "?") text += kind === "word" ? anyOne : character;
    isEscaped = character === "\\" && !isEscaped;
  }
  return text;
}

/**
 * Surfaces of the tokens. A wildcard is never part of a one-character token (`北`): right after one and before
 * anything that is not a word, `*` is left out; any other beside one stands alone.
 */
function separateWildcards(text: string, onIgnored: () => void): string[] {
  const places = findTokens(text, queryClassOf);
  return places.flatMap((place, index) => {
    const surface = surfaceOf(text, place);
    if (!surface.includes(anyRun) && !surface.includes(anyOne)) return [surface];
    const before = places[index - 1];
    const after = places[index + 1];
    const isAfter = before?.end === place.start && isSpaceless(text, before.start);
    const isBefore = after?.start === place.end && isSpaceless(text, after.start);
    if (isAfter && !isBefore && surface.replaceAll(anyRun, "") === "") {
      onIgnored();
      return [];
    }
    const start = isAfter ? countWildcards(Array.from(surface)) : 0;
    const end = isBefore ? surface.length - countWildcards(Array.from(surface).toReversed()) : surface.length;
    if (end <= start) return [surface];
    return [surface.slice(0, start), surface.slice(start, end), surface.slice(end)].filter((part) => part !== "");
  });
}

function readWildcard(piece: string, at: number): TokenPattern {
  const parts = piece.split(/([\uFDD0\uFDD1])/u);
  const prefix = foldToken(parts[0] ?? "");
  if (prefix === "") {
    throw new QueryError(
      "E_LEADING_WILDCARD",
      at,
      "A word cannot start with a wildcard: write two letters before * or ?.",
    );
  }
  if (Array.from(prefix).length < 2) {
    throw new QueryError("E_SHORT_WILDCARD", at, "A wildcard needs two letters before it, as in cl* or wo?d.");
  }
  const pattern = parts.flatMap((part) => {
    if (part === anyRun) return ["*"];
    return part === anyOne ? ["?"] : Array.from(foldToken(part));
  });
  return { kind: "wildcard", wildcard: { source: pattern.join(""), prefix, pattern } };
}

/** How many of the first characters are wildcards. */
function countWildcards(characters: readonly string[]): number {
  const first = characters.findIndex((character) => character !== anyRun && character !== anyOne);
  return first === -1 ? characters.length : first;
}

function isSpaceless(text: string, at: number): boolean {
  return (classOf(codePointOf(text, at)) & SPACELESS) !== 0;
}

function queryClassOf(codePoint: number): number {
  return codePoint === 0xfdd0 || codePoint === 0xfdd1 ? WORD | WILDCARD : classOf(codePoint);
}
