import type { QueryNode, TextField } from "../../query/syntax.ts";
import type { LintedClause, Report } from "./finding.ts";
import { keyOf } from "./implication.ts";
import type { Comparer, Placed } from "./implication.ts";

/** Sides of one OR that are all compared with each other; longer lists are only searched for repetitions. */
const maxCompared = 150;

/** Reports sides of OR and whole queries that find nothing of their own, or that `none` always rejects. */
export function findDeadBranches(clauses: readonly LintedClause[], comparer: Comparer, report: Report): void {
  for (const clause of clauses) inspect(clause.node, null, clause, comparer, report);
  const of = (list: LintedClause["list"]): LintedClause[] => clauses.filter((clause) => clause.list === list);
  for (const list of ["any", "none", "raise"] as const) {
    for (const { index, by, isSame } of superfluous(of(list).map(placed), comparer)) {
      const [clause, other] = [of(list)[index], of(list)[by]];
      if (clause === undefined || other === undefined) continue;
      // Two raises may go to different severities.
      if (list === "raise" && !isSame) continue;
      const message = isSame
        ? `This is the same query as ${other.name}: leave one of them out.`
        : `Whatever this finds, ${other.name} finds too: leave it out.`;
      report(clause, { code: "L_DEAD_BRANCH", at: clause.node.at, message });
    }
  }
  findRepeated(of("all"), report);
  for (const clause of [...of("any"), ...of("all"), ...of("raise")]) {
    const covering = of("none").find((none) => comparer.implies(placed(clause), placed(none)));
    if (covering === undefined) continue;
    const message = `Whatever this finds, ${covering.name} rejects: it can never match.`;
    report(clause, { code: "L_DEAD_BRANCH", at: clause.node.at, message });
  }
}

function placed({ node }: LintedClause): Placed {
  return { node, field: null };
}

function inspect(
  node: QueryNode,
  field: TextField | null,
  clause: LintedClause,
  comparer: Comparer,
  report: Report,
): void {
  switch (node.kind) {
    case "or":
      for (const { index, by, isSame } of superfluous(
        node.sides.map((side) => ({ node: side, field })),
        comparer,
      )) {
        const [side, other] = [node.sides[index], node.sides[by]];
        if (side === undefined || other === undefined) continue;
        const shown = clause.query.slice(other.at, other.at + 40).split(/\s+OR\s+|\)/u)[0] ?? "";
        const message = isSame
          ? "This side of OR stands twice: leave one of them out."
          : `This side of OR adds nothing: another side (${shown.trim()}) finds all of it.`;
        report(clause, { code: "L_DEAD_BRANCH", at: side.at, message });
      }
      for (const side of node.sides) inspect(side, field, clause, comparer, report);
      break;
    case "and": {
      const seen = new Set<string>();
      for (const part of node.parts) {
        const key = keyOf(part);
        const message = "This part of AND stands twice: leave one of them out, or put a name in quotation marks.";
        if (seen.has(key)) report(clause, { code: "L_DEAD_BRANCH", at: part.at, message });
        seen.add(key);
        inspect(part, field, clause, comparer, report);
      }
      break;
    }
    case "not":
      inspect(node.operand, field, clause, comparer, report);
      break;
    case "field":
      inspect(node.operand, node.field, clause, comparer, report);
      break;
    case "atLeast":
    case "first":
      inspect(node.operand, field, clause, comparer, report);
      break;
    case "proximity":
      for (const operand of [node.first, ...node.links.map((link) => link.operand)]) {
        inspect(operand, field, clause, comparer, report);
      }
      break;
    case "term":
    case "metadata":
  }
}

interface Superfluous {
  readonly index: number;
  /** Which other one makes it so. */
  readonly by: number;
  readonly isSame: boolean;
}

/** Parts that another one covers; of two equal ones the later. */
function superfluous(parts: readonly Placed[], comparer: Comparer): readonly Superfluous[] {
  const first = new Map<string, number>();
  const found: Superfluous[] = [];
  const distinct: { readonly part: Placed; readonly index: number }[] = [];
  for (const [index, part] of parts.entries()) {
    const key = `${part.field} ${keyOf(part.node)}`;
    const by = first.get(key);
    if (by === undefined) {
      first.set(key, index);
      distinct.push({ part, index });
    } else found.push({ index, by, isSame: true });
  }
  if (distinct.length > maxCompared) return found;
  const dead = new Set<number>();
  for (const { part, index } of distinct) {
    if (comparer.isExhausted()) break;
    const cover = distinct.find(
      (other) => other.index !== index && !dead.has(other.index) && comparer.implies(part, other.part),
    );
    if (cover === undefined) continue;
    dead.add(index);
    found.push({ index, by: cover.index, isSame: false });
  }
  return found.toSorted((left, right) => left.index - right.index);
}

function findRepeated(clauses: readonly LintedClause[], report: Report): void {
  const seen = new Map<string, string>();
  for (const clause of clauses) {
    const key = keyOf(clause.node);
    const earlier = seen.get(key);
    const message = `This is the same query as ${earlier}: leave one of them out.`;
    if (earlier !== undefined) report(clause, { code: "L_DEAD_BRANCH", at: clause.node.at, message });
    else seen.set(key, clause.name);
  }
}
