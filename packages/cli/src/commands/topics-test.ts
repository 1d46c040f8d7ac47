import { originWords } from "@wirewatch/config";
import type { TopicConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { runTopicTests } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { tellAside } from "../say-aside.ts";
import { counted, oneLine, printable } from "../terminal-text.ts";
import { openTopics } from "../topic-files.ts";

/** Reasons that are shown for one example. */
const maxReasons = 6;

/**
 * `wirewatch topics test [id…] [--failed]`: runs the `tests:` of the topics in the files and in the console with the
 * matcher of production, and says of each example which query matched and where, or what stopped the topic.
 *
 * @param tell takes one line about what was left out
 * @returns exit code: 0 when all pass, 1 when one fails
 */
export async function testTopics(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell = tellAside,
): Promise<number> {
  const { names, options } = readWords(words, { failed: { type: "boolean" } }, "topics test [id…] [--failed]");
  const { topics, origins } = await openTopics(env, names, tell);
  const explain = options.failed === true ? "failed" : "all";
  const runs = topics.map((topic) => ({
    topic,
    from: originWords(origins.get(topic.id)),
    results: runTopicTests(topic, { explain }),
  }));
  write(printable(runs.flatMap((run) => reportLines(run, options.failed === true))));
  const results = runs.flatMap((run) => run.results);
  const failed = results.filter((result) => !result.ok).length;
  write(
    `${counted(results.length, "test")} of ${counted(topics.length, "topic")}: ${failed === 0 ? "all passed" : `${failed} failed`}\n`,
  );
  return failed === 0 ? 0 : 1;
}

type TopicTestResult = ReturnType<typeof runTopicTests>[number];

function reportLines(
  { topic, from, results }: { topic: TopicConfig; from: string; results: readonly TopicTestResult[] },
  isFailedOnly: boolean,
): string[] {
  const failures = results.filter((result) => !result.ok);
  const shown = isFailedOnly ? failures : results;
  if (results.length === 0)
    return [`${topic.id} (${from}): has no tests; add examples under tests: match and no_match`];
  const passed = `${topic.id} (${from}): ${counted(results.length, "test")} passed`;
  const failed = `${topic.id} (${from}): ${failures.length} of ${counted(results.length, "test")} failed`;
  return [failures.length === 0 ? passed : failed, ...shown.flatMap(exampleLines)];
}

function exampleLines({ ok, expected, text, reasons }: TopicTestResult): string[] {
  const matched = (expected === "match") === ok;
  const outcome = ok
    ? `ok, ${matched ? "a match" : "no match"}`
    : `FAILED, expected ${expected === "match" ? "a match" : "no match"}`;
  const more = reasons.length - maxReasons;
  return [
    `  ${outcome}: “${oneLine(text)}”`,
    ...reasons.slice(0, maxReasons).map((reason) => `    ${oneLine(reason, 600)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
