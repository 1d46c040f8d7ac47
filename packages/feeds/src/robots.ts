import {
  folderOfIndex,
  isAllowedBy,
  isDisallowedBy,
  pathPattern,
  type PathPattern,
  robotsPath,
} from "./robots-path.ts";
import type { RobotsPath } from "./robots-path.ts";

/** As much of a robots.txt as must be read (RFC 9309 section 2.5), and of one line (Google: eight longest URLs). */
const maxLength = 500 * 1024;
const maxLineLength = 8 * 2083 - 1;
/** Longer pauses would keep news from being news. */
const maxCrawlDelayMs = 30_000;

interface Rule {
  readonly allow: boolean;
  readonly pattern: PathPattern;
}

/** All lines of a robots.txt for one name; groups of the same name are one. */
interface RobotsGroup {
  readonly rules: Rule[];
  crawlDelayMs: number | null;
}

/**
 * May this crawler fetch a URL under the site's robots.txt?
 *
 * The longest matching rule wins, `Allow` on a tie. Ours are all groups with our product token in any case of letters,
 * else those of `*`. Slips that Google's parser forgives are forgiven: `Dissallow`, `Useragent`, a missing colon,
 * `User-agent: Foo Bar` for Foo; and `Allow: /x/index.html` opens `/x/`. /robots.txt itself is always open.
 *
 * @param robotsTxt the file; its first 500 KiB count
 * @param userAgent the whole header or just the product token, e.g. `Wirewatch/0.1 (+https://…)`
 * @param url absolute, of the robots.txt's site
 * @see RFC 9309 section 2.2; https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec
 */
export function isAllowed(robotsTxt: string, userAgent: string, url: string): boolean {
  const path = robotsPath(url);
  if (path.normal === "/robots.txt") return true;
  return groupsFor(robotsTxt, userAgent).every((group) => opens(group, path));
}

/**
 * The pause the site asks this crawler for between two requests, in milliseconds, at most 30 s; null when it asks for
 * none. Not part of RFC 9309.
 */
export function crawlDelayMs(robotsTxt: string, userAgent: string): number | null {
  const delays = groupsFor(robotsTxt, userAgent).flatMap((group) => group.crawlDelayMs ?? []);
  return delays.length === 0 ? null : Math.max(...delays);
}

function opens(group: RobotsGroup, path: RobotsPath): boolean {
  let allowed = 0;
  let disallowed = 0;
  for (const { allow, pattern } of group.rules) {
    if (!allow) disallowed = Math.max(disallowed, isDisallowedBy(pattern, path) ? pattern.octets : 0);
    else if (isAllowedBy(pattern, path)) allowed = Math.max(allowed, pattern.octets);
    else {
      const folder = folderOfIndex(pattern);
      if (folder !== null && isAllowedBy(folder, path)) allowed = Math.max(allowed, folder.octets);
    }
  }
  return allowed >= disallowed;
}

/** The group a crawler has to obey; two, of which the stricter holds, when it is not clear by which name sites call it. */
function groupsFor(robotsTxt: string, userAgent: string): RobotsGroup[] {
  const groups = parseGroups(robotsTxt);
  const { token, isClear } = crawlerName(userAgent);
  const own = token === "" ? undefined : groups.get(token);
  const everybodys = groups.get("*");
  return [own, own === undefined || !isClear ? everybodys : undefined].filter((group) => group !== undefined);
}

function parseGroups(robotsTxt: string): Map<string, RobotsGroup> {
  const groups = new Map<string, RobotsGroup>();
  let current: RobotsGroup[] = [];
  // Other lines between two names, sitemaps say, do not part them (RFC 9309 section 2.2.4).
  let rulesBegan = false;
  for (const line of linesOf(robotsTxt)) {
    const record = readRecord(line);
    if (record === null) continue;
    const { kind, value } = record;
    if (kind === "userAgent") {
      if (rulesBegan) current = [];
      rulesBegan = false;
      const name = /^\*(?:\s|$)/.test(value) ? "*" : productToken(value);
      const group = groups.get(name) ?? { rules: [], crawlDelayMs: null };
      groups.set(name, group);
      current.push(group);
    } else if (kind === "crawlDelay") {
      const delayMs = readDelay(value);
      for (const group of current) group.crawlDelayMs = longer(group.crawlDelayMs, delayMs);
    } else if (current.length > 0) {
      rulesBegan = true;
      const pattern = pathPattern(value);
      if (pattern !== null) for (const group of current) group.rules.push({ allow: kind === "allow", pattern });
    }
  }
  return groups;
}

/** Ends of lines as on any system; a byte order mark, whole, cut short or misread, is dropped. */
function linesOf(robotsTxt: string): string[] {
  const text = robotsTxt.replace(/^(?:\uFEFF|\u00EF(?:\u00BB\u00BF?)?)/, "");
  const lines = text.slice(0, maxLength).split(/\r\n?|\n/);
  // Half a rule may forbid more than the whole.
  return text.length > maxLength ? lines.slice(0, -1) : lines;
}

type RecordKind = "userAgent" | "allow" | "disallow" | "crawlDelay";

/** By their beginnings and with the misspellings that Google's parser accepts. */
const recordKinds: readonly (readonly [RecordKind, RegExp])[] = [
  ["userAgent", /^user[ -]?agent/i],
  ["allow", /^allow/i],
  ["disallow", /^(?:disallow|dissallow|dissalow|disalow|diasllow|disallaw)/i],
  ["crawlDelay", /^crawl[ -]?delay/i],
];

function readRecord(line: string): { readonly kind: RecordKind; readonly value: string } | null {
  const text = line.slice(0, maxLineLength).replace(/#.*/s, "").trim();
  const colon = text.indexOf(":");
  // Without a colon only two words are a name and its value.
  const words = colon === -1 ? text.split(/\s+/) : [text.slice(0, colon), text.slice(colon + 1)];
  const [key = "", value] = words.map((word) => word.trim());
  if (value === undefined || words.length > 2) return null;
  const kind = recordKinds.find(([, pattern]) => pattern.test(key))?.[0];
  return kind === undefined ? null : { kind, value };
}

/** The name a crawler goes by: letters, `_` and `-` at the start (RFC 9309 section 2.2.1), in lower case. */
function productToken(text: string): string {
  return /^[a-z_-]*/i.exec(text)?.[0].toLowerCase() ?? "";
}

/** Of a header, the first product, or the one that calls itself compatible: `Mozilla/5.0 (compatible; Foo/1.0)`. */
function crawlerName(userAgent: string): { readonly token: string; readonly isClear: boolean } {
  const compatible = /^mozilla\/[\d.]+ \(compatible; *(?<name>[^;)]+)/i.exec(userAgent.trim())?.groups?.["name"];
  const name = (compatible ?? userAgent).trim().split(/[/(]/)[0]?.trim() ?? "";
  return { token: productToken(name), isClear: !/\s/.test(name) };
}

function readDelay(value: string): number | null {
  const seconds = Number(/^(\d{1,9}(?:[.,]\d{1,9})?) ?(?:s|sec|seconds)?$/i.exec(value)?.[1]?.replace(",", ".") ?? 0);
  return seconds > 0 ? Math.min(seconds * 1000, maxCrawlDelayMs) : null;
}

function longer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
