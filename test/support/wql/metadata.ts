import type { TopicDocument } from "@wirewatch/model";
import { fold } from "./characters.ts";
import type { MetaField } from "./syntax.ts";
import { tokens } from "./tokens.ts";

/** Whether one value of a metadata field is true for a document. @see WQL 1, section 6 */
export function metadataHolds(field: MetaField, value: string, document: TopicDocument): boolean {
  switch (field) {
    case "lang":
      return document.lang != null && primary(document.lang) === primary(value);
    case "country":
      return document.country != null && document.country.toLowerCase() === value.toLowerCase();
    case "url":
      return document.url != null && document.url.toLowerCase().includes(value.toLowerCase());
    case "source":
      return isHost(hostOf(document), value);
    case "author":
      return document.author != null && hasPhrase(foldedTokens(document.author), foldedTokens(value));
  }
}

export function primary(language: string): string {
  return (language.split("-")[0] ?? "").toLowerCase();
}

function hostOf({ source, url }: TopicDocument): string | undefined {
  if (source != null && source !== "") return source.toLowerCase();
  return url != null && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : undefined;
}

function isHost(host: string | undefined, value: string): boolean {
  if (host === undefined) return false;
  const wanted = value
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/\/.*$/su, "")
    .replace(/^(?:\*?\.)?/, "")
    .replace(/^www\./, "");
  return host === wanted || host.endsWith(`.${wanted}`);
}

function foldedTokens(text: string): readonly string[] {
  return tokens(text).map((token) => fold(token.text));
}

function hasPhrase(text: readonly string[], phrase: readonly string[]): boolean {
  return phrase.length > 0 && text.some((_, start) => phrase.every((word, index) => text[start + index] === word));
}
