import type { Dialect } from "./dialects/dialect.ts";
import { fieldNames, nearestField } from "./fields.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import type { MetadataField } from "./syntax.ts";

/** For `name:` when there is no such field. @param prefix the name with the sign behind it */
export function unknownFieldError(prefix: string, at: number, dialect: Dialect): QueryError {
  const name = prefix.slice(0, -1);
  const nearest = nearestField(name, dialect.fields.keys());
  const hint = nearest === undefined ? `The fields are ${fieldNames.join(", ")}.` : `Did you mean ${nearest}:?`;
  const message = `There is no field "${name}". ${hint} To search for the text put it in quotation marks.`;
  return new QueryError("E_UNKNOWN_FIELD", at, message);
}

/** For a field inside a text field. */
export function nestedFieldError(at: number): QueryError {
  const message = "A field cannot stand inside another one: close the first one and join the two with AND or OR.";
  return new QueryError("E_NESTED_FIELD", at, message);
}

/** For anything that looks like `/pattern/`. */
export function regexError(at: number): QueryError {
  const message =
    "Regular expressions are not part of the language: put text with slashes in quotation marks, or use * and ?.";
  return new QueryError("E_REGEX", at, message);
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

/** For `~` without a word that touches it. */
export function missingStemError(at: number): QueryError {
  const message = "After ~ stands a word or a phrase, without a space between: ~word.";
  return new QueryError("E_MISSING_OPERAND", at, message);
}

/** For an operator whose right side is missing. @param name as written */
export function missingRightError(at: number, name: string): QueryError {
  return new QueryError(
    "E_MISSING_OPERAND",
    at,
    `After ${name} something to search for is missing: write a word there.`,
  );
}

/** For an operator without a left side. */
export function missingLeftError(at: number): QueryError {
  const message =
    "Before this operator something to search for is missing: write a word there, or put it in quotation marks.";
  return new QueryError("E_MISSING_OPERAND", at, message);
}

/** For an operand of NEAR, ATLEAST or FIRST that has no place in the text. */
export function operandError(at: number): QueryError {
  const message =
    "Only words, phrases, OR of them in parentheses and other NEAR groups have a place to count or measure.";
  return new QueryError("E_BAD_NEAR_OPERAND", at, `${message} Put a field outside: title:(a NEAR/5 b).`);
}

/** For a metadata group with something other than values. */
export function metadataError(at: number, field: MetadataField): QueryError {
  const message = `Inside ${field}:( ) stand only values with OR between them; to exclude some write NOT ${field}:( ).`;
  return new QueryError("E_BAD_META", at, message);
}

/** For `()`. */
export function emptyGroupError(at: number): QueryError {
  return new QueryError("E_EMPTY_GROUP", at, "These parentheses are empty: write something in them or leave them out.");
}

/** For a parenthesis that is never closed. */
export function unclosedGroupError(at: number): QueryError {
  const message = "This parenthesis is never closed: add the closing one where the group ends.";
  return new QueryError("E_UNBALANCED_PAREN", at, message);
}

/** For a closing parenthesis too many. */
export function unopenedGroupError(at: number): QueryError {
  const message = "This parenthesis closes nothing: leave it out, or open one before the group.";
  return new QueryError("E_UNBALANCED_PAREN", at, message);
}
