import type { Environment } from "@wirewatch/runtime";
import { explainUrl } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import { readWords } from "../command-words.ts";
import { printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { withChangedParagraphs } from "./explain-change.ts";
import { explanationLines } from "./explain-report.ts";
import { explainTopic, topicLines } from "./explain-topic.ts";
import { UsageError } from "../usage-error.ts";

const usage = "explain <url> [--topic id] [--json]";

/**
 * `wirewatch explain <url>`: every stage, decision, rule and delivery of a URL; for an unknown one the nearest source. With `--topic`
 * why that topic is, or is not, in it.
 *
 * @returns exit code: 0 when the URL is known, 1 when it is not
 */
export async function explain(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" }, topic: { type: "string" } }, usage);
  const [url, ...more] = names;
  if (url === undefined || more.length > 0) throw new UsageError(`name one URL; write: wirewatch ${usage}`);
  if (canonicalUrl(url) === null) {
    throw new UsageError(
      `"${url.slice(0, 200)}" is not a web address; give the whole of it, e.g. https://news.example.com/story`,
    );
  }
  const { topic } = options;
  if (topic !== undefined) {
    const answer = await withStore(env, ({ db }) => explainTopic(db, url, topic));
    write(options.json === true ? `${JSON.stringify(answer, null, 2)}\n` : printable(topicLines(answer)));
    return answer.articles.length > 0 ? 0 : 1;
  }
  const explanation = await withStore(env, async ({ db }) => withChangedParagraphs(db, await explainUrl(db, url)));
  write(options.json === true ? `${JSON.stringify(explanation, null, 2)}\n` : printable(explanationLines(explanation)));
  return explanation.isKnown ? 0 : 1;
}
