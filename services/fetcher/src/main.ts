import type { DefinedStage } from "@wirewatch/pipeline";
import type { FetcherDeps } from "./deps.ts";
import { fetchStage } from "./fetch.ts";
import { pollStage } from "./poll.ts";

/** The fetcher's stages: `poll` reads feeds, `fetch` retrieves the pages they announce. */
export function fetcherStages(deps: FetcherDeps): DefinedStage[] {
  return [pollStage(deps), fetchStage(deps)];
}
