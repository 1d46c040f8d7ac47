import { matchLabels, routesFor } from "@wirewatch/alerting";
import type { Config, TopicConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";

/** The first match of a story, as a message about it would be routed. */
interface FirstMatch {
  readonly sourceId: string;
  readonly severity: Severity;
  readonly language: string | null;
  /** False when nobody would hear of it: it was old when it was found, or nothing in it was new. */
  readonly isTold: boolean;
}

/** Alerts that a receiver would get. */
export interface ExpectedAlerts {
  readonly receiver: string;
  readonly perDay: number;
}

/**
 * How many alerts each receiver would get a day: one for each story that people hear of, on each route that takes it. Quiet hours, digests and
 * limits put alerts together, so this is the most that comes.
 *
 * @param weight stories that each match stands for
 * @param days time that the matches are from
 * @returns the busiest receiver first
 */
export function expectedAlerts(
  topic: TopicConfig,
  matches: readonly FirstMatch[],
  { weight, days }: { readonly weight: number; readonly days: number },
  config: Pick<Config, "alerts" | "sources">,
): ExpectedAlerts[] {
  const counts = new Map<string, number>();
  const sources = new Map(config.sources.map((source) => [source.id, source]));
  for (const match of matches) {
    if (!match.isTold) continue;
    // Of the story nothing is known beforehand: no route can name it.
    const labels = matchLabels({ ...match, topicId: topic.id, storyId: null }, topic, sources.get(match.sourceId));
    const routes = routesFor(labels, config.alerts.route);
    for (const { receiver } of routes) counts.set(receiver, (counts.get(receiver) ?? 0) + weight);
  }
  return [...counts]
    .map(([receiver, stories]) => ({ receiver, perDay: stories / Math.max(1, days) }))
    .toSorted((a, b) => b.perDay - a.perDay || (a.receiver < b.receiver ? -1 : 1));
}

/** A number of alerts a day for a sentence, e.g. `≈ 2 alerts a day`, `about one alert in 5 days`. */
export function perDayWords(perDay: number): string {
  if (perDay === 0) return "no alerts";
  if (perDay >= 9.5) return `≈ ${Math.round(perDay)} alerts a day`;
  if (perDay >= 0.95) {
    const value = Math.round(perDay * 10) / 10;
    return value === 1 ? "≈ 1 alert a day" : `≈ ${value} alerts a day`;
  }
  const days = Math.round(1 / perDay);
  return days <= 1 ? "≈ 1 alert a day" : `about one alert in ${days} days`;
}
