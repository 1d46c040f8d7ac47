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

/**
 * Why a block near the article is not part of its text:
 * - `headline`, `standfirst`, `byline`: it is a field of its own; `repeated`: a later block says the same
 * - `caption`, `credit`: of a picture; kept apart in `captions`
 * - `hidden`, `navigation`, `control`: not shown, or for using the page (menus, buttons, counters, forms)
 * - `named`: the names of its element say that it is not the article (share bar, newsletter box, tags)
 * - `related`, `listing`, `links`: other items: pointers, dated titles with teasers, blocks of links
 * - `appeal`, `disclaimer`, `contact`: newsletter and donation appeals, rights notes, addresses and telephone numbers
 * - `edge`: lines that are no sentences before the first or after the last sentence
 * - `template`: other articles of the source have it too
 * - `removed`: the source's own rule removes it
 * - `disputed`: of two readings of the page only one had it
 */
export type CutReason =
  | "headline"
  | "standfirst"
  | "byline"
  | "repeated"
  | "caption"
  | "credit"
  | "hidden"
  | "navigation"
  | "control"
  | "named"
  | "related"
  | "listing"
  | "links"
  | "appeal"
  | "disclaimer"
  | "contact"
  | "edge"
  | "template"
  | "removed"
  | "disputed";

/** A block that was near the article and is not part of its text, kept so that people can check the decision. */
export interface CutBlock {
  readonly text: string;
  readonly reason: CutReason;
}

/** The same article in another language, as the page declares it (`hreflang`). */
export interface Alternate {
  readonly language: string;
  readonly url: string;
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
  /** BCP 47 as declared, unless the text is in another language; lower-case primary subtag, e.g. `en`, `pt-BR`. */
  readonly language: string | null;
  readonly siteName: string | null;
  /** Absolute http(s) URL of the picture that stands for the article. */
  readonly leadImage: string | null;
  /** Keywords and sections as the page declares them. */
  readonly tags: readonly string[];
  /** True when the page says that the article is for subscribers only, so that its text may be a part of it. */
  readonly isPaywalled: boolean;
  /** True for a page that goes on being written, such as a live blog. */
  readonly isLive: boolean;
  /** Other language versions that the page declares. */
  readonly alternates: readonly Alternate[];
  /** The main sections' headings and paragraphs, a blank line between blocks. */
  readonly text: string;
  readonly sections: readonly Section[];
  /** Captions and credits of pictures, which are not part of the text. */
  readonly captions: readonly string[];
  /** What was left out near the article, and why; in page order. */
  readonly cut: readonly CutBlock[];
  /** Which extractor gave the text, e.g. `scorer`, `readability`, `selectors`, `jsonld`. */
  readonly method: string;
  /** 0 to 1: how far independent witnesses of the text agree; null when there was only one. */
  readonly agreement: number | null;
}
