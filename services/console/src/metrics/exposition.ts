/** One value of a metric with its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** Appended to the name, for histograms. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly value: number;
}

/** A metric as Prometheus reads it. */
export interface Metric {
  /** Ends with its unit: seconds, bytes, ratio; counters end with `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

/** Content type of what `exposition` writes. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Metrics in the text format of Prometheus; those without samples are left out.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(
        (sample) => `${name}${sample.suffix ?? ""}${labelsOf(sample)} ${numberOf(sample.value)}\n`,
      );
      return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join("")}`;
    })
    .join("");
}

function labelsOf({ labels = {} }: Sample): string {
  const parts = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', String.raw`\"`)}"`,
  );
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", String.raw`\\`).replaceAll("\n", String.raw`\n`);
}

function numberOf(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}
