import type { ValueLexeme } from "./lexeme.ts";
import { emptyGroupError, metadataError, missingLeftError, missingRightError, unclosedGroupError } from "./messages.ts";
import { QueryError } from "./problem.ts";
import { enterGroup, leaveGroup } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { MetadataField, QueryNode } from "./syntax.ts";

/**
 * Reads what stands after a metadata field: one value, or values joined by OR in parentheses.
 *
 * @param at the field
 * @throws {QueryError} E_MISSING_OPERAND, E_BAD_META, E_EMPTY_GROUP, E_UNBALANCED_PAREN, E_TOO_DEEP
 * @see WQL 1, section 6
 */
export function readMetadata(reader: Reader, field: MetadataField, at: number): QueryNode {
  const first = reader.lexer.takeValue();
  if (first.kind === "value") return { kind: "metadata", at, field, values: [first.value] };
  if (first.kind === "open") return { kind: "metadata", at, field, values: readValues(reader, field, first.at) };
  const message = `After ${field}: stands a value. To exclude one write -${field}:value.`;
  throw new QueryError("E_MISSING_OPERAND", at, message);
}

function readValues(reader: Reader, field: MetadataField, openedAt: number): readonly string[] {
  enterGroup(reader, openedAt);
  const { neighbours } = reader.dialect;
  const values: string[] = [];
  let value: string | undefined;
  let lastOr: number | undefined;
  for (;;) {
    const sign = reader.lexer.takeValue();
    if (sign.kind === "value") {
      if (value !== undefined && neighbours === "and") throw metadataError(sign.at, field);
      if (value !== undefined && neighbours === "or") values.push(value);
      value = value !== undefined && neighbours === "phrase" ? `${value} ${sign.value}` : sign.value;
      continue;
    }
    if (value === undefined) throw missingValueError(sign, field, openedAt, lastOr);
    values.push(value);
    value = undefined;
    lastOr = sign.at;
    if (sign.kind === "or") continue;
    if (sign.kind === "other" || sign.kind === "open") throw metadataError(sign.at, field);
    leaveGroup(reader, sign, openedAt);
    return values;
  }
}

function missingValueError(sign: ValueLexeme, field: MetadataField, openedAt: number, lastOr?: number): QueryError {
  if (sign.kind === "end") return unclosedGroupError(openedAt);
  if (sign.kind !== "or" && sign.kind !== "close") return metadataError(sign.at, field);
  if (lastOr !== undefined) return missingRightError(lastOr, "OR");
  return sign.kind === "or" ? missingLeftError(sign.at) : emptyGroupError(openedAt);
}
