export type { FoundMatch } from "./found-match.ts";
export { classifierStages, startClassifier } from "./main.ts";
export type { Classifier, ClassifierDeps } from "./main.ts";
export { rematchTopics } from "./rematch.ts";
export type { Rematched } from "./rematch.ts";
export { createTopicMatcher } from "./topic-matcher.ts";
export { reindexSearch } from "./reindex-search.ts";
export { searchWords } from "./search-words.ts";
