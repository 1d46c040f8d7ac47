import { UsageError } from "./usage-error.ts";

/** The beginning of a stretch of time that ends now. */
export interface Since {
  /** As it was written, e.g. `30d`. */
  readonly text: string;
  readonly at: Date;
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/**
 * Reads `--since`: a length of time (`12h`, `30d`, `8w`, at most ten years) or a UTC day (`2026-03-01`).
 *
 * @throws {UsageError} for anything else, and for a day to come
 */
export function readSince(text: string, now: Date): Since {
  const length = /^(\d{1,4})([hdw])$/u.exec(text);
  const ms = Number(length?.[1] ?? 0) * (unitMs[length?.[2] ?? ""] ?? 0);
  if (ms > 0 && ms <= 3660 * 86_400_000) return { text, at: new Date(now.getTime() - ms) };
  const day = /^\d{4}-\d\d-\d\d$/u.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  const isDay = day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (isDay && day < now) return { text, at: day };
  throw new UsageError(`--since is "${text}"; it takes a length of time (12h, 30d, 8w) or a past day (2026-03-01)`);
}
