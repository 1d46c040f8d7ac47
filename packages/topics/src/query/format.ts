import { formatTerm } from "./format-term.ts";
import type { MetadataNode, ProximityLink, QueryNode } from "./syntax.ts";

/** How a query is written. */
export interface FormatOptions {
  /** As the query was read: with `stem` every word is compared by its stem, and `~` is not written. */
  readonly stem?: boolean | undefined;
}

/**
 * The query as canonical WQL, from whatever dialect it was read: operators in capitals, phrases in quotation marks,
 * parentheses where AND and OR meet. Read with the same `stem` it gives the same tree, offsets apart; only a query at
 * the limits of length or nesting may become too long or too deep.
 *
 * @example
 * const parsed = parseQuery("prime minister or bush w/3 texas", { dialect: "factiva" });
 * if (parsed.ok) formatQuery(parsed.node); // "prime minister" OR bush ONEAR/2 texas
 */
export function formatQuery(node: QueryNode, { stem = false }: FormatOptions = {}): string {
  const clear = createWriter(stem, true);
  const text = clear.write(node);
  return clear.deepest <= maxDepth ? text : createWriter(stem, false).write(node);
}

/** Deepest nesting of parentheses that is read. */
const maxDepth = 100;

interface Writer {
  write(node: QueryNode): string;
  /** Parentheses inside each other so far. */
  readonly deepest: number;
}

/** @param isClear puts parentheses around AND beside OR, which nothing but readers need */
function createWriter(isStemming: boolean, isClear: boolean): Writer {
  let depth = 0;
  let deepest = 0;
  return {
    write,
    get deepest() {
      return deepest;
    },
  };

  function write(node: QueryNode): string {
    switch (node.kind) {
      case "term":
        return formatTerm(node, isStemming);
      case "and":
        return node.parts.map((part) => writeInside(part, ["and", "or"])).join(" AND ");
      case "or":
        return node.sides.map((side) => writeInside(side, isClear ? ["and", "or"] : ["or"])).join(" OR ");
      case "not":
        return `NOT ${writeInside(node.operand, ["and", "or", "not"])}`;
      case "field":
        return `${node.field}:${writeOperand(node.operand)}`;
      case "metadata":
        return `${node.field}:${writeValues(node)}`;
      case "proximity":
        return writeOperand(node.first) + node.links.map(writeLink).join("");
      case "atLeast":
        return `ATLEAST/${node.count} ${writeOperand(node.operand)}`;
      case "first":
        return `FIRST/${node.count} ${writeOperand(node.operand)}`;
    }
  }

  function writeOperand(node: QueryNode): string {
    return node.kind === "term" ? write(node) : group(() => write(node));
  }

  function writeInside(node: QueryNode, grouped: readonly QueryNode["kind"][]): string {
    return grouped.includes(node.kind) ? group(() => write(node)) : write(node);
  }

  function writeLink({ operator: { within, isOrdered }, isNegated, operand }: ProximityLink): string {
    const name =
      within.kind === "words"
        ? `${isOrdered ? "ONEAR" : "NEAR"}/${within.gap}`
        : within.kind === "sentence"
          ? "W/S"
          : "W/P";
    return ` ${isNegated ? "NOT " : ""}${name} ${writeOperand(operand)}`;
  }

  function writeValues({ values }: MetadataNode): string {
    const [only = "", ...others] = values.map(formatValue);
    return others.length === 0 ? only : group(() => [only, ...others].join(" OR "));
  }

  function group(inside: () => string): string {
    deepest = Math.max(deepest, ++depth);
    const text = `(${inside()})`;
    depth--;
    return text;
  }
}

/** A metadata value as written: bare, or in quotation marks. */
function formatValue(value: string): string {
  const isBare = /^[\p{L}\p{N}_./:*?][\p{L}\p{M}\p{N}_./:*?%=@+~#-]*$/u.test(value) && !/^(?:AND|OR|NOT)$/u.test(value);
  return isBare ? value : `"${value.replace(/[\\"“”„‟«»″＂]/gu, "\\$&")}"`;
}
