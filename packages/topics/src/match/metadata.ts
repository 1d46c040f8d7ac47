import type { TopicDocument } from "@wirewatch/model";
import type { MetadataNode } from "../query/syntax.ts";
import { tokenise } from "../text/tokenise.ts";

/** True when one of a metadata field's values fits the document; never without that metadata. @see WQL 1, section 6 */
export function fitsMetadata({ field, values }: MetadataNode, document: TopicDocument): boolean {
  switch (field) {
    case "lang": {
      const language = primaryLanguage(document.lang ?? "");
      return language !== "" && values.some((value) => primaryLanguage(value) === language);
    }
    case "country": {
      const country = document.country?.toLowerCase() ?? "";
      return country !== "" && values.some((value) => value.toLowerCase() === country);
    }
    case "url": {
      const url = document.url?.toLowerCase() ?? "";
      return url !== "" && values.some((value) => url.includes(value.toLowerCase()));
    }
    case "source": {
      const host = hostOf(document.source ?? "") || hostOf(document.url ?? "").replace(/^www\./u, "");
      return host !== "" && values.some((value) => isWithinHost(host, siteOf(value)));
    }
    case "author": {
      const names = foldedTokens(document.author ?? "");
      return values.some((value) => holdsPhrase(names, foldedTokens(value)));
    }
  }
}

/** Primary subtag of a BCP 47 tag in lower case: `pt` for `pt-BR`. */
export function primaryLanguage(tag: string): string {
  return (tag.trim().split(/[-_]/u)[0] ?? "").toLowerCase();
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

function isWithinHost(host: string, site: string): boolean {
  return site !== "" && (host === site || host.endsWith(`.${site}`));
}

function foldedTokens(text: string): readonly string[] {
  return tokenise(text).map((token) => token.folded);
}

function holdsPhrase(tokens: readonly string[], phrase: readonly string[]): boolean {
  if (phrase.length === 0) return false;
  return tokens.some((_, start) => phrase.every((token, index) => tokens[start + index] === token));
}
