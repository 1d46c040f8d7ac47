import type { DialectName } from "@wirewatch/topics";
import type { Estimate } from "./estimate.ts";
import type { FoundHit } from "./found-hit.ts";

/** What somebody looks for in the archive. */
export interface ArchiveSearch {
  /** May be empty: everything that the filters leave. */
  readonly query: string;
  readonly dialect: DialectName;
  /** Every word also in its inflected forms. */
  readonly stem: boolean;
  readonly filters: SearchFilters;
  /** Where the list goes on, see `placeText`; null: at the newest. */
  readonly after: string | null;
}

/** Empty lists do not limit. */
export interface SearchFilters {
  readonly sources: readonly string[];
  /** Primary subtags; `none` for articles that say none. */
  readonly languages: readonly string[];
  /** Topics that were found in the article when it came in. */
  readonly topics: readonly string[];
  readonly since: Date | null;
  /** Excluded. */
  readonly until: Date | null;
}

/** One value of a facet. */
export interface FacetValue {
  /** Id of a source or topic, subtag of a language (`none` when there is none), or day as `2026-11-03`. */
  readonly key: string;
  readonly articles: Estimate;
}

export interface SearchTotals {
  readonly articles: Estimate;
  /** The most frequent first, days the newest first. */
  readonly facets: Readonly<Record<FacetName, readonly FacetValue[]>>;
}

export const facetNames = ["sources", "languages", "topics", "days"] as const;
export type FacetName = (typeof facetNames)[number];

export interface SearchAnswer {
  /** Newest first. */
  readonly hits: readonly FoundHit[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
  /** False: the time was over before the page was full; the next page goes on. */
  readonly isListComplete: boolean;
  /** Null when nobody asked for them. */
  readonly totals: SearchTotals | null;
}
