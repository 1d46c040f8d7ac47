import type { TopicConfig } from "./config.ts";
import { quote } from "./describe-value.ts";
import type { Complaint } from "./locate.ts";
import type { TopicExampleConfig } from "./topic-settings.ts";

/** Whether a topic did with one example of its `tests:` what it should. */
export interface TopicTestResult {
  readonly expected: "match" | "noMatch";
  readonly ok: boolean;
  /** Sentences: which queries matched, or what stopped them. */
  readonly why: string;
}

/** Runs the tests of one topic: one result for each of `match`, then for each of `noMatch`, in their order. */
export type RunTopicTests = (topic: TopicConfig) => readonly TopicTestResult[];

/** One complaint for each test that fails. */
export function failedTestComplaints(
  topics: readonly TopicConfig[],
  runTopicTests: RunTopicTests,
): readonly Complaint[] {
  return topics.flatMap((topic, position) => {
    const { match, noMatch } = topic.tests;
    const places = [
      ...match.map((example, index) => ({ example, path: ["topics", position, "tests", "match", index] })),
      ...noMatch.map((example, index) => ({ example, path: ["topics", position, "tests", "no_match", index] })),
    ];
    return runTopicTests(topic).flatMap(({ expected, ok, why }, index) => {
      const place = places[index];
      if (ok || place === undefined) return [];
      const [wanted, found] = expected === "match" ? ["a match", "no match"] : ["no match", "a match"];
      const shown = quote(textOf(place.example));
      const message = `a test of the topic \`${topic.id}\` fails: expected ${wanted} for ${shown}. ${why}`;
      return [{ path: place.path, found, expected: wanted, message }];
    });
  });
}

/** How many tests the topics have. */
export function countTopicTests(topics: readonly TopicConfig[]): number {
  return topics.reduce((sum, { tests }) => sum + tests.match.length + tests.noMatch.length, 0);
}

function textOf(example: TopicExampleConfig): string {
  if (typeof example === "string") return example;
  return example.title ?? example.text ?? example.sections?.[0]?.text ?? "";
}
