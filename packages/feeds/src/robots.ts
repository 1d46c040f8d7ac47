/** As much of a robots.txt as must be read (RFC 9309 section 2.5). */
const maxLength = 500 * 1024;

interface Rule {
  readonly allow: boolean;
  /** Path pattern with `*` and a final `$`, in the normal form of {@link normalPath}. */
  readonly pattern: string;
}

interface RobotsGroup {
  readonly rules: Rule[];
  crawlDelayS: number | null;
}

/**
 * May this crawler fetch a URL under the site's robots.txt?
 *
 * Longest matching rule wins, `Allow` on a tie; groups of one name are one; ours is the group with our product token,
 * else the one of `*`. As Google does, a line without colon is understood and `Allow: /x/index.html` covers `/x/`.
 *
 * @param userAgent the whole header or just the product token, e.g. `Wirewatch/0.1 (+https://…)`
 * @param url absolute
 * @see RFC 9309 section 2.2; https://github.com/google/robotstxt
 */
export function isAllowed(robotsTxt: string, userAgent: string, url: string): boolean {
  const { pathname, search } = new URL(url);
  if (pathname === "/robots.txt") return true;
  const path = normalPath(pathname + search);
  let longest: Rule | null = null;
  for (const rule of groupFor(robotsTxt, userAgent)?.rules ?? []) {
    if (!ruleMatches(rule, path)) continue;
    const difference = rule.pattern.length - (longest?.pattern.length ?? -1);
    if (difference > 0 || (difference === 0 && rule.allow)) longest = rule;
  }
  return longest?.allow ?? true;
}

/** The pause the site asks this crawler for, in milliseconds; null when it asks for none. Not part of RFC 9309. */
export function crawlDelayMs(robotsTxt: string, userAgent: string): number | null {
  const delayS = groupFor(robotsTxt, userAgent)?.crawlDelayS ?? null;
  return delayS === null ? null : delayS * 1000;
}

function groupFor(robotsTxt: string, userAgent: string): RobotsGroup | null {
  const groups = parseGroups(robotsTxt);
  return groups.get(productToken(userAgent)) ?? groups.get("*") ?? null;
}

function parseGroups(robotsTxt: string): Map<string, RobotsGroup> {
  const groups = new Map<string, RobotsGroup>();
  let current: RobotsGroup[] = [];
  let rulesBegan = true;
  for (const line of robotsTxt
    .slice(0, maxLength)
    .replace(/^\uFEFF/, "")
    .split(/\r\n?|\n/)) {
    const { key = "", value = "" } = linePattern.exec(line.replace(/#.*/, ""))?.groups ?? {};
    const name = key.toLowerCase().replace(/[ -]/, "");
    if (name === "useragent") {
      if (rulesBegan) current = [];
      rulesBegan = false;
      const agent = value.startsWith("*") ? "*" : productToken(value);
      const group = groups.get(agent) ?? { rules: [], crawlDelayS: null };
      groups.set(agent, group);
      current.push(group);
    } else if (name === "allow" || isDisallow.test(name)) {
      rulesBegan = true;
      // An empty pattern forbids nothing (RFC 9309 section 2.2.2).
      const rule = { allow: name === "allow", pattern: normalPath(value) };
      if (value !== "") for (const group of current) group.rules.push(rule);
    } else if (name === "crawldelay" && Number(value) > 0) {
      for (const group of current) group.crawlDelayS = Number(value);
    }
  }
  return groups;
}

const linePattern = /^\s*(?<key>user[ -]?agent|[\w-]+)\s*(?::|\s)\s*(?<value>\S.*?)?\s*$/i;

/** With the misspellings Google accepts. */
const isDisallow = /^(?:disallow|dissallow|dissalow|disalow|diasllow|disallaw)$/;

/** The name a crawler goes by: letters, `_` and `-` at the start (RFC 9309 section 2.2.1), in lower case. */
function productToken(userAgent: string): string {
  return /^[a-z_-]*/i.exec(userAgent.trim())?.[0].toLowerCase() ?? "";
}

function ruleMatches(rule: Rule, path: string): boolean {
  if (matches(rule.pattern, path)) return true;
  const folder = /^(.*\/)index\.html?$/.exec(rule.pattern)?.[1];
  return rule.allow && folder !== undefined && matches(`${folder}$`, path);
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

/** Escapes what is not ASCII, unescapes what need not be escaped: one spelling per path (RFC 9309 section 2.2.2). */
function normalPath(path: string): string {
  return path
    .toWellFormed()
    .replace(/[^\p{ASCII}]+/gu, encodeURIComponent)
    .replace(/%[0-9a-f]{2}/gi, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : code.toUpperCase();
    });
}
