import { exactForm, fold, lowerForm, mark, star } from "./characters.ts";
import { Refusal } from "./syntax.ts";
import type { Pattern, ReferenceOptions } from "./syntax.ts";
import { tokens, tokensWithWildcards } from "./tokens.ts";

/** One character of a bare word or phrase; `isLiteral`: it stood after a backslash. */
export interface WrittenCharacter {
  readonly text: string;
  readonly isLiteral: boolean;
}

/** The patterns of a word or phrase. */
export interface Reading {
  readonly patterns: readonly Pattern[];
  readonly hasIdleStar: boolean;
}

/**
 * Reads a bare word or the inside of a phrase.
 *
 * @param at offset of its start, which is where its wildcards are refused
 * @param form whether the `~` of a stem stands before it
 * @throws {Refusal} E_LEADING_WILDCARD, E_SHORT_WILDCARD, E_STEM_WILDCARD
 */
export function readWords(
  written: readonly WrittenCharacter[],
  place: "word" | "phrase",
  at: number,
  form: "plain" | "stem",
  options: ReferenceOptions,
): Reading {
  const ending = place === "word" ? truncationLength(written, options) : 0;
  const body = written.slice(0, written.length - ending);
  const marked = body.map((one) => withWildcard(one, place, options)).join("") + (ending > 0 ? star : "");
  const { tokens: found, hasIdleStar } = tokensWithWildcards(marked);
  const usesStems = form === "stem" || options.stem === true;
  const patterns = found.map(({ text }): Pattern => {
    if (!text.includes(star) && !text.includes(mark)) {
      return usesStems ? { kind: "stem", text: lowerForm(text) } : { kind: "folded", text: fold(text) };
    }
    if (text === star && place === "phrase") return { kind: "any" };
    if (form === "stem") throw new Refusal("E_STEM_WILDCARD", at);
    const before = Array.from(fold(text.slice(0, text.search(/[\uFDD0\uFDD1]/)))).length;
    if (before === 0) throw new Refusal("E_LEADING_WILDCARD", at);
    if (before === 1) throw new Refusal("E_SHORT_WILDCARD", at);
    return { kind: "wild", source: wildcardSource(text) };
  });
  return { patterns, hasIdleStar };
}

/** The patterns of `{…}`. */
export function readExact(inside: string): readonly Pattern[] {
  return tokens(inside).map(({ text }) => ({ kind: "exact", text: exactForm(text) }));
}

/** Characters of factiva's `$`, `$n` and lexis' `!` at a bare word's end, which stand for `*`. */
function truncationLength(written: readonly WrittenCharacter[], options: ReferenceOptions): number {
  const shown = written.map(({ text, isLiteral }) => (isLiteral ? "\uFFFE" : text)).join("");
  if (options.dialect === "factiva") return /\$\d*$/.exec(shown)?.[0].length ?? 0;
  return options.dialect === "lexis" && shown.endsWith("!") ? 1 : 0;
}

function withWildcard(
  { text, isLiteral }: WrittenCharacter,
  place: "word" | "phrase",
  options: ReferenceOptions,
): string {
  if (text === star || text === mark) return "\uFFFE";
  if (isLiteral) return text;
  if (text === "*") return options.dialect === "lexis" && place === "word" ? mark : star;
  return text === "?" && place === "word" ? mark : text;
}

/** A regular expression for the whole folded token. */
function wildcardSource(text: string): string {
  const parts = text.split(/([\uFDD0\uFDD1])/).map((part) => {
    if (part === star) return "[^]*";
    return part === mark ? "[^]" : fold(part).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  });
  return `^${parts.join("")}$`;
}
