import type { TopicDocument } from "@wirewatch/model";
import type { MetadataField } from "../query/syntax.ts";
import { tokenise } from "../text/tokenise.ts";
import type { FactNode } from "./compiled.ts";

/** Metadata of a document in the form in which it is compared; what is unknown is empty. */
export interface DocumentFacts {
  /** Primary subtag in lower case. */
  readonly language: string;
  readonly country: string;
  readonly url: string;
  /** Host of `source`, else of `url` without `www.`. */
  readonly host: string;
  /** Folded tokens; computed when first asked for. */
  author(): readonly string[];
}

/** Longest author line that is read, in UTF-16 units. */
const maxAuthorLength = 10_000;

export function readFacts(document: TopicDocument): DocumentFacts {
  let author: readonly string[] | undefined;
  return {
    language: primaryLanguage(document.lang ?? ""),
    country: document.country?.toLowerCase() ?? "",
    url: document.url?.toLowerCase() ?? "",
    host: hostOf(document.source ?? "") || hostOf(document.url ?? "").replace(/^www\./u, ""),
    author: () => (author ??= foldedTokens((document.author ?? "").slice(0, maxAuthorLength))),
  };
}

/** True when one of the values fits; never without that metadata. @see WQL 1, section 6 */
export function fitsFacts({ field, values }: FactNode, facts: DocumentFacts): boolean {
  for (const value of values) {
    if (typeof value === "string" ? fitsText(field, value, facts) : holdsPhrase(facts.author(), value)) return true;
  }
  return false;
}

/** The values of a metadata field as {@link fitsFacts} compares them. */
export function readyValues(field: MetadataField, values: readonly string[]): FactNode["values"] {
  switch (field) {
    case "lang":
      return values.map((value) => primaryLanguage(value));
    case "country":
    case "url":
      return values.map((value) => value.toLowerCase());
    case "source":
      return values.map((value) => siteOf(value));
    case "author":
      return values.map((value) => foldedTokens(value));
  }
}

/** Primary subtag of a BCP 47 tag in lower case: `pt` for `pt-BR`. */
export function primaryLanguage(tag: string): string {
  return (tag.trim().split(/[-_]/u)[0] ?? "").toLowerCase();
}

function fitsText(field: MetadataField, value: string, facts: DocumentFacts): boolean {
  switch (field) {
    case "lang":
      return facts.language !== "" && facts.language === value;
    case "country":
      return facts.country !== "" && facts.country === value;
    case "url":
      return facts.url !== "" && facts.url.includes(value);
    case "source":
      return value !== "" && (facts.host === value || facts.host.endsWith(`.${value}`));
    case "author":
      return false;
  }
}

function hostOf(address: string): string {
  const withoutScheme = address
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//u, "");
  const authority = withoutScheme.split(/[/?#]/u)[0] ?? "";
  return authority.slice(authority.lastIndexOf("@") + 1).replace(/:[0-9]*$/u, "");
}

function siteOf(value: string): string {
  return hostOf(value)
    .replace(/^\*?\./u, "")
    .replace(/^www\./u, "");
}

function foldedTokens(text: string): readonly string[] {
  return tokenise(text).map((token) => token.folded);
}

function holdsPhrase(tokens: readonly string[], phrase: readonly string[]): boolean {
  if (phrase.length === 0) return false;
  return tokens.some((_, start) => phrase.every((token, index) => tokens[start + index] === token));
}
