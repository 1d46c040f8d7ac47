import type { FeedbackCount, NoisyTopic, TopicFigures, TopicUsageSum } from "@wirewatch/store";
import type { KnownTopic } from "./known-topics.ts";

/** What somebody wants to see of the topics; empty texts want everything. */
export interface TopicFilter {
  readonly text: string;
  readonly owner: string;
  readonly severity: string;
  /** `name=value` or a name. */
  readonly label: string;
}

/** A topic as the list shows it. */
export interface ListedTopic extends KnownTopic {
  /** Articles on each of the last seven days; today last. */
  readonly perDay: readonly number[];
  readonly lastAlertAt: Date | null;
  /** Null when nobody said anything. */
  readonly feedback: { readonly relevant: number; readonly judged: number } | null;
  readonly hint: TopicHint | null;
}

/** Why a topic should be looked at. `silent`: it found nothing in so many days; `noisy`: it found more than people read; `slow`: it takes time from others. */
export type TopicHint =
  | { readonly kind: "silent"; readonly days: number }
  | { readonly kind: "noisy"; readonly hits: number }
  | { readonly kind: "slow"; readonly share: number };

/** What the store knows of topics. */
export interface TopicNumbers {
  readonly figures: readonly TopicFigures[];
  readonly feedback: readonly FeedbackCount[];
  /** Of the last thirty days. */
  readonly usage: readonly TopicUsageSum[];
  readonly noisy: readonly NoisyTopic[];
}

/** Days after which it is said that a topic found nothing. */
const silentDays = 7;
const shownDays = 7;

/** Topics with their figures, by name. */
export function listTopics(topics: readonly KnownTopic[], numbers: TopicNumbers): ListedTopic[] {
  const figures = new Map(numbers.figures.map((one) => [one.topicId, one]));
  const feedback = new Map(numbers.feedback.map((one) => [one.topicId, one]));
  const usage = new Map(numbers.usage.map((one) => [one.topicId, one]));
  const noisy = new Map(numbers.noisy.map((one) => [one.topicId, one]));
  return topics
    .map((known): ListedTopic => {
      const { id } = known.topic;
      const said = feedback.get(id);
      return {
        ...known,
        perDay: figures.get(id)?.perDay ?? Array.from({ length: shownDays }, () => 0),
        lastAlertAt: figures.get(id)?.lastAlertAt ?? null,
        feedback: said === undefined ? null : { relevant: said.relevant, judged: said.relevant + said.notRelevant },
        hint: hintOf(usage.get(id), noisy.get(id)),
      };
    })
    .toSorted((a, b) => a.topic.name.localeCompare(b.topic.name, "en") || (a.topic.id < b.topic.id ? -1 : 1));
}

/** Topics that a filter admits. */
export function filterTopics<T extends KnownTopic>(topics: readonly T[], filter: TopicFilter): T[] {
  const text = filter.text.trim().toLowerCase();
  const [, name = "", value] = /^\s*([^=:\s]*)\s*(?:[=:]\s*(.*?))?\s*$/u.exec(filter.label) ?? [];
  return topics.filter(({ topic }) => {
    const { id, owner, severity, labels } = topic;
    const words = [id, topic.name, owner ?? "", ...topic.any, ...topic.all].join("\n").toLowerCase();
    return (
      words.includes(text) &&
      (filter.owner === "" || (owner ?? "") === filter.owner) &&
      (filter.severity === "" || severity === filter.severity) &&
      (name === "" || (Object.hasOwn(labels, name) && (value === undefined || value === "" || labels[name] === value)))
    );
  });
}

function hintOf(usage: TopicUsageSum | undefined, noisy: NoisyTopic | undefined): TopicHint | null {
  if (noisy !== undefined) {
    return noisy.over.includes("hits") ? { kind: "noisy", hits: noisy.hits } : { kind: "slow", share: noisy.share };
  }
  if (usage !== undefined && usage.hits === 0 && usage.days >= silentDays) return { kind: "silent", days: usage.days };
  return null;
}
