/*
 * Paths of URLs and path patterns of robots.txt, and whether they match. One path has many spellings (`/~joe`,
 * `/%7Ejoe`, `/%7ejoe`); RFC 9309 section 2.2.2 compares them unescaped, Google's parser as they are written. We take the
 * safe one of both: a Disallow closes every spelling, an Allow opens only the one it names.
 */

/** The path of one URL, ready to be compared. */
export interface RobotsPath {
  /** As written, but for the case of escapes. */
  readonly spelled: string;
  /** In the one form all its spellings have. */
  readonly normal: string;
}

/** What a rule says about paths. `*` stands for anything, `$` at the end for the end. */
export interface PathPattern extends RobotsPath {
  /** How specific it is: its length with non-ASCII characters escaped (RFC 9309 section 2.2.2: "the most octets"). */
  readonly octets: number;
}

/**
 * Path and query of a URL, `/` when it has none. Never throws: what is no URL is cut as if it were one.
 */
export function robotsPath(url: string): RobotsPath {
  const path = /^(?:[^/?;#]*:\/\/|\/\/)?[^/?;#]*(?<path>[/?;][^#]*)?/.exec(url)?.groups?.["path"] ?? "/";
  // RFC 9309 section 2.2.3: a rule names these characters of a path by their escapes.
  const literal = (path.startsWith("/") ? path : `/${path}`).replaceAll("*", "%2A").replaceAll("$", "%24");
  return { spelled: upperEscapes(literal), normal: normal(literal) };
}

/** The pattern of a rule; null for an empty one, which says nothing. */
export function pathPattern(value: string): PathPattern | null {
  if (value === "") return null;
  const spelled = upperEscapes(escapeNonAscii(value)).replaceAll(/\$(?!$)/g, "%24");
  return { spelled, normal: normal(spelled), octets: spelled.length };
}

export function isDisallowedBy(pattern: PathPattern, path: RobotsPath): boolean {
  return matches(pattern.normal, path.normal);
}

export function isAllowedBy(pattern: PathPattern, path: RobotsPath): boolean {
  return matches(pattern.spelled, path.spelled);
}

/**
 * The folder that an Allow for its index page opens as well, as Google does: `/x/index.html` opens `/x/`.
 *
 * @see https://github.com/google/robotstxt, the only parser known to do so; sites are tested against it
 */
export function folderOfIndex(pattern: PathPattern): PathPattern | null {
  const folder = /^(.*\/)index\.htm[^/]*$/.exec(pattern.spelled)?.[1];
  return folder === undefined ? null : pathPattern(`${folder}$`);
}

/** Pieces between the `*` in order, each at its first place: linear, where a regular expression could be made to hang. */
function matches(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith("$");
  const [first = "", ...rest] = (toEnd ? pattern.slice(0, -1) : pattern).split("*");
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = toEnd ? rest.pop() : undefined;
  for (const piece of rest) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  if (!toEnd) return true;
  return last === undefined ? at === path.length : path.endsWith(last) && path.length - last.length >= at;
}

/** Escapes what must be, unescapes what need not be; in a query also `:` and `/` (the table of RFC 9309 section 2.2.2). */
function normal(path: string): string {
  const unescaped = upperEscapes(escapeNonAscii(path)).replaceAll(/%[2-7][0-9A-F]/g, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : code;
  });
  const query = unescaped.indexOf("?");
  if (query === -1) return unescaped;
  return unescaped.slice(0, query) + unescaped.slice(query).replaceAll("%3A", ":").replaceAll("%2F", "/");
}

function escapeNonAscii(text: string): string {
  return text.toWellFormed().replaceAll(/[^\p{ASCII}]+/gu, encodeURIComponent);
}

function upperEscapes(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
}
