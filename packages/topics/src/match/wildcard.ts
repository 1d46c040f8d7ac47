import type { Wildcard } from "../query/syntax.ts";

/** Comparisons of single characters that are left for one token; shared by all wildcards it is compared with. */
export interface Steps {
  left: number;
}

/** What one token may cost. Only tokens of many thousand characters come near; then they fit no further wildcard. */
export const stepsPerToken = 1_000_000;

/**
 * True when a folded token fits a wildcard. Only the last `*` is ever retried, so the time is at most the
 * product of both lengths, whatever the pattern (`a*a*a*b`), and never more than the steps that are left.
 */
export function fitsWildcard(
  { prefix, pattern }: Wildcard,
  folded: string,
  steps: Steps = { left: stepsPerToken },
): boolean {
  if (!folded.startsWith(prefix)) return false;
  if (isPrefixOnly(pattern)) return true;
  if (folded.length > steps.left) return false;
  const characters = Array.from(folded);
  let at = 0;
  let part = 0;
  let lastStar = -1;
  let retryAt = 0;
  while (at < characters.length) {
    if (--steps.left < 0) return false;
    const wanted = pattern[part];
    if (wanted === "*") {
      lastStar = part++;
      retryAt = at;
    } else if (wanted !== undefined && (wanted === "?" || wanted === characters[at])) {
      part++;
      at++;
    } else if (lastStar !== -1) {
      part = lastStar + 1;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  while (pattern[part] === "*") part++;
  return part === pattern.length;
}

/** `clima*`, as most are: the prefix decides. */
function isPrefixOnly(pattern: readonly string[]): boolean {
  return pattern.indexOf("*") === pattern.length - 1 && !pattern.includes("?");
}
