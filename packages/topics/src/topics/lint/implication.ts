import { fitsWildcard } from "../../match/wildcard.ts";
import type { MetadataNode, QueryNode, SpanNode, TermNode, TextField, TokenPattern } from "../../query/syntax.ts";

/** A part of a query and the field around it. */
export interface Placed {
  readonly node: QueryNode;
  readonly field: TextField | null;
}

/** Comparisons between two parts; more of them than this are left undecided, so that no query costs much time. */
const maxSteps = 20_000;

/** Compares parts of queries by their form. */
export interface Comparer {
  /** True when wherever the first is true the second is too; false also where that was not found out. */
  implies(left: Placed, right: Placed): boolean;
  /** True when each occurrence of the first holds one of the second. */
  contains(left: SpanNode, right: SpanNode): boolean;
  /** True when nothing more will be found out. */
  isExhausted(): boolean;
}

/** A comparer for one topic. */
export function createComparer(): Comparer {
  let steps = 0;

  function implies(left: Placed, right: Placed): boolean {
    if (steps++ > maxSteps) return false;
    const [a, b] = [unwrap(left), unwrap(right)];
    const { node } = a;
    const target = b.node;
    if (node.kind === "or") return node.sides.every((side) => implies({ ...a, node: side }, b));
    if (target.kind === "and") return target.parts.every((part) => implies(a, { ...b, node: part }));
    if (node.kind === "and") return node.parts.some((part) => implies({ ...a, node: part }, b));
    if (target.kind === "or") return target.sides.some((side) => implies(a, { ...b, node: side }));
    if (node.kind === "not" || target.kind === "not") {
      if (node.kind !== target.kind || node.kind !== "not" || target.kind !== "not") return false;
      return implies({ ...b, node: target.operand }, { ...a, node: node.operand });
    }
    if (node.kind === "metadata" || target.kind === "metadata") {
      return node.kind === "metadata" && target.kind === "metadata" && narrows(node, target);
    }
    return impliesText(a, b);
  }

  function impliesText(a: Placed, b: Placed): boolean {
    const [node, target] = [a.node, b.node];
    const field = node.kind === "first" && a.field === null ? "body" : a.field;
    if (!covers(b.field, field)) return false;
    if (target.kind === "first") {
      return node.kind === "first" && node.count <= target.count && contains(node.operand, target.operand);
    }
    if (target.kind === "atLeast" && target.count > 1) {
      return node.kind === "atLeast" && node.count >= target.count && keyOf(node.operand) === keyOf(target.operand);
    }
    const [inner, wanted] = [spanOf(node), spanOf(target)];
    return inner !== null && wanted !== null && contains(inner, wanted);
  }

  function contains(left: SpanNode, right: SpanNode): boolean {
    if (steps++ > maxSteps) return false;
    if (left.kind === "or") return left.sides.every((side) => contains(side, right));
    if (right.kind === "or") return right.sides.some((side) => contains(left, side));
    if (left.kind === "term") return right.kind === "term" && holdsPhrase(left, right);
    if (right.kind === "proximity" && keyOf(left) === keyOf(right)) return true;
    const parts = [left.first, ...left.links.filter((link) => !link.isNegated).map((link) => link.operand)];
    return parts.some((part) => contains(part, right));
  }

  return { implies, contains, isExhausted: () => steps > maxSteps };
}

/** A text that says the same for parts that are the same but for their place and order. */
export function keyOf(node: QueryNode): string {
  switch (node.kind) {
    case "and":
      return `(and ${sorted(node.parts)})`;
    case "or":
      return `(or ${sorted(node.sides)})`;
    case "not":
      return `(not ${keyOf(node.operand)})`;
    case "field":
      return `(${node.field} ${keyOf(node.operand)})`;
    case "metadata":
      return `(${node.field} ${JSON.stringify(node.values.map((value) => value.toLowerCase()).toSorted())})`;
    case "term":
      return JSON.stringify([node.slop, node.patterns]);
    case "atLeast":
    case "first":
      return `(${node.kind} ${node.count} ${keyOf(node.operand)})`;
    case "proximity":
      return `(near ${keyOf(node.first)} ${node.links
        .map((link) => JSON.stringify([link.operator, link.isNegated, keyOf(link.operand)]))
        .join(" ")})`;
  }
}

/** The part without fields and double NOT around it. */
export function unwrap({ node, field }: Placed): Placed {
  if (node.kind === "field") return unwrap({ node: node.operand, field: node.field });
  if (node.kind === "not" && node.operand.kind === "not") return unwrap({ node: node.operand.operand, field });
  return { node, field };
}

/** True when all texts of the inner field are texts of the outer one. */
function covers(outer: TextField | null, inner: TextField | null): boolean {
  if (outer === null || outer === inner) return true;
  if (outer === "top") return inner === "title" || inner === "lede";
  return outer === "body" && (inner === "heading" || inner === "lede");
}

function narrows(left: MetadataNode, right: MetadataNode): boolean {
  if (left.field !== right.field) return false;
  const known = new Set(right.values.map((value) => value.toLowerCase()));
  return left.values.every((value) => known.has(value.toLowerCase()));
}

function spanOf(node: QueryNode): SpanNode | null {
  if (node.kind === "term" || node.kind === "proximity") return node;
  return node.kind === "atLeast" || node.kind === "first" ? node.operand : null;
}

function holdsPhrase(left: TermNode, right: TermNode): boolean {
  if (left.slop === 0 || (left.slop <= right.slop && left.patterns.length === right.patterns.length)) {
    return left.patterns.some((_, start) =>
      right.patterns.every((wanted, index) => {
        const pattern = left.patterns[start + index];
        return pattern !== undefined && fitsPattern(pattern, wanted);
      }),
    );
  }
  const [only, ...more] = right.patterns;
  return only !== undefined && more.length === 0 && left.patterns.some((pattern) => fitsPattern(pattern, only));
}

/** True when every token that the first takes is taken by the second. */
function fitsPattern(pattern: TokenPattern, wanted: TokenPattern): boolean {
  if (wanted.kind === "any") return true;
  if (pattern.kind === "any") return false;
  if (pattern.kind === "wildcard") {
    if (wanted.kind !== "wildcard") return false;
    const isOpen = wanted.wildcard.source === `${wanted.wildcard.prefix}*`;
    return wanted.wildcard.source === pattern.wildcard.source
      ? true
      : isOpen && pattern.wildcard.prefix.startsWith(wanted.wildcard.prefix);
  }
  if (pattern.kind === "stem") return wanted.kind === "stem" && wanted.surface === pattern.surface;
  if (wanted.kind === "wildcard") return fitsWildcard(wanted.wildcard, pattern.folded);
  if (wanted.kind === "exact") return pattern.kind === "exact" && pattern.exact === wanted.exact;
  return wanted.folded === pattern.folded;
}

function sorted(nodes: readonly QueryNode[]): string {
  return nodes
    .map((node) => keyOf(node))
    .toSorted()
    .join(" ");
}
