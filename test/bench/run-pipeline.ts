import { articlePage } from "../support/articles.ts";
import type { QueueBackendName } from "../support/test-bed.ts";
import type { SitePage } from "../support/news-site.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { pipelineServices, startSystem } from "../support/system.ts";
import { openTestBed } from "../support/test-bed.ts";
import { until } from "../support/until.ts";
import { readFigures } from "./figures.ts";
import type { PipelineFigures } from "./figures.ts";

/** The one topic; every invented article is about it, so that every article goes the whole way to an alert. */
export const benchTopics = `version: 1
topics:
  - { id: harbour, name: Harbourmaster, any: [harbourmaster] }
`;

/** `full`: as many articles at once as the host takes; `low`: one after the other, each with the machine to itself. */
export type Load = "full" | "low";

export const perHost = {
  full: { concurrency: 8, minInterval: "0s" },
  low: { concurrency: 1, minInterval: "400ms" },
} as const;

/** Articles that warm up a run at low load. */
const warmUp = 5;

/** Invented articles, the same in every run. */
export function benchPages(articles: number): SitePage[] {
  const random = seededRandom(42);
  return Array.from({ length: articles }, (_, index) => articlePage(index, random));
}

/** Sends articles through the five services, each in a process of its own, with fresh stores. */
export async function runPipeline(backend: QueueBackendName, load: Load, articles: number): Promise<PipelineFigures> {
  const skip = load === "low" ? warmUp : 0;
  const bed = await openTestBed({ backend, topics: benchTopics, perHost: perHost[load] });
  const system = startSystem(pipelineServices, bed.env);
  try {
    await until(
      () => system.running().every((run) => run.output().includes('"msg":"started"')),
      60_000,
      "the start of all services",
    );
    bed.site.publish(benchPages(articles + skip));
    await until(() => bed.sink.ids("/alerts").size === articles + skip, 600_000, "an alert for every article");
    await system.stop();
    return await readFigures(bed.store.db, skip);
  } finally {
    await system.stop();
    await bed.close();
  }
}
