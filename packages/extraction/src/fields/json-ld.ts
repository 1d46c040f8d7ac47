import { readBlocks } from "../body/blocks.ts";
import { collapse, plainText } from "../page/walk.ts";
import { parsePage } from "../page/page-tree.ts";

/** What a page says about its article in JSON-LD; strings are plain text, dates as written. */
export interface LinkedArticle {
  readonly headline: string | null;
  readonly description: string | null;
  /** Paragraphs of `articleBody`; empty when there is none. */
  readonly body: readonly string[];
  readonly authors: readonly string[];
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly language: string | null;
  readonly publisher: string | null;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Nodes looked at per page; real graphs have some dozens. */
const maxNodes = 2_000;
/** Longest headline, description or name that is read, in characters; `articleBody` is bounded by the script. */
const maxTextLength = 2_000;
const articleType =
  /(?:Article|BlogPosting|^Report|^LiveBlogPosting|^Reportage\w*|^Review|^SocialMediaPosting|^Posting)$/;

/**
 * The article a page describes in its JSON-LD: the first node of an article type, one with the page's own URL before others.
 *
 * @param scripts contents of the `application/ld+json` scripts; what cannot be parsed is passed over
 * @see https://schema.org/Article
 */
export function readLinkedArticle(scripts: readonly string[], pageUrl: string): LinkedArticle | null {
  const nodes = scripts.flatMap((script) => collectNodes(parseJson(script)));
  const byId = new Map(
    nodes.flatMap((node) =>
      typeof node["@id"] === "string" && Object.keys(node).length > 1 ? [[node["@id"], node]] : [],
    ),
  );
  const articles = nodes.filter((node) => typesOf(node).some((type) => articleType.test(type)) && hasContent(node));
  const article = articles.find((node) => isAbout(node, pageUrl)) ?? articles[0];
  if (article === undefined) return null;
  return {
    headline: text(article["headline"]) ?? text(article["name"]),
    description: text(article["description"]),
    body: paragraphs(article["articleBody"]),
    authors: list(article["author"] ?? article["creator"]).flatMap((author) => nameOf(author, byId) ?? []),
    publishedAt: text(article["datePublished"]) ?? text(article["dateCreated"]),
    modifiedAt: text(article["dateModified"]),
    language: languageOf(article["inLanguage"]),
    publisher: nameOf(list(article["publisher"])[0], byId),
  };
}

function parseJson(script: string): unknown {
  const source = script
    .replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\/\s*\]\]>|\]\]>)\s*$/g, "")
    .trim();
  for (const attempt of [
    source,
    source
      .replace(/\p{Cc}+/gu, " ")
      .replace(/;\s*$/, "")
      .replace(/,\s*([}\]])/g, "$1"),
  ]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The second attempt repairs raw line breaks in strings, a closing semicolon and trailing commas.
    }
  }
  return null;
}

/** All objects in the value, outermost first. */
function collectNodes(value: unknown): JsonObject[] {
  const found: JsonObject[] = [];
  const waiting: unknown[] = [value];
  for (let at = 0; at < waiting.length && at < maxNodes; at++) {
    const next = waiting[at];
    if (Array.isArray(next)) waiting.push(...next.slice(0, maxNodes));
    else if (isObject(next)) {
      found.push(next);
      waiting.push(...["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"].map((key) => next[key]));
    }
  }
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typesOf(node: JsonObject): string[] {
  return list(node["@type"]).filter((type) => typeof type === "string");
}

function hasContent(node: JsonObject): boolean {
  return ["headline", "datePublished", "articleBody"].some((key) => typeof node[key] === "string");
}

function isAbout(node: JsonObject, pageUrl: string): boolean {
  const page = node["mainEntityOfPage"];
  return [node["url"], node["@id"], page, isObject(page) ? page["@id"] : null].some(
    (url) => typeof url === "string" && url.split("#")[0] === pageUrl.split("#")[0],
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 50) : value === undefined || value === null ? [] : [value];
}

function nameOf(value: unknown, byId: ReadonlyMap<unknown, JsonObject>): string | null {
  if (typeof value === "string") return text(value);
  if (!isObject(value)) return null;
  return text(value["name"]) ?? text(byId.get(value["@id"])?.["name"]);
}

function languageOf(value: unknown): string | null {
  const first = list(value)[0];
  return isObject(first) ? (text(first["alternateName"]) ?? text(first["name"])) : text(first);
}

/** Plain text of a value that may hold entities and markup, as many publishers' do. */
function text(value: unknown): string | null {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first !== "string") return null;
  const plain = /[<&]/.test(first)
    ? plainText(parsePage(first.slice(0, maxTextLength)).root)
    : collapse(first.slice(0, maxTextLength));
  return plain === "" ? null : plain;
}

function paragraphs(value: unknown): string[] {
  if (typeof value !== "string") return [];
  const root = parsePage(value).root;
  return readBlocks(root).flatMap((block) => block.text.split("\n"));
}
