export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A piece of time in which the expected rate does not change. */
export interface Stretch {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly hours: number;
  /** Places in the cycles, UTC: half-hour of the day (0 to 47), five minutes of the hour (0 to 11), day of the week (0 = Thursday). */
  readonly halfHour: number;
  readonly fiveMinutes: number;
  readonly weekday: number;
}

const stretchMs = 5 * minuteMs;

/** Cuts time at every five minutes of the clock; empty when it does not go forward. */
export function* stretches(fromMs: number, toMs: number): Generator<Stretch> {
  for (let at = fromMs; at < toMs;) {
    const slot = Math.floor(at / stretchMs);
    const endMs = Math.min((slot + 1) * stretchMs, toMs);
    yield {
      fromMs: at,
      hours: (endMs - at) / hourMs,
      halfHour: Math.floor(slot / 6) % 48,
      fiveMinutes: slot % 12,
      weekday: Math.floor(slot / 288) % 7,
    };
    at = endMs;
  }
}
