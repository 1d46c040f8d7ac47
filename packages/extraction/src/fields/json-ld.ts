import { readBlocks } from "../body/blocks.ts";
import { parsePage } from "../page/page-tree.ts";
import { isObject, list, readLinkedData, typesOf, type JsonObject, type LinkedData } from "./json-ld-nodes.ts";
import { plain } from "./plain.ts";

/** What a page says about its article in JSON-LD; strings are plain text, dates and URLs as written. */
export interface LinkedArticle {
  /** False when only the node of the page was found. */
  readonly isArticle: boolean;
  readonly headline: string | null;
  readonly description: string | null;
  /** Paragraphs of `articleBody`; empty when there is none. */
  readonly body: readonly string[];
  readonly authors: readonly string[];
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly language: string | null;
  readonly publisher: string | null;
  readonly sections: readonly string[];
  readonly keywords: readonly string[];
  readonly images: readonly string[];
  /** `isAccessibleForFree` of the article, else of its parts; null when nothing is said. */
  readonly isFree: boolean | null;
  readonly isLive: boolean;
}

const articleType = /(?:Article|BlogPosting|^Report|^LiveBlogPosting|^Reportage\w*|^SocialMediaPosting|^Posting)$/;
/** What a review or fact check is marked as where it is not an article as well. */
const reviewType = /Review$/;

/**
 * The article a page describes in its JSON-LD: the node of an article type, one with the page's own URL before others; where
 * there is none, a review. Dates and language may also stand in the node of the page (`WebPage`).
 *
 * @param scripts contents of the `application/ld+json` scripts; what cannot be parsed is passed over
 * @see https://schema.org/Article
 */
export function readLinkedArticle(scripts: readonly string[], pageUrl: string): LinkedArticle | null {
  if (scripts.length === 0) return null;
  const data = readLinkedData(scripts);
  const place = placeOf(pageUrl);
  const about = (node: JsonObject): boolean => isAbout(node, place);
  const withContent = data.nodes.filter(hasContent);
  const articles = withContent.filter((node) => isOfType(node, articleType));
  const found = articles.find(about) ?? articles[0] ?? withContent.find((node) => isOfType(node, reviewType));
  const page = withContent.find((node) => isOfType(node, /^WebPage$/) && about(node));
  if (found === undefined && page === undefined) return null;
  const article = found ?? {};
  const liveNodes = data.nodes.filter((node) => isOfType(node, /^LiveBlogPosting$/));
  return {
    isArticle: found !== undefined,
    headline: plain(article["headline"]) ?? plain(article["name"]),
    description: plain(article["description"]),
    body: paragraphs(article["articleBody"]),
    authors: namesOf(article["author"] ?? article["creator"], data),
    publishedAt: string(article["datePublished"]) ?? string(article["dateCreated"]) ?? string(page?.["datePublished"]),
    modifiedAt: string(article["dateModified"]) ?? string(page?.["dateModified"]),
    language: languageOf(article["inLanguage"]) ?? languageOf(page?.["inLanguage"]),
    publisher: namesOf(article["publisher"], data)[0] ?? null,
    sections: list(article["articleSection"]).flatMap((section) => plain(section) ?? []),
    keywords: list(article["keywords"]).flatMap(
      (keyword) => plain(isObject(keyword) ? keyword["name"] : keyword) ?? [],
    ),
    images: [...list(article["image"]), ...list(article["thumbnailUrl"])].flatMap(
      (image) => urlOf(data.resolve(image)) ?? [],
    ),
    isFree: freedomOf(article, data),
    isLive: liveNodes.some((node) => (node === article || about(node)) && !isOver(node)),
  };
}

/** `false`, `"False"`, `"http://schema.org/False"` and the like; null for anything else. */
export function truth(value: unknown): boolean | null {
  const word = String(typeof value === "string" || typeof value === "boolean" ? value : "")
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, "")
    .trim();
  if (/^(?:true|yes|1)$/.test(word)) return true;
  return /^(?:false|no|0)$/.test(word) ? false : null;
}

function freedomOf(article: JsonObject, data: LinkedData): boolean | null {
  const own = truth(article["isAccessibleForFree"]);
  if (own !== null) return own;
  const parts = list(article["hasPart"]).map(data.resolve).filter(isObject);
  const isFree = parts.map((part) => truth(part["isAccessibleForFree"]));
  return isFree.includes(false) ? false : isFree.includes(true) ? true : null;
}

/** A live blog that was last changed after its announced end is not written any more. */
function isOver(node: JsonObject): boolean {
  const endMs = Date.parse(string(node["coverageEndTime"]) ?? "");
  const modifiedMs = Date.parse(string(node["dateModified"]) ?? "");
  return endMs <= modifiedMs;
}

function isOfType(node: JsonObject, pattern: RegExp): boolean {
  return typesOf(node).some((type) => pattern.test(type));
}

function hasContent(node: JsonObject): boolean {
  return ["headline", "datePublished", "articleBody"].some((key) => typeof node[key] === "string");
}

function isAbout(node: JsonObject, place: string): boolean {
  const page = node["mainEntityOfPage"];
  return [node["url"], node["@id"], ...list(page), ...list(page).map((value) => isObject(value) && value["@id"])].some(
    (url) => typeof url === "string" && placeOf(url) === place,
  );
}

/** A URL without what may differ between spellings of one page's address: scheme, `www`, query, fragment, last slash. */
function placeOf(url: string): string {
  return url
    .slice(0, 2_048)
    .replace(/^https?:\/\/(?:www\.)?/i, "")
    .replace(/[?#].*$/s, "")
    .replace(/\/$/, "");
}

function namesOf(value: unknown, data: LinkedData): string[] {
  return list(value).flatMap((entry) => {
    const named = data.resolve(entry);
    return list(isObject(named) ? named["name"] : named).flatMap((name) => plain(name) ?? []);
  });
}

function languageOf(value: unknown): string | null {
  const first = list(value)[0];
  return isObject(first) ? (string(first["alternateName"]) ?? string(first["name"])) : string(first);
}

function urlOf(value: unknown): string | null {
  if (!isObject(value)) return string(value);
  return string(value["url"]) ?? string(value["contentUrl"]);
}

function string(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" && first.trim() !== "" ? first.trim().slice(0, 2_048) : null;
}

function paragraphs(value: unknown): string[] {
  if (typeof value !== "string") return [];
  const root = parsePage(value).root;
  return readBlocks(root).blocks.flatMap((block) => block.text.split("\n"));
}
