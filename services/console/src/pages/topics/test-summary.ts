import type { TopicConfig } from "@wirewatch/config";
import { runTopicTests } from "@wirewatch/topics";

/** How the tests of a topic went. */
export interface TestSummary {
  readonly tests: number;
  readonly failed: number;
}

/** Topics stay the same objects until another configuration is loaded. */
const known = new WeakMap<TopicConfig, TestSummary>();

/** Runs the tests of a topic once; one whose queries cannot be read fails all of them. */
export function testSummary(topic: TopicConfig): TestSummary {
  const before = known.get(topic);
  if (before !== undefined) return before;
  const tests = topic.tests.match.length + topic.tests.noMatch.length;
  const summary = { tests, failed: tests === 0 ? 0 : countFailed(topic, tests) };
  known.set(topic, summary);
  return summary;
}

function countFailed(topic: TopicConfig, tests: number): number {
  try {
    return runTopicTests(topic).filter(({ ok }) => !ok).length;
  } catch {
    return tests;
  }
}
