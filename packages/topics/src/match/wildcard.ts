import type { Wildcard } from "../query/syntax.ts";

/**
 * True when a folded token fits a wildcard. Only the last `*` is ever retried, so the time is at most the
 * product of both lengths, whatever the pattern (`a*a*a*b`).
 */
export function fitsWildcard({ prefix, pattern }: Wildcard, folded: string): boolean {
  if (!folded.startsWith(prefix)) return false;
  const characters = Array.from(folded);
  let at = 0;
  let part = 0;
  let lastStar = -1;
  let retryAt = 0;
  while (at < characters.length) {
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
