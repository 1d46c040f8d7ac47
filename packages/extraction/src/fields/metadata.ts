import type { Article } from "@wirewatch/model";
import type { PageTree } from "../page/page-tree.ts";
import { isPaywalled } from "./access.ts";
import { chooseAuthors } from "./authors.ts";
import { chooseModified, choosePublished } from "./dates.ts";
import { chooseHeadline } from "./headline.ts";
import { readLinkedArticle, type LinkedArticle } from "./json-ld.ts";
import { chooseLanguage } from "./language.ts";
import { chooseLeadImage } from "./lead-image.ts";
import { chooseCanonicalUrl, readAlternates } from "./links.ts";
import { metaOf, metasOf, readPageHead, type PageHead } from "./page-head.ts";
import { plain } from "./plain.ts";
import { chooseStandfirst } from "./standfirst.ts";
import { chooseTags, sectionKeys } from "./tags.ts";

type ArticleFields = Pick<
  Article,
  | "canonicalUrl"
  | "title"
  | "authors"
  | "publishedAt"
  | "modifiedAt"
  | "language"
  | "siteName"
  | "leadImage"
  | "tags"
  | "isPaywalled"
  | "isLive"
  | "alternates"
>;

/** What is known about an article apart from its text. */
export interface Metadata extends ArticleFields {
  /** Text of the element the page marks as its standfirst. */
  readonly standfirst: string | null;
  /** Description for search engines and cards; often the first sentence of the text. */
  readonly description: string | null;
  /** False when the page gives the time without a zone, or the day alone: it was read as UTC, and who knows better may say so. */
  readonly isPublishedAtExact: boolean;
  /** Paragraphs of the text as JSON-LD has it; empty when it does not. */
  readonly linkedBody: readonly string[];
  /** True when the page calls itself an article. */
  readonly isArticlePage: boolean;
}

const maxSiteName = 100;

/** Reads title, authors, dates and the like from JSON-LD, OpenGraph, `<meta>` and marked elements, in this order of trust. */
export function readMetadata(tree: PageTree, url: string): Metadata {
  const head = readPageHead(tree.root);
  const linked = readLinkedArticle(tree.jsonLd, url);
  const siteName = chooseSiteName(head, linked);
  const sites = siteNames(siteName, linked, url);
  const sections = [...metasOf(head, ...sectionKeys), ...(linked?.sections ?? [])];
  const title = chooseHeadline(head, linked, { sites, sections }, url);
  const description =
    linked?.description ?? plain(metaOf(head, "og:description", "description", "twitter:description"));
  const language = chooseLanguage(
    [head.language, linked?.language, ...metasOf(head, "content-language", "og:locale", "dc.language", "language")],
    `${title ?? ""} ${description ?? ""}`,
  );
  const authors = chooseAuthors(head, linked, sites);
  const published = choosePublished(head, linked, language);
  const canonicalUrl = chooseCanonicalUrl(head.canonical, url);
  return {
    canonicalUrl,
    title,
    standfirst: chooseStandfirst(head, title, authors),
    description,
    authors,
    publishedAt: published?.at ?? null,
    isPublishedAtExact: published?.isExact ?? false,
    modifiedAt: chooseModified(head, linked, language)?.at ?? null,
    language,
    siteName,
    leadImage: chooseLeadImage(head, linked, sites, url),
    tags: chooseTags(head, linked, sites),
    isPaywalled: isPaywalled(head, linked),
    isLive: linked?.isLive ?? false,
    alternates: readAlternates(head.alternates, url, canonicalUrl),
    linkedBody: linked?.body ?? [],
    isArticlePage: linked?.isArticle === true || metaOf(head, "og:type") === "article",
  };
}

function chooseSiteName(head: PageHead, linked: LinkedArticle | null): string | null {
  for (const written of [metaOf(head, "og:site_name"), linked?.publisher, metaOf(head, "application-name")]) {
    const name = plain(written)?.replace(/^@/, "") ?? "";
    if (name !== "" && name.length <= maxSiteName && !name.includes("://")) return name;
  }
  return null;
}

/** Names of the site, by which titles and authors are told from it. */
function siteNames(siteName: string | null, linked: LinkedArticle | null, url: string): string[] {
  const host = URL.parse(url)?.hostname.replace(/^www\./, "") ?? "";
  const label = host.split(".").at(-2) ?? "";
  return [siteName, linked?.publisher, host, label]
    .filter((name) => typeof name === "string")
    .filter((name) => name !== "");
}
