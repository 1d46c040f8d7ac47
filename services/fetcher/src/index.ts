export type { FetcherDeps } from "./deps.ts";
export { syncFeeds } from "./feeds-sync.ts";
export { fetcherStages } from "./main.ts";
