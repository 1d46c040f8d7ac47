import type { ProximityLink, QueryNode, TokenPattern } from "../../query/syntax.ts";
import { SPACELESS, classOf, codePointOf } from "../../text/characters.ts";
import { isCommonWord } from "./common-words.ts";
import type { LintedClause, Report, WordFrequency } from "./finding.ts";

/** Share of articles from which a query says hardly anything; one in five. */
const tooMany = 0.2;

interface Frequencies {
  readonly languages: readonly string[];
  readonly frequency: WordFrequency | null;
}

/** Reports the queries of a topic that nearly every article would match, when nothing else narrows the topic. */
export function findBreadth(clauses: readonly LintedClause[], known: Frequencies, report: Report): void {
  const of = (list: LintedClause["list"]): LintedClause[] => clauses.filter((clause) => clause.list === list);
  const isBroad = ({ node }: LintedClause): boolean => shareOf(node, known) >= tooMany;
  const looked = of("any").length > 0 ? of("any") : of("all");
  const needsWord = of("all").some(({ node }) => hasWord(node));
  const isNarrow = of("all").some((clause) => !isBroad(clause));
  for (const clause of looked) {
    const { at } = clause.node;
    if (isBroad(clause) && !isNarrow) {
      const message = hasWord(clause.node)
        ? "Nearly every article has this: add a rarer word, a phrase or a field such as title:."
        : "This is true for very many articles: add a word that must be there.";
      report(clause, { code: "L_TOO_BROAD", at, message });
    } else if (!hasWord(clause.node) && !needsWord) {
      const message = "No word has to be there, so this is tried on every article: add one if you can.";
      report(clause, { code: "L_NO_WORD", at, message });
    }
  }
  for (const clause of of("none")) {
    if (!isBroad(clause) || !hasWord(clause.node)) continue;
    const message = "Nearly every article has this, so `none` rejects nearly every article: make it narrower.";
    report(clause, { code: "L_TOO_BROAD", at: clause.node.at, message });
  }
}

/** True when the query needs some word to be there. */
function hasWord(node: QueryNode): boolean {
  switch (node.kind) {
    case "and":
      return node.parts.some((part) => hasWord(part));
    case "or":
      return node.sides.every((side) => hasWord(side));
    case "field":
      return hasWord(node.operand);
    case "not":
    case "metadata":
      return false;
    case "term":
    case "proximity":
    case "atLeast":
    case "first":
      return true;
  }
}

/** Roughly the share of articles that a query can be true in, 0 to 1; 1 when no word is needed. */
function shareOf(node: QueryNode, known: Frequencies): number {
  switch (node.kind) {
    case "and":
      return Math.min(...node.parts.map((part) => shareOf(part, known)));
    case "or":
      return Math.min(1, Math.max(...node.sides.map((side) => shareOf(side, known))));
    case "not":
      return 1;
    case "metadata":
      return node.field === "lang" || node.field === "country" ? 1 : 0.01;
    case "field":
      return shareOf(node.operand, known) * (node.field === "title" || node.field === "heading" ? 0.3 : 1);
    case "atLeast":
      return shareOf(node.operand, known) / Math.min(4, node.count);
    case "first":
      return shareOf(node.operand, known);
    case "proximity": {
      const required = [node.first, ...node.links.filter(isRequired).map((link) => link.operand)];
      return Math.min(...required.map((part) => shareOf(part, known))) / required.length ** 2;
    }
    case "term": {
      // Two common words side by side may be a name: The Who.
      const rarest = Math.min(...node.patterns.map((pattern) => shareOfToken(pattern, known)));
      return rarest / 3 ** (node.patterns.length - 1);
    }
  }
}

function isRequired(link: ProximityLink): boolean {
  return !link.isNegated;
}

function shareOfToken(pattern: TokenPattern, { languages, frequency }: Frequencies): number {
  switch (pattern.kind) {
    case "any":
      return 1;
    case "wildcard": {
      const { prefix, pattern: characters } = pattern.wildcard;
      const written = characters.filter((character) => character !== "*" && character !== "?").length;
      return Array.from(prefix).length === 2 && written === 2 && characters.includes("*") ? 0.3 : 0.01;
    }
    case "exact":
      // Capitals tell a name from the word; a common word exactly as it is usually written stays common.
      return pattern.exact === pattern.folded ? shareOfWord(pattern.folded, languages, frequency) : 0.01;
    case "folded":
    case "stem":
      return shareOfWord(pattern.folded, languages, frequency);
  }
}

function shareOfWord(word: string, languages: readonly string[], frequency: WordFrequency | null): number {
  const counted = frequency?.(word) ?? null;
  if (counted !== null) return Math.min(0.99, counted);
  if (isCommonWord(word, languages)) return 0.5;
  const isLetter = Array.from(word).length === 1 && (classOf(codePointOf(word, 0)) & SPACELESS) === 0;
  return isLetter ? 0.3 : 0.001;
}
