import { primaryLanguage } from "../../match/metadata.ts";
import type { MetadataNode, QueryNode, SpanNode, TextField } from "../../query/syntax.ts";
import type { LintedClause, Report } from "./finding.ts";
import { unwrap } from "./implication.ts";
import type { Comparer, Placed } from "./implication.ts";

/** In words: more than any headline has. */
const longestHeadline = 60;

interface Limits {
  readonly languages: readonly string[];
  readonly countries: readonly string[];
}

/** Reports what can never be true: by itself, beside another query that must be true as well, or under `where`. */
export function findContradictions(
  clauses: readonly LintedClause[],
  where: Limits,
  comparer: Comparer,
  report: Report,
): void {
  for (const clause of clauses) inspect(clause.node, null, { clause, comparer, report, isPart: false });
  const all = clauses.filter(({ list }) => list === "all");
  for (const clause of clauses.filter(({ list }) => list !== "none")) {
    const others = clause.list === "all" ? all.slice(0, all.indexOf(clause)) : all;
    const own = partsOf({ node: clause.node, field: null });
    for (const other of others) contradict(own, partsOf({ node: other.node, field: null }), other.name);
    for (const { node } of own) if (node.kind === "metadata") excludedByWhere(node, where, clause, report);

    function contradict(left: readonly Placed[], right: readonly Placed[], name: string): void {
      const found = contradictionOf(left, right, comparer) ?? contradictionOf(right, left, comparer);
      if (found === null) return;
      const message = `This and ${name} can never be true together: ${found.reason}.`;
      report(clause, { code: "L_NEVER", at: clause.node.at, message });
    }
  }
}

interface Inspection {
  readonly clause: LintedClause;
  readonly comparer: Comparer;
  readonly report: Report;
  /** Inside OR or NOT: the query as a whole may still be true. */
  readonly isPart: boolean;
}

function inspect(node: QueryNode, field: TextField | null, inspection: Inspection): void {
  const { clause, comparer, report } = inspection;
  const never = (at: number, message: string): void => report(clause, { code: "L_NEVER", at, message });
  switch (node.kind) {
    case "and": {
      const parts = partsOf({ node, field });
      const found = contradictionOf(parts, parts, comparer);
      const subject = inspection.isPart ? "This part can never be true" : "This can never match";
      if (found !== null) never(found.at, `${subject}: ${found.reason}.`);
      for (const part of node.parts) inspect(part, field, inspection);
      break;
    }
    case "or":
      for (const side of node.sides) inspect(side, field, { ...inspection, isPart: true });
      break;
    case "not":
      inspect(node.operand, field, { ...inspection, isPart: true });
      break;
    case "field":
      inspect(node.operand, node.field, inspection);
      break;
    case "first": {
      const words = fewestWords(node.operand);
      if (field === "title") never(node.at, "FIRST counts words of the text, never of the title: leave it out.");
      else if (words > node.count) {
        never(node.at, `${words} words cannot stand among the first ${node.count}: write FIRST/${words} or more.`);
      }
      break;
    }
    case "atLeast": {
      const isHeadline = field === "title" || field === "heading";
      if (!isHeadline || fewestWords(node.operand) * node.count <= longestHeadline) break;
      never(node.at, `No headline is long enough to have this ${node.count} times.`);
      break;
    }
    case "proximity":
      for (const link of node.links) {
        if (!link.isNegated || !comparer.contains(node.first, link.operand)) continue;
        never(node.at, "The left side of NOT NEAR always holds its right side, so none stands free.");
      }
      break;
    case "term":
    case "metadata":
  }
}

/** What must be true together, without AND and the fields around. */
function partsOf(placed: Placed): readonly Placed[] {
  const plain = unwrap(placed);
  const { node, field } = plain;
  return node.kind === "and" ? node.parts.flatMap((part) => partsOf({ node: part, field })) : [plain];
}

/** The first pair of which one rules the other out. */
function contradictionOf(
  parts: readonly Placed[],
  others: readonly Placed[],
  comparer: Comparer,
): { readonly at: number; readonly reason: string } | null {
  for (const { node, field } of others.toReversed()) {
    if (comparer.isExhausted()) return null;
    if (node.kind === "not") {
      const excluded = { node: node.operand, field };
      const positive = parts.find((part) => part.node.kind !== "not" && comparer.implies(part, excluded));
      if (positive !== undefined) return { at: node.at, reason: "NOT excludes what must be there" };
    }
    if (node.kind !== "metadata") continue;
    const rival = parts.find((part) => part.node.kind === "metadata" && areDisjoint(part.node, node));
    if (rival !== undefined) return { at: node.at, reason: `an article has one ${node.field}; join them with OR` };
  }
  return null;
}

function areDisjoint(left: MetadataNode, right: MetadataNode): boolean {
  if (left.field !== right.field || (left.field !== "lang" && left.field !== "country")) return false;
  const normal = left.field === "lang" ? primaryLanguage : (value: string): string => value.toLowerCase();
  const known = new Set(left.values.map(normal));
  return !right.values.some((value) => known.has(normal(value)));
}

function excludedByWhere(node: MetadataNode, where: Limits, clause: LintedClause, report: Report): void {
  const [list, values] = node.field === "lang" ? ["languages", where.languages] : ["countries", where.countries];
  if ((node.field !== "lang" && node.field !== "country") || values.length === 0) return;
  if (!areDisjoint(node, { ...node, values })) return;
  const message = `${node.field}:${node.values.join(" or ")} is never true here: \`where.${list}\` admits only ${values.join(", ")}.`;
  report(clause, { code: "L_NEVER", at: node.at, message });
}

/** Fewest words that an occurrence can have. */
function fewestWords(node: SpanNode): number {
  switch (node.kind) {
    case "term":
      return node.patterns.length;
    case "or":
      return Math.min(...node.sides.map((side) => fewestWords(side)));
    case "proximity":
      return node.links.reduce(
        (sum, link) => sum + (link.isNegated ? 0 : fewestWords(link.operand)),
        fewestWords(node.first),
      );
  }
}
