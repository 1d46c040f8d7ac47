import { isMatch, parseMatcher } from "./matcher.ts";
import type { Labels, Matcher } from "./matcher.ts";

/** By their spelling: patterns are costly to compile, and silences are read anew for every decision. */
const compiled = new Map<string, Matcher>();
const maxCompiled = 2_000;

/**
 * True when labels meet all matchers, and there is at least one. One that `parseMatcher` refuses is never met: what is
 * silenced, inhibited or excepted by a condition nobody can read would be a surprise.
 */
export function meetsAll(matchers: readonly string[], labels: Labels): boolean {
  return matchers.length > 0 && matchers.every((text) => meets(text, labels));
}

/** True when labels meet the matcher of that spelling; see {@link meetsAll}. */
export function meets(text: string, labels: Labels): boolean {
  const matcher = compile(text);
  return matcher !== null && isMatch(matcher, labels);
}

function compile(text: string): Matcher | null {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const result = parseMatcher(text);
  if (result.kind === "error") return null;
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(text, result.matcher);
  return result.matcher;
}
