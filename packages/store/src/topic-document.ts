import type { Section, TopicDocument } from "@wirewatch/model";
import type { ArticleRevision } from "./schema.ts";

/** What a revision's row has for topics. */
export type DocumentRow = Pick<
  ArticleRevision,
  "title" | "standfirst" | "language" | "canonical_url" | "page_url" | "authors"
>;

/** What the configuration knows of a source, where the article does not say it. */
export interface DocumentSource {
  readonly language: string | null;
  readonly country: string | null;
}

/**
 * A stored article as topics are asked about it: the same for the classifier, a backtest and a later rematch.
 *
 * @param sections of the stored text; empty when it has none
 * @param source undefined when the configuration does not have it any more
 */
export function topicDocument(
  row: DocumentRow,
  sections: readonly Section[],
  source: DocumentSource | undefined,
): TopicDocument {
  const url = row.canonical_url ?? row.page_url;
  return {
    title: row.title,
    sections: withStandfirst(sections, row.standfirst),
    lang: row.language ?? source?.language ?? null,
    url,
    source: url === null ? null : (URL.parse(url)?.hostname.replace(/^www\./u, "") ?? null),
    author: row.authors.join(", "),
    country: source?.country ?? null,
  };
}

/** The standfirst is a field of its own in the archive; readers see it as the start of the text, and so do topics. */
function withStandfirst(sections: readonly Section[], standfirst: string | null): readonly Section[] {
  const first = sections.findIndex((section) => section.role === "main");
  if (standfirst === null || standfirst === "" || sections[first]?.text.includes(standfirst) === true) return sections;
  if (first === -1) return [{ heading: null, text: standfirst, role: "main" }, ...sections];
  return sections.map((section, index) =>
    index === first ? { ...section, text: `${standfirst}\n\n${section.text}` } : section,
  );
}
