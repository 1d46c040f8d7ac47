import type { z } from "zod";
import { describePath, describeValue, isSecretPath, valueAt } from "./describe-value.ts";
import { suggestFormat } from "./formats.ts";
import { maxComplaints, type Complaint, type Path } from "./locate.ts";
import { nearest } from "./suggest.ts";
import { currentName, insteadOfKey, placeOfKey, type FileKind } from "./unsupported.ts";

export type SchemaResult<T> =
  | { readonly value: T; readonly complaints: readonly [] }
  | { readonly value: null; readonly complaints: readonly Complaint[] };

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Issue = z.core.$ZodIssue;

/** Checks a plain value with the schema of its file; one complaint for each cause. */
export function checkSchema<T>(schema: z.ZodType<T>, file: FileKind, value: unknown): SchemaResult<T> {
  const parsed = schema.safeParse(value, { error: expectedBy });
  if (parsed.success) return { value: parsed.data, complaints: [] };
  const issues = parsed.error.issues.flatMap((issue) => innermost(issue, value));
  const complaints = issues.slice(0, maxComplaints).flatMap((issue) => complaintsAbout(issue, file, value));
  return { value: null, complaints: withoutFollowers(complaints) };
}

/**
 * Completes "expected …" for issues whose schema has no words of its own. For unknown keys it is the list of the
 * right ones, separated by `, `.
 */
function expectedBy(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? String(issue.expected);
    case "invalid_value":
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return knownKeys(issue.inst).join(", ");
    case "invalid_key":
      return issue.issues[0]?.message ?? "a name";
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    default:
      return "something else";
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
};

function knownKeys(schema: unknown): readonly string[] {
  const shape = valueAt(schema, ["_zod", "def", "shape"]);
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
}

/** Of a union, the complaints of the alternative that fits what was written; else the union's own. */
function innermost(issue: Issue, root: unknown): readonly Issue[] {
  const value = valueAt(root, issue.path.map(asStep));
  if (issue.code !== "invalid_union" || typeof value !== "object" || value === null) return [issue];
  const list = issue.errors.find((errors) => errors.length > 0 && errors.every(isAboutContent));
  return list?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue];
}

/** True when an alternative of a union takes values of this kind, though not this one. */
function isAboutContent(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys" || issue.code === "custom";
}

function complaintsAbout(issue: Issue, file: FileKind, root: unknown): readonly Complaint[] {
  const path = issue.path.map(asStep);
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, maxComplaints)
      .map((key) => unknownKey([...path, key], key, issue.message.split(", "), file));
  }
  if (issue.code === "invalid_key") return [badKeyName(path, issue.message)];
  const value = valueAt(root, path);
  if (value === undefined) return [missing(path, issue.message)];
  return [wrongValue(path, value, issue)];
}

function wrongValue(path: Path, value: unknown, issue: Issue): Complaint {
  const found = describeValue(value, path);
  const isSecret = isSecretPath(path);
  const suggestion = isSecret ? null : suggestValue(value, issue);
  return {
    path,
    found,
    expected: issue.message,
    suggestion,
    secret: isSecret,
    message: `${describePath(path)}: found ${found}, expected ${issue.message}.${didYouMean(suggestion)}`,
  };
}

function suggestValue(value: unknown, issue: Issue): string | null {
  if (issue.code === "invalid_value")
    return issue.values.length > 1 ? nearest(String(value), issue.values.map(String)) : null;
  if (issue.message === "a list" && typeof value === "string") return `[${JSON.stringify(value)}]`;
  return typeof value === "string" || typeof value === "number" ? suggestFormat(issue.message, String(value)) : null;
}

function missing(path: Path, expected: string): Complaint {
  const name = describePath(path);
  return { path, found: "nothing", expected, message: `${name} is missing: expected ${expected}.` };
}

function badKeyName(path: Path, expected: string): Complaint {
  const name = String(path.at(-1));
  const suggestion = suggestFormat(expected, name);
  const message = `found the name \`${name}\`, expected ${expected}.${didYouMean(suggestion)}`;
  return { path, on: "key", found: name, expected, suggestion, message };
}

function unknownKey(path: Path, key: string, known: readonly string[], file: FileKind): Complaint {
  const instead = insteadOfKey(file, key);
  if (instead !== null) return { ...unsupported(path, key, instead), on: "key" };
  const place = placeOfKey(file, key);
  if (place !== null) return misplaced(path, key, place);
  const other = currentName(file, key);
  const suggestion = other !== null && known.includes(other) ? other : nearest(key, known);
  const where = path.length === 1 ? "at the top level" : `in ${describePath(path.slice(0, -1))}`;
  const expected = `one of ${known.join(", ")}`;
  const message =
    suggestion === null
      ? `unknown key \`${key}\` ${where}: expected ${expected}.`
      : `unknown key \`${key}\` ${where}.${didYouMean(suggestion)}`;
  return { path, on: "key", found: key, expected, suggestion, message };
}

function misplaced(path: Path, key: string, place: string): Complaint {
  const where = path.length === 1 ? "at the top level" : `in ${describePath(path.slice(0, -1))}`;
  const message = `\`${key}\` does not stand ${where}. Write \`${place}\`.`;
  return { path, on: "key", found: key, expected: place, suggestion: place, message };
}

const notSupported = "something this version supports";

function unsupported(path: Path, what: string, instead: string): Complaint {
  return {
    path,
    found: what,
    expected: notSupported,
    message: `\`${what}\` is not supported yet: ${instead}.`,
  };
}

/** Leaves out what follows from another complaint: a key that is missing because it was misspelt. */
function withoutFollowers(complaints: readonly Complaint[]): readonly Complaint[] {
  const meant = new Set(
    complaints.filter((it) => it.on === "key").map((it) => `${parentOf(it.path)}/${it.suggestion ?? ""}`),
  );
  return complaints.filter(
    (it) => it.found !== "nothing" || !meant.has(`${parentOf(it.path)}/${String(it.path.at(-1))}`),
  );
}

function parentOf(path: Path): string {
  return JSON.stringify(path.slice(0, -1));
}

function didYouMean(suggestion: string | null): string {
  return suggestion === null ? "" : ` Did you mean ${suggestion}?`;
}

function asStep(step: PropertyKey): string | number {
  return typeof step === "symbol" ? step.toString() : step;
}
