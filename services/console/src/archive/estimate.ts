import { figure } from "../views/parts.ts";

/** How many there are. */
export interface Estimate {
  /** A whole number. */
  readonly value: number;
  /** False: told by a sample. */
  readonly isExact: boolean;
  /** The truth is within so many of it, in 95 of 100 cases; 0 when exact. */
  readonly error: number;
}

export function exactly(value: number): Estimate {
  return { value, isExact: true, error: 0 };
}

/** A story of the sample: articles that were looked at, and how many of them (or 1 for the story) count. */
export interface SampledStory {
  readonly looked: number;
  readonly counted: number;
}

/**
 * How many there are among all articles, told by whole stories that were taken by chance: the ratio estimator for samples of clusters.
 *
 * @param total articles that the sample was taken of
 * @param share of the stories in the sample, above 0
 * @see Cochran, Sampling Techniques (1977), 6.4 and 9A
 */
export function estimateOf(stories: readonly SampledStory[], total: number, share: number): Estimate {
  const looked = stories.reduce((sum, story) => sum + story.looked, 0);
  const counted = stories.reduce((sum, story) => sum + story.counted, 0);
  if (share >= 1) return exactly(counted);
  if (looked === 0) return { value: 0, isExact: false, error: total };
  const ratio = counted / looked;
  const squares = stories.reduce((sum, story) => sum + (story.counted - ratio * story.looked) ** 2, 0);
  // None among n looked at: up to 3 in n are (rule of three).
  const error = counted === 0 ? (3 * total) / looked : (1.96 * Math.sqrt((1 - share) * squares)) / share;
  return { value: Math.round(total * ratio), isExact: false, error: Math.min(total, Math.ceil(error)) };
}

/** An estimate in words. @example `412`, `about 4,100`, `fewer than 90` */
export function estimateWords({ value, isExact, error }: Estimate): string {
  if (isExact) return figure(value);
  if (value === 0) return `fewer than ${figure(Math.max(1, rounded(error)))}`;
  return `about ${figure(rounded(value))}`;
}

/** What a reader may want to know of an estimate; null when it is exact. @example `between 3,900 and 4,300` */
export function estimateRange({ value, isExact, error }: Estimate): string | null {
  if (isExact) return null;
  return `between ${figure(rounded(Math.max(0, value - error)))} and ${figure(rounded(value + error))}, told by a sample`;
}

/** To two digits: more are not known. */
function rounded(value: number): number {
  if (value < 100) return Math.round(value);
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}
