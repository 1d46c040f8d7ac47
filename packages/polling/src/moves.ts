import { dayMs } from "./stretches.ts";

/** A permanent redirect that is being watched; made for the store. */
export interface Moved {
  readonly target: string;
  /** Answers in a row that led there. */
  readonly count: number;
  /** Of the first of them, ISO 8601. */
  readonly since: string;
}

/** Redirects are set up by mistake, and put on by captive portals and parking sites: neither lasts so long. */
const minAnswers = 3;
const minAgeMs = dayMs;

/**
 * Is a permanent redirect (301, 308) to be believed? After three answers in a row that lead to one address, the
 * last at least 24 hours after the first, it is adopted.
 *
 * @param moved as stored after the last answer; whatever it is, nothing worse happens than counting anew
 * @param target where an unbroken chain of permanent redirects led this time; null: nowhere
 * @returns what to store, and the address to poll from now on, or null
 */
export function followMove(
  moved: unknown,
  target: string | null,
  at: Date,
): { readonly moved: Moved | null; readonly adopt: string | null } {
  if (target === null) return { moved: null, adopt: null };
  const before = readMoved(moved);
  const firstAt = before === null ? Number.NaN : Date.parse(before.since);
  if (before === null || before.target !== target || !(firstAt <= at.getTime()))
    return { moved: { target, count: 1, since: at.toISOString() }, adopt: null };
  const count = before.count + 1;
  const isAdopted = count >= minAnswers && at.getTime() - firstAt >= minAgeMs;
  return isAdopted ? { moved: null, adopt: target } : { moved: { ...before, count }, adopt: null };
}

function readMoved(stored: unknown): Moved | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { target, count, since } = stored as Readonly<Record<string, unknown>>;
  if (typeof target !== "string" || typeof since !== "string") return null;
  return typeof count === "number" && Number.isInteger(count) && count > 0 ? { target, count, since } : null;
}
