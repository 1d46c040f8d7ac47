import { parseStoredConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { createConfigReader, readNoisyTopics, readTopicUsage, usageLimits } from "@wirewatch/store";
import type { NoisyTopic, TopicUsageSum } from "@wirewatch/store";
import { createTopicSet } from "@wirewatch/topics";
import { readWords, wholeNumber } from "../command-words.ts";
import { columns, counted, lengthOfTime, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { withStore } from "../with-store.ts";

const usage = "topics usage [--days 7] [--all] [--json]";

/** Topics that are listed without --all. */
const maxListed = 20;

/** What the topics of the running configuration cost and give. */
export interface UsageReport {
  readonly days: number;
  /** Those that took the most time first. */
  readonly topics: readonly (TopicUsageSum & { readonly hitsPerDay: number })[];
  /** Topics that were never tried in that time: no article held a word they cannot do without. */
  readonly untried: number;
  /** Topics that are tried with every article, since there is no word that they cannot do without. */
  readonly alwaysRun: readonly string[];
  readonly noisy: readonly NoisyTopic[];
}

/**
 * `wirewatch topics usage`: hits a day and time per topic, as the classifiers of all processes counted them, today included.
 *
 * @returns exit code 0: figures are no judgement
 */
export async function topicsUsage(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(
    words,
    { days: { type: "string" }, all: { type: "boolean" }, json: { type: "boolean" } },
    usage,
  );
  if (names.length > 0) throw new UsageError(`"topics usage" takes no names; write: wirewatch ${usage}`);
  const days = options.days === undefined ? 7 : wholeNumber(options.days, "--days", 90);
  const report = await withStore(env, async ({ db }) => {
    const { config } = await createConfigReader(db, parseStoredConfig).current();
    return usageReport(config, days, await readTopicUsage(db, days), await readNoisyTopics(db));
  });
  if (options.json === true) write(`${JSON.stringify(report, null, 2)}\n`);
  else write(printable(usageLines(report, options.all === true ? Infinity : maxListed)));
  return 0;
}

/** The figures of the topics that the configuration has; pure. */
export function usageReport(
  config: Config,
  days: number,
  sums: readonly TopicUsageSum[],
  noisy: readonly NoisyTopic[],
): UsageReport {
  const known = new Set(config.topics.map((topic) => topic.id));
  const topics = sums
    .filter(({ topicId }) => known.has(topicId))
    .map((one) => ({ ...one, hitsPerDay: one.hits / one.days }));
  const set = createTopicSet();
  set.update(config.topics);
  return {
    days,
    topics,
    untried: known.size - topics.length,
    alwaysRun: set.alwaysRun(),
    noisy: noisy.filter(({ topicId }) => known.has(topicId)),
  };
}

/** The report for people: where the time goes, and what to look at; pure. */
export function usageLines({ days, topics, untried, alwaysRun, noisy }: UsageReport, maxTopics: number): string[] {
  const totalMs = topics.reduce((sum, one) => sum + one.micros, 0) / 1000;
  const more = topics.length - maxTopics;
  const rows = topics
    .slice(0, maxTopics)
    .map((one) => [
      one.topicId,
      one.hitsPerDay.toFixed(1),
      one.mostHits.toLocaleString("en"),
      `${(100 * one.share).toFixed(1)} %`,
      one.documents.toLocaleString("en"),
      one.documents === 0 ? "–" : `${(one.micros / one.documents).toFixed(0)} µs`,
    ]);
  return [
    `Topics of the last ${counted(days, "day")} (UTC): ${counted(topics.length, "topic")} tried, ${lengthOfTime(totalMs)} in all.`,
    ...(topics.length === 0 ? [] : ["", ...columns([heading, ...rows], [1, 2, 3, 4, 5])]),
    ...(more > 0 ? [`… and ${more} more: "wirewatch topics usage --all"`] : []),
    ...(untried > 0 ? [`${counted(untried, "topic")} had no article with a word they look for.`] : []),
    ...alwaysRunLines(alwaysRun, maxTopics),
    ...(noisy.length === 0 ? [] : ["", "To look at:", ...noisyLines(noisy).map((line) => `  ${line}`)]),
  ];
}

function alwaysRunLines(ids: readonly string[], maxTopics: number): string[] {
  if (ids.length === 0) return [];
  const more = ids.length - maxTopics;
  const named = `${ids.slice(0, maxTopics).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [
    "",
    `Warning: tried with every article, since no word leads to them: ${named}`,
    "  With a word that has to be in the text (a query under all, say) they would cost next to nothing.",
  ];
}

const heading = ["topic", "hits a day", "most", "of the time", "tried on", "each"];

/** Topics over their limits today or yesterday, with what helps. */
export function noisyLines(noisy: readonly NoisyTopic[]): string[] {
  const { hitsPerDay, share: limit } = usageLimits;
  return noisy.map(({ topicId, day, hits, share, over }) => {
    const reasons = [
      ...(over.includes("hits") ? [`${hits.toLocaleString("en")} hits on ${day} (more than ${hitsPerDay})`] : []),
      ...(over.includes("time")
        ? [`${Math.round(100 * share)} % of the matching time on ${day} (more than ${100 * limit} %)`]
        : []),
    ];
    return `${topicId}: ${reasons.join(", ")}; "wirewatch topics backtest ${topicId}" shows what it finds`;
  });
}
