import { longGapMs } from "./gaps.ts";
import type { Rhythm } from "./rhythm.ts";
import { dayMs } from "./stretches.ts";

/** Below a week a weekend has not been seen yet, and below eight gaps there is no usual one. */
const minWatchedMs = 7 * dayMs;
const minGaps = 8;

/**
 * Has a source that answers stopped publishing? It has when nothing new came for longer than
 * max(times × its usual longest gap, 24 h). Always false until it was watched for a week with nine polls that found something.
 *
 * @param lastItemAt when the last new item was found
 * @param times of the usual longest gap ({@link longGapMs}); null: the operator does not want to know
 */
export function isSilent(rhythm: Rhythm | null, lastItemAt: Date | null, at: Date, times: number | null): boolean {
  if (rhythm === null || lastItemAt === null || times === null) return false;
  if (rhythm.gaps.count < minGaps || at.getTime() - rhythm.sinceMs < minWatchedMs) return false;
  const gapMs = longGapMs(rhythm.gaps);
  return gapMs !== null && at.getTime() - lastItemAt.getTime() > Math.max(times * gapMs, dayMs);
}
