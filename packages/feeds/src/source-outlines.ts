import type { OpmlOutline } from "./opml.ts";

/** What of a source has a place in OPML. */
export interface OutlinedSource {
  readonly kind: string;
  readonly name: string;
  /** Address of the source; null for one without. */
  readonly url: string | null;
  /** The documents that are polled. */
  readonly feeds: readonly string[];
  readonly tags: readonly string[];
  readonly language: string | null;
}

/** Kinds that are addresses alone: what others would have to say has no place in OPML. */
const plainKinds: readonly string[] = ["auto", "feed", "sitemap"];

/** One outline per document; tags become folders, the first one the outermost. Sources of other kinds are left out. */
export function sourceOutlines(sources: readonly OutlinedSource[]): OpmlOutline[] {
  return sources
    .filter(({ kind }) => plainKinds.includes(kind))
    .flatMap(({ feeds, name, url, tags, language }) =>
      feeds.map((feed) => ({
        title: name,
        url: feed,
        siteUrl: url === feed ? null : url,
        folder: tags,
        language,
      })),
    );
}
