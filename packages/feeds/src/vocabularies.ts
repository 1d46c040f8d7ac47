/** Our prefixes for the vocabularies feeds use, by address without scheme, end mark and case; that of RSS itself has none. */
const vocabularies: Readonly<Record<string, string>> = {
  "purl.org/rss/1.0": "",
  "purl.org/net/rss1.1": "",
  "my.netscape.com/rdf/simple/0.9": "",
  "channel.netscape.com/rdf/simple/0.9": "",
  "my.netscape.com/publish/formats/rss-0.91.dtd": "",
  "backend.userland.com/rss": "",
  "backend.userland.com/rss2": "",
  "blogs.law.harvard.edu/tech/rss": "",
  "cyber.law.harvard.edu/rss": "",
  "cyber.law.harvard.edu/rss/rss.html": "",
  "www.rssboard.org/rss-specification": "",
  "www.w3.org/2005/atom": "atom:",
  "purl.org/atom/ns": "atom:",
  "purl.org/atom": "atom:",
  "purl.org/echo": "atom:",
  "purl.org/pie": "atom:",
  "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
  "www.w3.org/1999/xhtml": "xhtml:",
  "www.w3.org/tr/xhtml1": "xhtml:",
  "purl.org/dc/elements/1.1": "dc:",
  "purl.org/dc/elements/1.0": "dc:",
  "purl.org/metadata/dublin_core": "dc:",
  "purl.org/dc/terms": "dcterms:",
  "purl.org/rss/1.0/modules/dcterms": "dcterms:",
  "purl.org/rss/1.0/modules/content": "content:",
  "purl.org/rss/1.0/modules/syndication": "sy:",
  "purl.org/rss/1.0/modules/enclosure": "enc:",
  "purl.oclc.org/net/rss_2.0/enc": "enc:",
  "search.yahoo.com/mrss": "media:",
  "video.search.yahoo.com/mrss": "media:",
  "www.rssboard.org/media-rss": "media:",
  "www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
  "example.com/dtds/podcast-1.0.dtd": "itunes:",
  "wordpress.org/export/1.2/excerpt": "excerpt:",
  "www.sitemaps.org/schemas/sitemap/0.9": "",
  "www.google.com/schemas/sitemap/0.84": "",
  "www.google.com/schemas/sitemap-news/0.9": "news:",
};

/** Elements a feed document has at its top, without prefix: whose vocabulary is unknown there is taken for the feed's own. */
const rootNames: ReadonlySet<string> = new Set(["rss", "rdf", "feed", "channel", "urlset", "sitemapindex"]);

/** Prefixes of one element; real documents declare up to thirty. */
const maxPrefixes = 64;

/** Names of elements and attributes as they are to be read in one part of a document. */
export interface Scope {
  /** Our prefix by that of the document; the default namespace is under the empty string. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Names already read, since few names make up a document. */
  readonly names: Map<string, string>;
}

export function outermostScope(): Scope {
  return { prefixes: new Map(), names: new Map() };
}

/**
 * The scope inside of an element that declares namespaces.
 *
 * @param attributes of the element, names in lower case
 * @param rootName name of the element as written, in lower case, if it is the outermost one; null otherwise
 */
export function scopeInside(
  outer: Scope,
  attributes: Readonly<Record<string, string>>,
  rootName: string | null,
): Scope {
  const prefixes = new Map(outer.prefixes);
  const [rootPrefix, rootLocal] = rootName === null ? [null, ""] : splitName(rootName);
  for (const [name, uri] of Object.entries(attributes)) {
    if (!isDeclaration(name) || prefixes.size >= maxPrefixes) continue;
    const prefix = name.slice("xmlns:".length);
    prefixes.set(prefix, vocabularyOf(uri) ?? unknownPrefix(prefix, rootName !== null));
  }
  if (rootPrefix !== null && rootNames.has(rootLocal) && prefixes.get(rootPrefix) === `${rootPrefix}:`)
    prefixes.set(rootPrefix, "");
  return { prefixes, names: new Map() };
}

export function isDeclaration(attributeName: string): boolean {
  return attributeName === "xmlns" || attributeName.startsWith("xmlns:");
}

/**
 * A name in lower case with our prefix. A prefix nobody declared is taken at its word: feeds that forget to declare
 * `dc` mean Dublin Core.
 */
export function canonicalName(written: string, scope: Scope): string {
  const known = scope.names.get(written);
  if (known !== undefined) return known;
  const [prefix, local] = splitName(written.toLowerCase());
  const name = (scope.prefixes.get(prefix) ?? (prefix === "" ? "" : `${prefix}:`)) + local;
  if (scope.names.size < maxNames) scope.names.set(written, name);
  return name;
}

/** Hostile documents have a new name for every element. */
const maxNames = 1000;

function splitName(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(":");
  return colon === -1 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
}

/** A vocabulary that begins below the root, such as SVG, must not be mistaken for the feed's. */
function unknownPrefix(prefix: string, isRoot: boolean): string {
  if (prefix !== "") return `${prefix}:`;
  return isRoot ? "" : "other:";
}

function vocabularyOf(uri: string): string | null {
  const key = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[/#]+$/, "");
  return Object.hasOwn(vocabularies, key) ? (vocabularies[key] ?? null) : null;
}
