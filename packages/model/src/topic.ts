import type { Section } from "./article.ts";

/** Half-open range in UTF-16 code units, as `String.prototype.slice` takes it. */
export type TextRange = readonly [start: number, end: number];

/** Ranges per text: `title`, `hN` and `sN` for heading and text of section N. */
export type MatchSpans = Readonly<Record<string, readonly TextRange[]>>;

/** What topics are matched against. */
export interface TopicDocument {
  readonly title?: string | null;
  readonly body?: string | null;
  readonly sections?: readonly (Partial<Section> & { readonly text: string })[];
  readonly lang?: string | null;
  readonly url?: string | null;
  readonly source?: string | null;
  readonly author?: string | null;
  readonly country?: string | null;
}

/** One standing query that was true for a document. */
export interface TopicHit {
  readonly id: string;
  /** Numbers of the sections that matched; null stands for the unit of scope `document` or the title alone. */
  readonly units: readonly (number | null)[];
  readonly spans: MatchSpans;
  /** 0 to 1: how strongly the topic is present. */
  readonly strength: number;
}

export const severities = ["low", "normal", "high", "critical"] as const;
export type Severity = (typeof severities)[number];
