/** What a source announced: one entry of a feed, sitemap or listing, before anything is fetched. */
export interface SourceItem {
  /** The publisher's identifier (guid, atom:id), else the URL; unique within the source. */
  readonly id: string;
  /** Absolute URL of the page, or null when the entry has none. */
  readonly url: string | null;
  /** Plain text, never markup. */
  readonly title: string | null;
  /** ISO 8601 in UTC, or null: a date is never invented. */
  readonly publishedAt: string | null;
  readonly updatedAt: string | null;
  /** Short description as plain text. */
  readonly summary: string | null;
  /** Full content as the feed carries it (HTML), when it does. */
  readonly content: string | null;
  readonly authors: readonly { readonly name: string }[];
  readonly categories: readonly { readonly term: string }[];
  /** Files that come with the item (podcast episodes, pictures), as announced; absolute http(s) URLs. */
  readonly enclosures: readonly Enclosure[];
  /** BCP 47, of the entry or else of the feed. */
  readonly language: string | null;
}

/** A file that a source announced with an item. Nothing of it has been checked. */
export interface Enclosure {
  readonly url: string;
  /** Media type, e.g. `audio/mpeg`. */
  readonly type: string | null;
  readonly lengthBytes: number | null;
}

/** A retrieved resource, decoded only as far as its transfer codings. */
export interface FetchedPage {
  /** URL after redirects. */
  readonly url: string;
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `main` is searched by topics; `aside` (related links, other headlines, newsletter boxes) is not. */
export type SectionRole = "main" | "aside";

/** A heading with the text below it. `text` has a blank line between blocks. */
export interface Section {
  readonly heading: string | null;
  readonly text: string;
  readonly role: SectionRole;
}

/** The readable result of a page. */
export interface Article {
  readonly url: string;
  /** `rel=canonical` when it is plausible, else the URL itself; as a canonical form. */
  readonly canonicalUrl: string;
  /** Headline without the site's name. */
  readonly title: string | null;
  readonly standfirst: string | null;
  readonly authors: readonly string[];
  /** ISO 8601 with zone. */
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  /** BCP 47 as declared, lower-case primary subtag, e.g. `en`, `pt-BR`. */
  readonly language: string | null;
  readonly siteName: string | null;
  /** The main sections' headings and paragraphs, a blank line between blocks. */
  readonly text: string;
  readonly sections: readonly Section[];
  /** Which extractor gave the text, e.g. `readability`, `selectors`, `jsonld`. */
  readonly method: string;
  /** 0 to 1: how far independent extractors agree; null when only one ran. */
  readonly agreement: number | null;
}
