import { SPACELESS, classOf } from "../text/characters.ts";
import type { TermNode, TokenPattern } from "./syntax.ts";

/**
 * A term as WQL.
 *
 * @param isStemming the text is read as if `~` stood before every word, so none is written
 */
export function formatTerm({ patterns, slop }: TermNode, isStemming: boolean): string {
  if (patterns.some((pattern) => pattern.kind === "exact")) return formatExact(patterns);
  const words = patterns.map(wordOf);
  const tilde = !isStemming && patterns.some((pattern) => pattern.kind === "stem") ? "~" : "";
  if (slop > 0) return `${tilde}"${words.join(" ")}"~${slop}`;
  // Inside quotation marks ? is punctuation, so that words side by side are joined by hyphens.
  if (patterns.some(hasQuestionMark)) return tilde + words.join("-");
  if (words.length > 1 && words.every(isSpaceless)) return tilde + words.join("");
  const [word = "", ...others] = words;
  const isBare = others.length === 0 && word !== "*" && !/^(?:and|or|not|near|onear)$/u.test(word);
  return isBare ? tilde + word : `${tilde}"${words.join(" ")}"`;
}

function formatExact(patterns: readonly TokenPattern[]): string {
  const words = patterns.map(wordOf);
  // Without the quotation marks {a TO b} is a range.
  return words.length === 3 && words[1] === "TO" ? `{"${words.join(" ")}"}` : `{${words.join(" ")}}`;
}

function wordOf(pattern: TokenPattern): string {
  switch (pattern.kind) {
    case "folded":
      return pattern.written ?? pattern.folded;
    case "exact":
      return pattern.exact;
    case "stem":
      return pattern.surface;
    case "wildcard":
      return pattern.written ?? pattern.wildcard.source;
    case "any":
      return "*";
  }
}

function hasQuestionMark(pattern: TokenPattern): boolean {
  return pattern.kind === "wildcard" && pattern.wildcard.pattern.includes("?");
}

/** Each of these is a token of its own without white space around it. */
function isSpaceless(word: string): boolean {
  return (classOf(word.codePointAt(0) ?? 0) & SPACELESS) !== 0;
}
