import type { QueryNode, SpanNode, TermNode, TextField } from "../../query/syntax.ts";
import type { Probes, UnitName } from "./probes.ts";

/** Statements for one query. */
const maxStatements = 6;
/** Longest part that is quoted, in UTF-16 units. */
const maxQuoted = 120;

interface Place {
  readonly field: TextField | null;
  readonly unit: UnitName;
  readonly probes: Probes;
}

/** What a false query lacks in a unit, as short statements: `"factory" is not there`. */
export function missingParts(node: QueryNode, unit: UnitName, probes: Probes): readonly string[] {
  const statements = [...new Set(lacking(node, { field: null, unit, probes }))];
  const more = statements.length - maxStatements;
  return more > 0 ? [...statements.slice(0, maxStatements), `and ${more} more`] : statements;
}

function lacking(node: QueryNode, place: Place): readonly string[] {
  const { field, unit, probes } = place;
  const show = (part: QueryNode): string => quotePart(part, probes);
  switch (node.kind) {
    case "and": {
      const parts = node.parts.flatMap((part) =>
        part.kind === "and" || (part.kind === "field" && part.operand.kind === "and") || isFalse(part, place)
          ? lacking(part, place)
          : [],
      );
      return parts.length > 0 ? parts : [`not all of ${show(node)} is there`];
    }
    case "not":
      return isTrue(node.operand, place) ? [`${show(node.operand)} is there, which NOT excludes`] : [];
    case "or":
      return [`none of ${node.sides.length} sides of ${show(node)} is there`];
    case "field": {
      const inside = { ...place, field: node.field };
      if (isFalse(node.operand, inside) && probes.isTrue(node.operand, null, unit) === true) {
        return [`${show(node.operand)} is there, but not in ${fieldNames[node.field]}`];
      }
      return lacking(node.operand, inside);
    }
    case "metadata":
      return [`${show(node)} is not so`];
    case "term":
      return lackingTerm(node, place);
    case "proximity": {
      const operands = [node.first, ...node.links.map((link) => link.operand)];
      const required = [node.first, ...node.links.filter((link) => !link.isNegated).map((link) => link.operand)];
      const missing = required.filter((operand) => isFalse(operand, place));
      if (missing.length > 0) return missing.flatMap((operand) => lacking(operand, place));
      const named = operands.map(show).join(" and ");
      return node.links.some((link) => link.isNegated)
        ? [`${show(node.first)} is there, but none stands as ${show(node)} asks`]
        : [`${named} are there${fieldPhrase(field)}, but not as near as ${show(node)} asks`];
    }
    case "atLeast":
    case "first": {
      if (isFalse(node.operand, place)) return lacking(node.operand, place);
      const asked = node.kind === "first" ? `among the first ${node.count} words` : `${node.count} times`;
      return [`${show(node.operand)} is there, but not ${asked}`];
    }
  }
}

function lackingTerm(node: TermNode, place: Place): readonly string[] {
  const show = (part: QueryNode): string => quotePart(part, place.probes);
  const words = node.patterns.filter((pattern) => pattern.kind !== "any");
  const missing = words
    .map((pattern): TermNode => ({ kind: "term", at: node.at, patterns: [pattern], slop: 0 }))
    .filter((word) => isFalse(word, place));
  const where = fieldPhrase(place.field);
  if (words.length > 1 && missing.length === 0)
    return [`the words of ${show(node)} are there${where}, but not side by side`];
  if (words.length > 1 && missing.length < words.length) {
    return [
      `${missing.map(show).join(", ")} of ${show(node)} ${missing.length === 1 ? "is" : "are"} not there${where}`,
    ];
  }
  return [`${show(node)} is not there${where}`];
}

/** False for sure; a part that could not be asked is not named. */
function isFalse(node: QueryNode, { field, unit, probes }: Place): boolean {
  if (node.kind === "not") return probes.isTrue(node.operand, field, unit) === true;
  return probes.isTrue(node, field, unit) === false;
}

function isTrue(node: QueryNode, { field, unit, probes }: Place): boolean {
  return probes.isTrue(node, field, unit) === true;
}

const fieldNames: Readonly<Record<TextField, string>> = {
  title: "the title",
  lede: "the first paragraph",
  top: "the title or first paragraph",
  heading: "a heading",
  body: "the text",
};

function fieldPhrase(field: TextField | null): string {
  return field === null ? "" : ` in ${fieldNames[field]}`;
}

function quotePart(node: QueryNode | SpanNode, probes: Probes): string {
  const text = probes.write(node);
  return text.length > maxQuoted ? `\`${text.slice(0, maxQuoted).toWellFormed()}…\`` : `\`${text}\``;
}
