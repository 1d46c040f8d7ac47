import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadTopics } from "@wirewatch/config";
import type { TopicConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { runTopicTests } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { problemReport } from "../config-loader.ts";
import { counted, oneLine, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "topics test [id]";

/**
 * `wirewatch topics test [id]`: runs the `tests:` of the topics in the configuration files with the matcher of production.
 *
 * @returns exit code: 0 when all pass, 1 when one fails
 */
export async function topics(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names } = readWords(words, {}, usage);
  const [verb, id, ...more] = names;
  if (verb !== "test" || more.length > 0) throw new UsageError(`write: wirewatch ${usage}`);
  const loaded = await loadTopics(join(env.configFolder, "topics.yaml"), { readFile });
  if (!loaded.ok) throw new UsageError(`the topics cannot be used\n\n${problemReport(loaded.problems)}`);
  const tested = id === undefined ? loaded.topics : loaded.topics.filter((topic) => topic.id === id);
  if (id !== undefined && tested.length === 0) {
    throw new UsageError(
      `there is no topic "${id}" in topics.yaml; topics are ${loaded.topics.map((topic) => topic.id).join(", ")}`,
    );
  }
  const runs = tested.map((topic) => ({ topic, results: runTopicTests(topic) }));
  write(printable(runs.flatMap(reportLines)));
  const results = runs.flatMap((run) => run.results);
  const failed = results.filter((result) => !result.ok).length;
  write(
    `${counted(results.length, "test")} of ${counted(tested.length, "topic")}: ${failed === 0 ? "all passed" : `${failed} failed`}\n`,
  );
  return failed === 0 ? 0 : 1;
}

function reportLines({ topic, results }: { topic: TopicConfig; results: ReturnType<typeof runTopicTests> }): string[] {
  const failures = results.filter((result) => !result.ok);
  if (results.length === 0) return [`${topic.id}: has no tests; add examples under tests: match and no_match`];
  if (failures.length === 0) return [`${topic.id}: ${counted(results.length, "test")} passed`];
  return [
    `${topic.id}: ${failures.length} of ${counted(results.length, "test")} failed`,
    ...failures.flatMap(({ expected, text, why }) => [
      `  expected ${expected === "match" ? "a match" : "no match"}: “${oneLine(text)}”`,
      `    ${oneLine(why, 600)}`,
    ]),
  ];
}
