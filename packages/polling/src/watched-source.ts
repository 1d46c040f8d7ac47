import { newRhythm, observe, type Rhythm } from "./rhythm.ts";
import { hourMs } from "./stretches.ts";

/** For tests: a Monday, midnight. */
export const monday = Date.UTC(2026, 2, 2);

/** For tests: the rhythm of a source that was polled regularly while it published at the given instants. */
export function watchedSource(
  publishedMs: readonly number[],
  { fromMs = monday, toMs, everyMs = hourMs / 4 }: { fromMs?: number; toMs: number; everyMs?: number },
): Rhythm {
  const times = [...publishedMs].sort((a, b) => a - b);
  let rhythm = newRhythm(new Date(fromMs));
  let next = times.findIndex((at) => at > fromMs);
  for (let at = fromMs + everyMs; at <= toMs; at += everyMs) {
    const before = next;
    while (next !== -1 && next < times.length && (times[next] ?? Infinity) <= at) next++;
    rhythm = observe(rhythm, { at: new Date(at), newItems: next === -1 ? 0 : next - before, items: 30 });
  }
  return rhythm;
}

/** For tests: instants at regular distances. */
export function everySo(stepMs: number, fromMs: number, toMs: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - fromMs) / stepMs)) },
    (_, index) => fromMs + (index + 0.5) * stepMs,
  );
}
