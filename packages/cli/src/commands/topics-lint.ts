import type { Problem } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { lintTopic } from "@wirewatch/topics";
import type { LintFinding, WordFrequency } from "@wirewatch/topics";
import { readWords } from "../command-words.ts";
import { problemReport } from "../config-loader.ts";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { counted } from "../terminal-text.ts";
import { openTopics } from "../topic-files.ts";
import type { OpenedTopics } from "../topic-files.ts";

/** Findings that are shown; the rest is counted. */
const maxShown = 200;

/**
 * `wirewatch topics lint [id…] [--strict]`: shows queries that are too broad, can never match, or have parts that add
 * nothing, at their line and column and with what to write instead.
 *
 * @param frequency counts of words from the stream; without them lists of common words stand in
 * @returns exit code: 1 with `--strict` and a finding, else 0
 */
export async function lintTopics(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  {
    frequency = null,
    tell = tellAside,
  }: {
    readonly frequency?: WordFrequency | null;
    /** Takes one line about what was left out. */
    readonly tell?: Tell;
  } = {},
): Promise<number> {
  const { names, options } = readWords(words, { strict: { type: "boolean" } }, "topics lint [id…] [--strict]");
  const opened = await openTopics(env, names, tell);
  const found = opened.topics.flatMap((topic) =>
    lintTopic(topic, { frequency }).map((finding) => ({ topicId: topic.id, finding })),
  );
  if (found.length === 0) {
    write(`ok: nothing to say about ${counted(opened.topics.length, "topic")}\n`);
    return 0;
  }
  const problems = found.slice(0, maxShown).map(({ topicId, finding }) => problemOf(opened, topicId, finding));
  const more = found.length > maxShown ? `\n\n… and ${found.length - maxShown} more` : "";
  const concerned = new Set(found.map(({ topicId }) => topicId)).size;
  write(`${problemReport(problems)}${more}\n\n`);
  write(`${counted(found.length, "finding")} in ${concerned} of ${counted(opened.topics.length, "topic")}\n`);
  return options.strict === true ? 1 : 0;
}

function problemOf({ place }: OpenedTopics, topicId: string, finding: LintFinding): Problem {
  const { code, clause, at, message, suggestion } = finding;
  const proposal = suggestion === null || message.includes(suggestion) ? "" : ` Did you mean ${suggestion}?`;
  return place(
    {
      found: clause,
      expected: "a query that does what is meant",
      suggestion,
      message: `${topicId} ${clause} (${code}): ${message}${proposal}`,
    },
    { topicId, clause, at },
  );
}
