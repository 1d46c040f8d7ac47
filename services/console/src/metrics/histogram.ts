import type { Sample } from "./exposition.ts";

/** Counts how long things take, by label. */
export interface Histogram {
  observe(label: string, seconds: number): void;
  samples(labelName: string): readonly Sample[];
}

/** @param bounds upper bounds of the buckets, seconds, rising */
export function createHistogram(bounds: readonly number[]): Histogram {
  const series = new Map<string, { readonly counts: number[]; sum: number; count: number }>();
  return {
    observe(label, seconds) {
      const one = series.get(label) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 };
      series.set(label, one);
      one.sum += seconds;
      one.count += 1;
      // Buckets hold all that is not more than their bound.
      bounds.forEach((bound, at) => {
        if (seconds <= bound) one.counts[at] = (one.counts[at] ?? 0) + 1;
      });
    },
    samples: (labelName) =>
      [...series].flatMap(([label, { counts, sum, count }]): Sample[] => [
        ...bounds.map((bound, at) => ({
          suffix: "_bucket" as const,
          labels: { [labelName]: label, le: String(bound) },
          value: counts[at] ?? 0,
        })),
        { suffix: "_bucket", labels: { [labelName]: label, le: "+Inf" }, value: count },
        { suffix: "_sum", labels: { [labelName]: label }, value: sum },
        { suffix: "_count", labels: { [labelName]: label }, value: count },
      ]),
  };
}
