export { deduplicatorStages } from "./main.ts";
export { lookUpTerms, storyLimits } from "./place-in-story.ts";
export { countOutdated, reindexSimilarity } from "./reindex.ts";
export type { Reindexed } from "./reindex.ts";
