import { isBareHost, isRegistrySuffix } from "./site.ts";
import { isTrackingParameter } from "./tracking.ts";

/** Longest URL that is understood, in characters, before and after. The sitemap protocol's ceiling. */
const maxUrlLength = 2_048;

/** Default pages of web servers; the scripts among them only when no query chooses what they show. */
const indexPage = /\/(?:index\.(?:html?|shtml)|default\.html?)$/iu;
const indexScript = /\/(?:index\.(?:php|jsp|aspx?|cgi)|default\.aspx?)$/iu;

/**
 * The form under which all spellings of one page's address are equal: the identity of an article, not an address to
 * fetch from.
 *
 * https, lower-case host without `www`, default port, credentials, fragment (but `#!`) and tracking parameters; path
 * with dot segments resolved and unreserved characters decoded; other parameters sorted by name; no trailing slash and
 * no index page. Mobile and AMP addresses become those of the page where the path names an article by itself. With an
 * explicit port the scheme stays, because a port speaks one protocol.
 *
 * Two different pages must never become equal; two spellings of one page may stay different.
 *
 * @returns null when `url` is not an absolute http(s) URL or longer than 2,048 characters
 * @example canonicalUrl("http://www.Example.com:80/a/?utm_source=x#top") // "https://example.com/a"
 * @see RFC 3986 section 6.2 (normalisation and comparison)
 */
export function canonicalUrl(url: string): string | null {
  const parsed = parseHttpUrl(url);
  if (parsed === null) return null;
  const original = cachedOriginal(parsed);
  if (original !== null) return canonicalUrl(original);
  const host = parsed.hostname.replace(/\.$/u, "");
  const query = canonicalQuery(parsed.search);
  const path = canonicalPath(parsed.pathname, query === "");
  const scheme = parsed.port === "" ? "https:" : parsed.protocol;
  const port = parsed.port === "" ? "" : `:${parsed.port}`;
  const fragment = parsed.hash.startsWith("#!") ? parsed.hash : "";
  const canonical = `${scheme}//${canonicalHost(host, path)}${port}${path}${query}${fragment}`;
  return canonical.length > maxUrlLength ? null : canonical;
}

function parseHttpUrl(url: string): URL | null {
  if (url.length > maxUrlLength) return null;
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed : null;
}

/** The publisher's own address inside an AMP cache's: `google.com/amp/s/…`, `….cdn.ampproject.org/c/s/…`, and Bing's. */
function cachedOriginal(url: URL): string | null {
  const isViewer = /^(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)$/u.test(url.hostname);
  const isCache = url.hostname.endsWith(".cdn.ampproject.org") || /^(?:www\.)?bing-amp\.com$/u.test(url.hostname);
  const inner = isViewer
    ? /^\/amp\/(s\/)?(.+\..+)$/u.exec(url.pathname)
    : isCache
      ? /^\/(?:[cv]|wp)\/(s\/)?(.+\..+)$/u.exec(url.pathname)
      : null;
  if (inner === null) return null;
  const address = `${inner[1] === undefined ? "http" : "https"}://${inner[2] ?? ""}${url.search}${url.hash}`;
  return parseHttpUrl(address) === null ? null : address;
}

function canonicalHost(host: string, path: string): string {
  if (isBareHost(host)) return host;
  let name = host;
  for (;;) {
    const [label = "", ...rest] = name.split(".");
    const parent = rest.join(".");
    if (rest.length < 2) return name;
    const isAlias = label === "www" || (isRenderingLabel(label) && !isRegistrySuffix(parent) && namesAnArticle(path));
    if (!isAlias) return name;
    name = parent;
  }
}

/** Hosts that serve the pages of another for phones, as AMP, or to share the load. */
function isRenderingLabel(label: string): boolean {
  return /^(?:m|mobile|amp|touch|wap|www\d{1,2})$/u.test(label);
}

function canonicalPath(raw: string, hasNoQuery: boolean): string {
  let path = canonicalEscapes(raw)
    .replaceAll(/;(?:jsessionid|phpsessid)=[\w.!-]*/giu, "")
    .replaceAll(/\/{2,}/gu, "/");
  for (;;) {
    const before = path;
    path = path.replace(/\/$/u, "").replace(indexPage, "");
    if (hasNoQuery) path = path.replace(indexScript, "");
    path = withoutAmp(path);
    if (path === before) return path === "" ? "/" : path;
  }
}

/** `/story/amp`, `/story/amp.html`, `/amp/story`, `/news/amp/story`, `/story.amp` and `/story.amp.html` are renderings of `/story`. */
function withoutAmp(path: string): string {
  const plain = path
    .replace(/\/amp(?:\.html?)?$/u, "")
    .replace(/\/amp(?=\/)/u, "")
    .replace(/\.amp(?=(?:\.html?)?$)/u, "");
  return namesAnArticle(plain) ? plain : path;
}

/** True for a path that no section front has: a slug of four words or a number of five digits. */
function namesAnArticle(path: string): boolean {
  return /\d{5}/u.test(path) || path.split("/").some((segment) => segment.split(/[-_]+/u).length >= 4);
}

function canonicalQuery(search: string): string {
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const spaced = canonicalEscapes(pair.replaceAll("+", "%20"));
      const at = spaced.indexOf("=");
      return at < 0 ? { name: spaced, value: "" } : { name: spaced.slice(0, at), value: spaced.slice(at + 1) };
    })
    .filter(({ name, value }) => !isTrackingParameter(name, value))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  if (kept.length === 0) return "";
  return `?${kept.map(({ name, value }) => (value === "" ? name : `${name}=${value}`)).join("&")}`;
}

/**
 * Decodes escapes that never change meaning and spells the others in upper case. Decoded are RFC 3986's unreserved
 * characters and `! ' ( ) * ,`, which libraries escape or not as they like. Bytes that are not UTF-8 stay as they are.
 */
function canonicalEscapes(text: string): string {
  return text.replaceAll(/%[\da-f]{2}/giu, (escape) => {
    const char = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~!'()*,-]/u.test(char) ? char : escape.toUpperCase();
  });
}
