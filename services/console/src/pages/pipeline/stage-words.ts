import type { StageName } from "@wirewatch/pipeline";

/** What each stage does, for people who see it the first time. */
export const stageWords: Readonly<Record<StageName, string>> = {
  poll: "asks feeds and lists for news",
  fetch: "fetches the pages of articles",
  subscribe: "keeps subscriptions to hubs",
  strip: "reads the article out of the page",
  deduplicate: "finds copies, new versions and stories",
  classify: "looks for topics",
  notify: "decides who is told of a match",
  flush: "gathers matches to messages",
  announce: "tells about sources",
  digest: "makes digests and batches",
  deliver: "hands messages to receivers",
};

/** Stages that an article goes through, in their order. */
export const articlePath: readonly StageName[] = [
  "fetch",
  "strip",
  "deduplicate",
  "classify",
  "notify",
  "flush",
  "deliver",
];
