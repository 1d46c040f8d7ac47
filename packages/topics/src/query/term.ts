import { SPACELESS, WILDCARD, WORD, classOf, codePointOf } from "../text/characters.ts";
import { exactToken, foldToken, lowerToken } from "../text/fold.ts";
import { findTokens, surfaceOf } from "../text/tokenise.ts";
import type { WordWildcards } from "./dialects/dialect.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import { isEscaped } from "./runs.ts";
import type { TokenPattern } from "./syntax.ts";

// Noncharacters stand for unescaped wildcards while a term is read; they never occur in tokens.
const anyRun = "\uFDD0";
const anyOne = "\uFDD1";

/** How the words of a term are compared and which signs are wildcards. */
export interface TermOptions {
  /** Any inflected form counts. */
  readonly isStemmed?: boolean;
  /** Of a bare word; in phrases they are always those of WQL. */
  readonly wildcards?: WordWildcards;
}

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
export function readTerm(
  body: string,
  at: number,
  kind: "word" | "phrase",
  warn: Warn,
  { isStemmed = false, wildcards = plainWildcards }: TermOptions = {},
): TokenPattern[] {
  const text = kind === "word" ? markWord(body, wildcards) : markWildcards(body, { star: anyRun, question: "?" });
  const pieces = separateWildcards(text, () =>
    warn("W_IGNORED", at, "A * right after a Chinese, Japanese or Thai character adds nothing and was left out."),
  );
  return pieces.map((piece) => {
    if (piece.includes(anyRun) || piece.includes(anyOne)) {
      return kind === "phrase" && piece.replaceAll(anyRun, "") === "" ? { kind: "any" } : readWildcard(piece, at);
    }
    const folded = foldToken(piece);
    if (isStemmed) return { kind: "stem", surface: lowerToken(piece), folded };
    return readsBack(folded) ? { kind: "folded", folded } : { kind: "folded", folded, written: exactToken(piece) };
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

const plainWildcards: WordWildcards = { star: "run", truncation: null };

function markWord(body: string, { star, truncation }: WordWildcards): string {
  const marks = { star: star === "run" ? anyRun : anyOne, question: anyOne };
  const cut = truncation?.exec(body)?.index;
  if (cut === undefined || isEscaped(body, cut)) return markWildcards(body, marks);
  return markWildcards(body.slice(0, cut), marks) + anyRun;
}

function markWildcards(body: string, { star, question }: { readonly star: string; readonly question: string }): string {
  let text = "";
  let isAfterBackslash = false;
  for (const character of body) {
    if (character === anyRun || character === anyOne) text += " ";
    else if (isAfterBackslash || !"\\*?".includes(character)) text += character;
    else if (character === "*") text += star;
    else if (character === "?") text += question;
    isAfterBackslash = character === "\\" && !isAfterBackslash;
  }
  return text;
}

/**
 * Surfaces of the tokens. A wildcard is never part of a one-character token (`北`): right after one and before
 * anything that is not a word, `*` is left out; any other beside one stands alone.
 */
function separateWildcards(text: string, onIgnored: () => void): string[] {
  const places = findTokens(text, queryClassOf);
  if (!/[\uFDD0\uFDD1]/u.test(text)) return places.map((place) => surfaceOf(text, place));
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
  const wildcard = { source: pattern.join(""), prefix, pattern };
  if (readsBack(parts.map((part) => (part === anyRun || part === anyOne ? part : foldToken(part))).join(""))) {
    return { kind: "wildcard", wildcard };
  }
  const written = parts.map((part) => (part === anyRun ? "*" : part === anyOne ? "?" : exactToken(part)));
  return { kind: "wildcard", wildcard, written: written.join("") };
}

/** Whether the folded form is one token again, and folds to itself. */
function readsBack(folded: string): boolean {
  if (/^[a-z0-9_\uFDD0\uFDD1]*$/u.test(folded)) return true;
  const [place, ...others] = findTokens(folded, queryClassOf);
  if (place === undefined || others.length > 0 || place.start !== 0 || place.end !== folded.length) return false;
  return folded.split(/[\uFDD0\uFDD1]/u).every((part) => foldToken(part) === part);
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
