import type { TopicConfig } from "./config.ts";
import { quote } from "./describe-value.ts";
import type { Complaint } from "./locate.ts";

/** Whether a topic did with one sentence of its `tests:` what it should. */
export interface TopicTestResult {
  readonly expected: "match" | "noMatch";
  readonly ok: boolean;
  /** One sentence: which queries matched, or did not. */
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
      ...match.map((text, index) => ({ text, path: ["topics", position, "tests", "match", index] })),
      ...noMatch.map((text, index) => ({ text, path: ["topics", position, "tests", "no_match", index] })),
    ];
    return runTopicTests(topic).flatMap(({ expected, ok, why }, index) => {
      const place = places[index];
      if (ok || place === undefined) return [];
      const [wanted, found] = expected === "match" ? ["a match", "no match"] : ["no match", "a match"];
      const message = `a test of the topic \`${topic.id}\` fails: expected ${wanted} for ${quote(place.text)}. ${why}`;
      return [{ path: place.path, found, expected: wanted, message }];
    });
  });
}

/** How many tests the topics have. */
export function countTopicTests(topics: readonly TopicConfig[]): number {
  return topics.reduce((sum, { tests }) => sum + tests.match.length + tests.noMatch.length, 0);
}
