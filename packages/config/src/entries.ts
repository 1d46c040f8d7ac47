import { valueAt } from "./describe-value.ts";
import { maxComplaints, type Complaint, type Path } from "./locate.ts";
import { nearest } from "./suggest.ts";

/** A value with the path to it. The rules look at files that may be wrong elsewhere, so nothing is assumed. */
export interface Entry {
  readonly path: Path;
  readonly value: unknown;
}

/** The entries of the list at a path; none when there is no list. */
export function entriesAt(root: unknown, path: Path): readonly Entry[] {
  const list = valueAt(root, path);
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ path: [...path, index], value })) : [];
}

/** The texts in the list at a path, or the one text that stands there. */
export function textsAt(root: unknown, path: Path): readonly (Entry & { readonly value: string })[] {
  const single = valueAt(root, path);
  const entries = typeof single === "string" ? [{ path, value: single }] : entriesAt(root, path);
  return entries.filter((entry): entry is Entry & { readonly value: string } => typeof entry.value === "string");
}

/** Every text anywhere below a value. */
export function allTexts(value: unknown, path: Path = []): readonly (Entry & { readonly value: string })[] {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  const children: readonly [string | number, unknown][] = Array.isArray(value)
    ? value.map((child: unknown, index): [number, unknown] => [index, child])
    : Object.entries(value);
  return children.flatMap(([step, child]) => allTexts(child, [...path, step]));
}

/** One complaint for each text that stood earlier in the list. */
export function repeatedNames(
  what: string,
  names: readonly (Entry & { readonly value: string })[],
): readonly Complaint[] {
  const seen = new Map<string, Path>();
  return names.flatMap(({ path, value }) => {
    const first = seen.get(value);
    if (first === undefined) {
      seen.set(value, path);
      return [];
    }
    const message = `two ${what}s are named \`${value}\`: each needs a name of its own.`;
    return [{ path, found: value, expected: `a name that no other ${what} has`, message }];
  });
}

/**
 * One complaint for each name that is not known.
 *
 * @param what kind of thing is named, e.g. `receiver`
 * @param expected completes "Expected …" when no known name is near
 */
export function unknownNames(
  what: string,
  names: readonly (Entry & { readonly value: string })[],
  known: readonly string[],
  expected: string,
): readonly Complaint[] {
  const knownNames = new Set(known);
  const unknown = names.filter(({ value }) => !knownNames.has(value)).slice(0, maxComplaints);
  return unknown.map(({ path, value }) => {
    const suggestion = nearest(value, known);
    const hint = suggestion === null ? `Expected ${expected}.` : `Did you mean ${suggestion}?`;
    return { path, found: value, expected, suggestion, message: `there is no ${what} \`${value}\`. ${hint}` };
  });
}
