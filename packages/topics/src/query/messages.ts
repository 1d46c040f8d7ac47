import { fieldNames } from "./fields.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import type { MetadataField } from "./syntax.ts";

/** For `name:` when there is no such field. */
export function unknownFieldError(name: string, at: number): QueryError {
  const message = `There is no field "${name}". To search for the text put it in quotation marks; the fields are ${fieldNames.join(", ")}.`;
  return new QueryError("E_UNKNOWN_FIELD", at, message);
}

/** For anything that looks like `/pattern/`. */
export function regexError(at: number): QueryError {
  return new QueryError(
    "E_REGEX",
    at,
    "Regular expressions are not part of the language: put text with slashes in quotation marks, or use * and ?.",
  );
}

/** Says that `^2` has no effect. */
export function warnBoost(at: number, warn: Warn): void {
  warn("W_BOOST", at, "A boost has no effect here and was left out: a topic matches or it does not.");
}

/** For `(a OR b)~3` and the like. */
export function stretchedError(at: number): QueryError {
  const message = 'A distance with ~ is only for a plain phrase, as in "a b"~3; otherwise write a NEAR/3 b.';
  return new QueryError("E_UNSUPPORTED", at, message);
}

/** For an operand of NEAR, ATLEAST or FIRST that has no place in the text. */
export function operandError(at: number): QueryError {
  const message =
    "Only words, phrases, OR of them in parentheses and other NEAR groups have a place to count or measure.";
  return new QueryError("E_BAD_NEAR_OPERAND", at, `${message} Put a field outside: title:(a NEAR/5 b).`);
}

/** For a metadata group with something other than values. */
export function metadataError(at: number, field: MetadataField): QueryError {
  return new QueryError("E_BAD_META", at, `Inside ${field}:( ) stand only values with OR between them.`);
}

/** For `()`. */
export function emptyGroupError(at: number): QueryError {
  return new QueryError("E_EMPTY_GROUP", at, "These parentheses are empty.");
}

/** For a parenthesis that is never closed. */
export function unclosedGroupError(at: number): QueryError {
  return new QueryError("E_UNBALANCED_PAREN", at, "This ( is never closed.");
}
