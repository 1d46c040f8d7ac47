import type { TopicConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import type { Estimate } from "./estimate.ts";
import type { FoundHit } from "./found-hit.ts";

export interface PreviewOptions {
  /** What the draft is compared with; null: with nothing. */
  readonly saved: TopicConfig | null;
  readonly since: Date;
  readonly now: Date;
  /** Hits that are listed. */
  readonly limit?: number;
  /** Added and removed hits that are listed, of each. */
  readonly changes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** An article that the topic is in. */
export interface PreviewHit extends FoundHit {
  /** The topic's own, or what a query under `raise` made it. */
  readonly severity: Severity;
}

/** Hits that one version has and the other does not. */
export interface PreviewChange {
  readonly articles: Estimate;
  /** The newest that were looked at. */
  readonly hits: readonly PreviewHit[];
}

/** The first article of a story that the topic is in. */
export interface FirstMatch {
  readonly storyId: string | null;
  readonly articleId: string;
  readonly sourceId: string;
  readonly at: Date;
  /** The highest of the story. */
  readonly severity: Severity;
  readonly language: string | null;
  /** Whether people would hear of one of its articles, as far as it depends on the articles alone. */
  readonly isTold: boolean;
}

/** What a topic would have found. */
export interface TopicPreview {
  readonly since: Date;
  readonly until: Date;
  /** Length of the part of the window that the archive has, at least 1. */
  readonly days: number;
  /** Articles that the index led to, and articles of the window. */
  readonly candidates: number;
  readonly archived: number;
  readonly articles: Estimate;
  readonly stories: Estimate;
  /** Stories that people would hear of. */
  readonly told: Estimate;
  readonly articlesPerDay: number;
  readonly storiesPerDay: number;
  readonly toldPerDay: number;
  /** Newest first; of all stories, or of the sample. */
  readonly firstMatches: readonly FirstMatch[];
  /** Stories that each of `firstMatches` stands for; 1 when all were looked at. */
  readonly weight: number;
  /** Newest first. */
  readonly hits: readonly PreviewHit[];
  /** False: the time was over before there were as many hits as wanted. */
  readonly isListComplete: boolean;
  readonly compare: { readonly added: PreviewChange; readonly removed: PreviewChange } | null;
}
