/** Units of durations as YAML spells them, in milliseconds. */
const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Units of sizes in bytes: SI for kB, MB, GB; IEC 80000-13 for KiB, MiB. */
const sizeUnits: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_048_576,
};

export const durationPattern = /^\d{1,9}(?:ms|s|m|h|d)$/;
export const sizePattern = /^\d{1,9} ?(?:B|[kK]B|MB|GB|KiB|MiB)$/;

/**
 * Milliseconds of a duration such as `30s`, `5m`, `2h`, `7d`.
 *
 * @param text must match `durationPattern`
 */
export function durationMs(text: string): number {
  const unit = /[a-z]+$/.exec(text)?.[0] ?? "";
  return Number.parseInt(text, 10) * (durationUnits[unit] ?? Number.NaN);
}

/**
 * Bytes of a size such as `5MB` (5,000,000) or `5MiB` (5,242,880).
 *
 * @param text must match `sizePattern`
 */
export function sizeBytes(text: string): number {
  const unit = /[a-z]+$/i.exec(text)?.[0].toLowerCase() ?? "";
  return Number.parseInt(text, 10) * (sizeUnits[unit] ?? Number.NaN);
}

/** The shortest spelling of a duration: 90,000 is `90s`, 120,000 is `2m`. */
export function formatDuration(ms: number): string {
  for (const unit of ["d", "h", "m", "s"]) {
    const unitMs = durationUnits[unit] ?? 1;
    if (ms > 0 && ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  }
  return ms === 0 ? "0s" : `${ms}ms`;
}

/** The spelling of a size in the largest unit of SI that gives a whole number: 5,000,000 is `5MB`. */
export function formatSize(bytes: number): string {
  for (const unit of ["GB", "MB", "kB"]) {
    const unitBytes = sizeUnits[unit.toLowerCase()] ?? 1;
    if (bytes > 0 && bytes % unitBytes === 0) return `${bytes / unitBytes}${unit}`;
  }
  return `${bytes}B`;
}

/** What somebody who wrote `10 minutes`, `1.5h`, `1h30m` or `20` meant; null when it is no duration at all. */
export function suggestDuration(written: string): string | null {
  const parts = /^(?:\s*\d{1,6}(?:\.\d{1,3})?\s*[a-z]*){1,4}\s*$/i.test(written)
    ? [...written.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/gi)]
    : [];
  let total = 0;
  for (const [, amount = "", word = ""] of parts) {
    const unit = durationUnit(word.toLowerCase());
    if (unit === null) return null;
    total += Number(amount) * unit;
  }
  return parts.length === 0 ? null : formatDuration(Math.round(total));
}

function durationUnit(word: string): number | null {
  if (word === "") return durationUnits["s"] ?? null;
  if (/^(?:ms|msecs?|milli(?:second)?s?)$/.test(word)) return durationUnits["ms"] ?? null;
  if (/^(?:s|m|h|d|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)$/.test(word))
    return durationUnits[word.charAt(0)] ?? null;
  return /^w(?:eeks?)?$/.test(word) ? 7 * (durationUnits["d"] ?? 0) : null;
}

/** What somebody who wrote `5 mb`, `5M` or `5000000` meant; null when it is no size at all. */
export function suggestSize(written: string): string | null {
  const match = /^\s*(\d{1,12})\s*([a-z]*)\s*$/i.exec(written);
  const unit = match?.[2]?.toLowerCase() ?? "";
  const factor = sizeUnits[unit] ?? sizeUnits[`${unit}b`];
  if (match?.[1] === undefined || factor === undefined) return null;
  return formatSize(Number(match[1]) * factor);
}
