/** An object of JSON-LD; every value comes from the page and may be of any type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a page's JSON-LD holds. */
export interface LinkedData {
  /** All objects that may describe the page or what it shows, outermost first. */
  readonly nodes: readonly JsonObject[];
  /** The object that a reference `{"@id": …}` stands for, else the value itself. */
  readonly resolve: (value: unknown) => unknown;
}

/** Nodes looked at per page; real graphs have some dozens. */
const maxNodes = 2_000;
const maxListLength = 50;

/** Where other nodes than the outermost stand. */
const nesting = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "@reverse"];

/**
 * Reads JSON-LD: lists, `@graph`, nested entities and references.
 *
 * @param scripts contents of the `application/ld+json` scripts; what cannot be parsed is passed over
 */
export function readLinkedData(scripts: readonly string[]): LinkedData {
  const nodes = collectNodes(scripts.map(parseJson));
  const byId = new Map<string, JsonObject>();
  for (const node of nodes) {
    const id = node["@id"];
    if (typeof id === "string" && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node);
  }
  const resolve = (value: unknown): unknown => {
    if (!isObject(value) || typeof value["@id"] !== "string" || Object.keys(value).length > 2) return value;
    return byId.get(value["@id"]) ?? value;
  };
  return { nodes, resolve };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that may stand alone or in a list, as a list of at most 50. */
export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.slice(0, maxListLength);
  return value === undefined || value === null ? [] : [value];
}

/** Names of the node's types, without a `schema:` or URL in front. */
export function typesOf(node: JsonObject): string[] {
  return list(node["@type"]).flatMap((type) => (typeof type === "string" ? [type.replace(/^.*[:/]/, "")] : []));
}

function collectNodes(roots: readonly unknown[]): JsonObject[] {
  const found: JsonObject[] = [];
  const waiting: unknown[] = [...roots];
  for (let at = 0; at < waiting.length && at < maxNodes; at++) {
    const next = waiting[at];
    if (Array.isArray(next)) waiting.push(...next.slice(0, maxNodes));
    else if (isObject(next)) {
      found.push(next);
      for (const key of nesting) if (typeof next[key] === "object") waiting.push(next[key]);
    }
  }
  return found;
}

function parseJson(script: string): unknown {
  const source = script
    .replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, "")
    .trimEnd()
    .replace(/(?:-->|\/\/\s*\]\]>|\/\*\s*\]\]>\s*\*\/|\]\]>)$/, "")
    .trim();
  for (const repair of repairs) {
    try {
      return JSON.parse(repair(source));
    } catch {
      // The next repair may help; what none helps is passed over.
    }
  }
  return null;
}

/** Mistakes that templates make: quotes as entities, raw line breaks in strings, `\'`, stray commas and semicolons, several objects. */
const repairs: readonly ((source: string) => string)[] = [
  (source) => source,
  withoutStrayMarks,
  (source) => `[${withoutStrayMarks(source).replace(/\}\s*\{/g, "},{")}]`,
  (source) => withoutStrayMarks(source.replaceAll("&quot;", '"').replaceAll("&amp;", "&")),
];

function withoutStrayMarks(source: string): string {
  return source
    .replace(/\p{Cc}+/gu, " ")
    .replace(/;$/, "")
    .replaceAll("\\'", "'")
    .replace(/,\s*([}\]])/g, "$1")
    .replace(/,\s*,/g, ",");
}
