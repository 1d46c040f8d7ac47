import type { FirstAccess } from "@wirewatch/console";

/**
 * Where the console is, and what the first of all needs to log in there.
 *
 * @param first null when somebody has logged in before
 */
export function consoleLine(url: string, first: FirstAccess | null): string {
  const at = `Console: ${url}`;
  if (first === null) return at;
  if (first.oneTimePassword !== null) {
    return `${at}, log in as ${first.login} with the one-time password ${first.oneTimePassword}`;
  }
  return `${at}, log in as ${first.login} with the one-time password that was printed a moment ago; "wirewatch users password ${first.login}" makes another one`;
}
