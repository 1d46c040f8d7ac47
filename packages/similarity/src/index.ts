export { compare } from "./compare.ts";
export type { Comparison } from "./compare.ts";
export { bodyHash, fingerprint, lockKeys } from "./fingerprint.ts";
export type { Fingerprint } from "./fingerprint.ts";
export { createFurnitureFilter } from "./furniture.ts";
export { createMemoryIndex } from "./memory-index.ts";
export { normalisedBody } from "./normalise.ts";
export { candidateLimits, gatherFacts } from "./similarity-index.ts";
export type { SimilarityIndex } from "./similarity-index.ts";
export type { Text } from "./text-profile.ts";
export { decideStory, decideVerdict } from "./verdict.ts";
export type {
  KnownArticle,
  KnownRevision,
  KnownText,
  NewText,
  StoryDecision,
  VerdictFacts,
} from "./verdict.ts";
