import type { z } from "zod";
import { Problem } from "../problem.ts";
import type { FieldProblem } from "../problem.ts";

/** Deeper documents are nobody's; they cost the parser and whoever walks through them. */
const maxDepth = 32;
const maxProblems = 20;

/**
 * The body of a request.
 *
 * @throws {Problem} 400 when it is not JSON in UTF-8, or nested too deeply
 */
export function readJson(body: Uint8Array): unknown {
  const text = decode(body);
  if (text === null || isTooDeep(text)) {
    throw new Problem(
      400,
      text === null ? "the body is not UTF-8" : `the body is nested deeper than ${maxDepth} levels`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(400, "the body is not JSON", { cause: error });
  }
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** Told from the text, before anything is built of it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isInText) {
      if (sign === "\\") at++;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === "{" || sign === "[") {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (sign === "}" || sign === "]") depth -= 1;
  }
  return false;
}

/** Names and values of a query. @throws {Problem} 422 when a name comes twice: which one counts would be a guess */
export function readQuery(url: string): { readonly asked: URLSearchParams; readonly values: Record<string, string> } {
  const at = url.indexOf("?");
  const asked = new URLSearchParams(at === -1 ? "" : url.slice(at + 1));
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of asked) {
    if (name in values) throw refused([{ field: shown(name), message: "given twice" }], "query");
    values[name] = value;
  }
  return { asked, values };
}

/**
 * The value as the schema has it.
 *
 * @throws {Problem} 422 naming every part that is not as it should be
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: "query" | "body",
): z.output<Schema> {
  const odd = unstorable(value, "");
  if (odd !== null)
    throw refused([{ field: odd, message: "holds a character that is none (NUL, half of a pair)" }], what);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refused(parsed.error.issues.flatMap(problemsOf), what);
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    const prefix = issue.path.length === 0 ? "" : `${issue.path.join(".")}.`;
    return issue.keys.map((key) => ({ field: `${prefix}${shown(key)}`, message: "not known here" }));
  }
  return [{ field: issue.path.join("."), message: issue.message }];
}

function refused(fields: readonly FieldProblem[], what: "query" | "body"): Problem {
  const [first] = fields;
  const detail =
    first === undefined || first.field === ""
      ? `the ${what} is not as it should be${first === undefined ? "" : `: ${first.message}`}`
      : `${first.field}: ${first.message}`;
  return new Problem(422, detail, { fields: fields.filter(({ field }) => field !== "").slice(0, maxProblems) });
}

/** Names from outside, short enough to be shown. */
function shown(name: string): string {
  return name.slice(0, 100);
}

/** Where a text is that PostgreSQL does not take; null when there is none. Not deeper than `maxDepth`. */
function unstorable(value: unknown, path: string): string | null {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? path || "body" : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const inside = path === "" ? shown(key) : `${path}.${shown(key)}`;
    const found = unstorable(key, inside) ?? unstorable(part, inside);
    if (found !== null) return found;
  }
  return null;
}
