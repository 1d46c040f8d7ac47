export { createTopicEngine } from "./match/engine.ts";
export type { ParseAnswer, ReadOptions, StandingQuery, TopicEngine } from "./match/engine.ts";
export type { Scope } from "./match/document.ts";
export { parseQuery } from "./query/parse.ts";
export type { ParsedQuery } from "./query/parse.ts";
export type { QueryErrorCode, QueryProblem, QueryWarning, QueryWarningCode } from "./query/problem.ts";
export { foldToken } from "./text/fold.ts";
export { tokenise } from "./text/tokenise.ts";
export type { Token } from "./text/tokenise.ts";
export { compileTopics } from "./topics/compile-topics.ts";
export type {
  ClauseResult,
  CompiledTopics,
  TopicDefinition,
  TopicFacts,
  TopicResult,
} from "./topics/compile-topics.ts";
export { snippet } from "./topics/snippet.ts";
export type { SnippetHit } from "./topics/snippet.ts";
export { runTopicTests } from "./topics/topic-tests.ts";
export type { TestedTopic, TopicTestResult, TopicTestText } from "./topics/topic-tests.ts";
