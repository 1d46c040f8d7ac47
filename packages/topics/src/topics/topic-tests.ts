import type { TopicDocument } from "@wirewatch/model";
import { articleLanguage } from "../languages/article-language.ts";
import { compileTopics } from "../languages/with-stems.ts";
import type { TopicDefinition, TopicFacts } from "./compile-topics.ts";
import { explainMatch } from "./explain-match.ts";
import { explainMiss } from "./explain-miss.ts";
import type { Compile } from "./miss/probes.ts";

/** An example: a headline, or a document of which only what is given is known. */
export type TopicExample = string | ExampleDocument;

interface ExampleDocument {
  readonly title?: string;
  readonly text?: string;
  readonly sections?: readonly { readonly heading?: string; readonly text: string }[];
  /** BCP 47. */
  readonly language?: string;
  readonly country?: string;
  readonly author?: string;
  readonly url?: string;
  /** Id of a source, for `where.sources`. */
  readonly source?: string;
  /** Tags of its source, for `where.tags`. */
  readonly tags?: readonly string[];
}

/** A topic with examples of what it must and must not match. */
export interface TestedTopic extends TopicDefinition {
  readonly tests: { readonly match: readonly TopicExample[]; readonly noMatch: readonly TopicExample[] };
}

/** How one example went. */
export interface TopicTestResult {
  /** The example as one line. */
  readonly text: string;
  readonly expected: "match" | "noMatch";
  readonly ok: boolean;
  /** Sentences: which queries were true and where, or what stopped the topic. */
  readonly reasons: readonly string[];
  /** The same as one text. */
  readonly why: string;
}

/**
 * Runs the examples of a topic.
 *
 * A plain string is a document with this title and nothing else: examples are headlines, `title:` must see them,
 * and a query without a field sees them as well. `body:` and `lede:` need an example with a text. A condition of
 * `where` counts only when the example gives its fact, for most examples come from no source. The language of an
 * example that does not give it is found by its text, as that of an article is.
 *
 * @param options.explain `failed`: reasons only for examples that fail, which is much faster
 * @param options.compile the compiler that runs live
 * @throws {RangeError} when one of the topic's queries cannot be read
 */
export function runTopicTests(
  topic: TestedTopic,
  { explain = "failed", compile = compileTopics }: { explain?: "failed" | "all"; compile?: Compile } = {},
): TopicTestResult[] {
  const needsLanguage = asksForLanguage(topic);
  const anywhere = compile([{ ...topic, where: { languages: [], sources: [], tags: [], countries: [] } }]);

  function run(example: TopicExample, expected: "match" | "noMatch"): TopicTestResult {
    const document = documentOf(example, needsLanguage);
    const facts = factsOf(example);
    const where = askedConditions(topic.where, example);
    const isLimited = Object.values(where).some((list) => list.length > 0);
    const asked = { ...topic, where };
    const [result] = (isLimited ? compile([asked]) : anywhere).match(document, facts);
    const ok = (result !== undefined) === (expected === "match");
    const text = oneLineOf(example);
    if (ok && explain === "failed")
      return { text, expected, ok, reasons: [], why: result ? "Matched." : "Not matched." };
    const reasons =
      result === undefined ? explainMiss(asked, document, facts, compile) : explainMatch(result, document, topic);
    const why = `${result === undefined ? "Not matched" : "Matched"}: ${reasons.join(". ")}.`;
    return { text, expected, ok, reasons, why };
  }

  return [
    ...topic.tests.match.map((example) => run(example, "match")),
    ...topic.tests.noMatch.map((example) => run(example, "noMatch")),
  ];
}

function documentOf(example: TopicExample, needsLanguage: boolean): TopicDocument {
  const given: ExampleDocument = typeof example === "string" ? { title: example } : example;
  const document: TopicDocument = {
    title: given.title ?? null,
    body: given.text ?? null,
    sections: given.sections ?? [],
    lang: given.language ?? null,
    country: given.country ?? null,
    author: given.author ?? null,
    url: given.url ?? null,
  };
  if (given.language !== undefined || !needsLanguage) return document;
  const text = [given.text ?? "", ...(given.sections ?? []).map((section) => section.text)].join("\n");
  return { ...document, lang: articleLanguage({ declared: null, title: given.title ?? null, text }).language };
}

/** True when a query may depend on the document's language: by a stem or a field. Finding it out takes time. */
function asksForLanguage(topic: TestedTopic): boolean {
  const queries = [...topic.any, ...topic.all, ...topic.none, ...topic.raise.map(({ query }) => query)];
  return topic.stem || queries.some((query) => /~|\b(?:lang|language|la)\s*[:=]/iu.test(query));
}

function factsOf(example: TopicExample): TopicFacts {
  if (typeof example === "string") return { sourceId: null, sourceTags: [] };
  return { sourceId: example.source ?? null, sourceTags: example.tags ?? [] };
}

function askedConditions(where: TopicDefinition["where"], example: TopicExample): TopicDefinition["where"] {
  const given: ExampleDocument = typeof example === "string" ? {} : example;
  return {
    languages: "language" in given ? where.languages : [],
    sources: "source" in given ? where.sources : [],
    tags: "tags" in given ? where.tags : [],
    countries: "country" in given ? where.countries : [],
  };
}

function oneLineOf(example: TopicExample): string {
  if (typeof example === "string") return example;
  const { title, text, sections = [] } = example;
  return [title, text, ...sections.flatMap((section) => [section.heading, section.text])].filter(Boolean).join(" — ");
}
