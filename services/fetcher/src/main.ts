import type { DefinedStage } from "@wirewatch/pipeline";
import type { FetcherDeps } from "./deps.ts";
import { fetchStage } from "./fetch.ts";
import { pollStage } from "./poll.ts";
import { openRobots } from "./robots.ts";
import { subscribeStage } from "./subscribe.ts";

/**
 * The fetcher's stages: `poll` reads the documents of sources, `fetch` retrieves the pages they announce, `subscribe` keeps
 * the subscriptions to hubs that push.
 */
export function fetcherStages(deps: FetcherDeps): DefinedStage[] {
  const robots = openRobots(deps);
  return [pollStage(deps, robots), fetchStage(deps, robots), subscribeStage(deps)];
}
