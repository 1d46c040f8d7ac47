export type { Feed } from "./feed.ts";
export { FeedError, type FeedErrorCode } from "./feed-error.ts";
export { parseFeed } from "./parse-feed.ts";
export { feedHints, nextPollDelayMs, type PollFacts, retryAfterMs } from "./poll-schedule.ts";
export { crawlDelayMs, isAllowed } from "./robots.ts";
