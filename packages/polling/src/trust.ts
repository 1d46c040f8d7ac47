import { dayMs, minuteMs } from "./stretches.ts";

/** Clocks of publishers are that wrong without anything being the matter. */
const maxAheadMs = 5 * minuteMs;
/** Items may turn up late: from a cache, or written earlier and released now. More is a date that was not meant. */
const maxBeforeMs = dayMs;

/** What is known about when an item was published. */
export interface Published {
  /** Never later than it was seen. Not trusted: the earliest it can have come, which is the previous poll; null without one. */
  readonly at: Date | null;
  readonly trusted: boolean;
}

/**
 * Whom to believe about the time an item was published: the publisher, unless the date lies more than 5 minutes in
 * the future or more than 24 hours before the previous poll, which did not have the item yet.
 *
 * @param publishedAt ISO 8601, as the feed says
 * @param previousPollAt null at the first poll, when any past date is possible
 */
export function trustPublished(
  publishedAt: string | null,
  { seenAt, previousPollAt }: { readonly seenAt: Date; readonly previousPollAt: Date | null },
): Published {
  const publishedMs = publishedAt === null ? Number.NaN : Date.parse(publishedAt);
  const earliestMs = previousPollAt === null ? -Infinity : previousPollAt.getTime() - maxBeforeMs;
  const trusted = publishedMs <= seenAt.getTime() + maxAheadMs && publishedMs >= earliestMs;
  if (!trusted) return { at: previousPollAt, trusted };
  return { at: new Date(Math.min(publishedMs, seenAt.getTime())), trusted };
}
