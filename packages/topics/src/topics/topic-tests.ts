import { compileTopics } from "./compile-topics.ts";
import type { TopicDefinition, TopicResult } from "./compile-topics.ts";

/** An example text of a topic: a headline, or a headline with a text below it. */
export type TopicTestText = string | { readonly title?: string; readonly text: string };

/** A topic with examples of what it must and must not match. */
export interface TestedTopic extends TopicDefinition {
  readonly tests: { readonly match: readonly TopicTestText[]; readonly noMatch: readonly TopicTestText[] };
}

/** How one example went. */
export interface TopicTestResult {
  /** The example as one line. */
  readonly text: string;
  readonly expected: "match" | "noMatch";
  readonly ok: boolean;
  /** One sentence: which clauses matched, or which did not. */
  readonly why: string;
}

/**
 * Runs the examples of a topic.
 *
 * A plain string is a document with this title and nothing else: examples are headlines, `title:` must see them,
 * and a query without a field sees them as well. `body:` and `lede:` need an example with `title` and `text`.
 * `where` is left out, for an example comes from no source.
 *
 * @throws {RangeError} when one of the topic's queries cannot be read
 */
export function runTopicTests(topic: TestedTopic): TopicTestResult[] {
  const where = { languages: [], sources: [], tags: [], countries: [] };
  const compiled = compileTopics([{ ...topic, where }]);
  const withoutNone = compileTopics([{ ...topic, where, none: [] }]);

  function run(example: TopicTestText, expected: "match" | "noMatch"): TopicTestResult {
    const document =
      typeof example === "string" ? { title: example } : { title: example.title ?? null, body: example.text };
    const facts = { sourceId: null, sourceTags: [] };
    const [result] = compiled.match(document, facts);
    const [rejected] = result === undefined ? withoutNone.match(document, facts) : [];
    const text = typeof example === "string" ? example : [example.title, example.text].filter(Boolean).join(" — ");
    return { text, expected, ok: (result !== undefined) === (expected === "match"), why: explain(result, rejected) };
  }

  return [
    ...topic.tests.match.map((example) => run(example, "match")),
    ...topic.tests.noMatch.map((example) => run(example, "noMatch")),
  ];
}

function explain(result: TopicResult | undefined, rejected: TopicResult | undefined): string {
  if (result !== undefined) return `Matched by ${namesOf(result)}.`;
  if (rejected !== undefined) return `Matched by ${namesOf(rejected)}, but rejected by none.`;
  return "Not matched: no clause of any was true, or one of all was not.";
}

function namesOf({ clauses }: TopicResult): string {
  return clauses.map(({ clause, query }) => `${clause} ${query}`).join(", ");
}
