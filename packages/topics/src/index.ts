export { articleLanguage } from "./languages/article-language.ts";
export type { ArticleLanguage, LanguageFacts } from "./languages/article-language.ts";
export { detectLanguage } from "./languages/detect-language.ts";
export { stem } from "./languages/stem.ts";
export { compileTopics, createTopicEngine } from "./languages/with-stems.ts";
export type { ParseAnswer, ReadOptions, StandingQuery, TopicEngine } from "./match/engine.ts";
export type { Scope } from "./match/units.ts";
export { createTopicSet } from "./match/topic-set.ts";
export type { DialectName } from "./query/dialects/dialect.ts";
export { formatQuery } from "./query/format.ts";
export type { FormatOptions } from "./query/format.ts";
export { parseQuery } from "./query/parse.ts";
export type { ParsedQuery, ParseOptions } from "./query/parse.ts";
export type { QueryErrorCode, QueryProblem, QueryWarning, QueryWarningCode } from "./query/problem.ts";
export { foldToken } from "./text/fold.ts";
export { tokenise } from "./text/tokenise.ts";
export type { Token } from "./text/tokenise.ts";
export type {
  ClauseResult,
  CompiledTopics,
  TopicDefinition,
  TopicFacts,
  TopicResult,
} from "./topics/compile-topics.ts";
export { explainMatch } from "./topics/explain-match.ts";
export type { ExplainedMatch } from "./topics/explain-match.ts";
export { explainMiss } from "./topics/explain-miss.ts";
export { lintTopic } from "./topics/lint.ts";
export type { LintCode, LintFinding, WordFrequency } from "./topics/lint/finding.ts";
export { snippet } from "./topics/snippet.ts";
export type { SnippetHit } from "./topics/snippet.ts";
export { mentionLabel, snippets } from "./topics/snippets.ts";
export { runTopicTests } from "./topics/topic-tests.ts";
export type { TestedTopic, TopicExample, TopicTestResult } from "./topics/topic-tests.ts";
export { articleLexemes } from "./search/article-lexemes.ts";
export { candidateCondition } from "./search/candidate-condition.ts";
export { partialArticles } from "./search/lexemes.ts";
export { isToldByWords } from "./search/told-by-words.ts";
export type { SearchedTopic } from "./search/candidate-condition.ts";
