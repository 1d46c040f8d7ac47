import type { QueryNode, TermNode } from "../../query/syntax.ts";
import { tokenise } from "../../text/tokenise.ts";
import { isCommonName, isCommonWord } from "./common-words.ts";
import type { LintedClause, Report } from "./finding.ts";

// Letters that look the same, position by position; not those that only Macedonian and Serbian have.
const latin = "ABCEHIKMOPTXYaceiopxy";
const cyrillic = "АВСЕНІКМОРТХУасеіорху";

/** Characters of a query that are searched for each word of a term. */
const maxWordLength = 60;

/** Reports words that look like others: two alphabets in one, capitals that are a common word, names that are one. */
export function findLookalikes(
  clauses: readonly LintedClause[],
  { languages, hasContext }: { readonly languages: readonly string[]; readonly hasContext: boolean },
  report: Report,
): void {
  for (const clause of clauses) {
    const isMixed = /\p{Script=Latin}/u.test(clause.query) && /\p{Script=Cyrillic}/u.test(clause.query);
    for (const term of termsOf(clause.node)) {
      const common = commonWordOf(term, languages);
      if (!isMixed && common === null) continue;
      for (const word of wordsOf(term, clause.query)) {
        if (isMixed) reportMixed(clause, word, report);
        if (common !== null) reportAcronym(clause, word, report);
      }
    }
    if (clause.list !== "any" || hasContext) continue;
    if (languages.length > 0 && !languages.includes("en")) continue;
    for (const term of lonelyTerms(clause.node)) reportName(clause, term, report);
  }
}

interface Word {
  /** As written in the query. */
  readonly surface: string;
  readonly folded: string;
  readonly at: number;
}

/** The words of a term where they stand in the query. */
function wordsOf(term: TermNode, query: string): readonly Word[] {
  const wanted = new Set(
    term.patterns.flatMap((pattern) => {
      if (pattern.kind === "wildcard") return [pattern.wildcard.prefix];
      return pattern.kind === "any" ? [] : [pattern.folded];
    }),
  );
  const words: Word[] = [];
  const text = query.slice(term.at, term.at + maxWordLength * (term.patterns.length + 1));
  for (const { folded, start, end } of tokenise(text)) {
    if (words.length === term.patterns.length) break;
    if (wanted.has(folded)) words.push({ surface: text.slice(start, end), folded, at: term.at + start });
  }
  return words;
}

function reportMixed(clause: LintedClause, { surface, at }: Word, report: Report): void {
  const isLatin = /\p{Script=Latin}/u.test(surface);
  if (!isLatin || !/\p{Script=Cyrillic}/u.test(surface)) return;
  const inCyrillic = translate(surface, latin, cyrillic);
  const inLatin = translate(surface, cyrillic, latin);
  const isPlain = (word: string, other: RegExp): boolean => !other.test(word);
  const meant = [
    ...(isPlain(inCyrillic, /\p{Script=Latin}/u) ? [inCyrillic] : []),
    ...(isPlain(inLatin, /\p{Script=Cyrillic}/u) ? [inLatin] : []),
  ];
  const [suggestion] = meant;
  if (suggestion === undefined) return;
  const message = `"${surface}" mixes Latin and Cyrillic letters that look alike, so it finds hardly anything: type it anew.`;
  report(clause, { code: "L_LOOKALIKE", at, message, suggestion });
}

function translate(text: string, from: string, to: string): string {
  return Array.from(text, (character) => to[from.indexOf(character)] ?? character).join("");
}

/** The term's only word, when it is a common one in lower case and not asked for exactly. */
function commonWordOf({ patterns: [pattern, ...more] }: TermNode, languages: readonly string[]): string | null {
  if (more.length > 0 || (pattern?.kind !== "folded" && pattern?.kind !== "stem")) return null;
  return isCommonWord(pattern.folded, languages) ? pattern.folded : null;
}

function reportAcronym(clause: LintedClause, { surface, folded, at }: Word, report: Report): void {
  const plain = surface.replaceAll(".", "");
  if (!/^\p{Lu}{2,5}$/u.test(plain)) return;
  const message = `${surface} also finds the everyday word "${folded}": write {${plain}} for these capitals only.`;
  report(clause, { code: "L_ACRONYM", at, message, suggestion: `{${plain}}` });
}

function reportName(clause: LintedClause, term: TermNode, report: Report): void {
  const [pattern, ...more] = term.patterns;
  if (more.length > 0 || (pattern?.kind !== "folded" && pattern?.kind !== "stem")) return;
  if (!isCommonName(pattern.folded)) return;
  const [word] = wordsOf(term, clause.query);
  if (word === undefined || !/^\p{Lu}\p{Ll}+$/u.test(word.surface)) return;
  const message = `"${word.surface}" is also an everyday word: write {${word.surface}} for the capital, or say what stands near it, as in ${word.surface} NEAR/10 (shares OR company OR CEO).`;
  report(clause, { code: "L_COMMON_NAME", at: word.at, message, suggestion: `{${word.surface}}` });
}

/** All terms of a query. */
function termsOf(node: QueryNode): readonly TermNode[] {
  switch (node.kind) {
    case "term":
      return [node];
    case "metadata":
      return [];
    case "and":
      return node.parts.flatMap((part) => termsOf(part));
    case "or":
      return node.sides.flatMap((side) => termsOf(side));
    case "proximity":
      return [node.first, ...node.links.map((link) => link.operand)].flatMap((operand) => termsOf(operand));
    case "not":
    case "field":
    case "atLeast":
    case "first":
      return termsOf(node.operand);
  }
}

/** Terms of which one alone makes the query true. */
function lonelyTerms(node: QueryNode): readonly TermNode[] {
  if (node.kind === "term") return [node];
  if (node.kind === "field") return lonelyTerms(node.operand);
  return node.kind === "or" ? node.sides.flatMap((side) => lonelyTerms(side)) : [];
}
