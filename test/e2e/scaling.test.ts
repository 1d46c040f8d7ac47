import { sql } from "@wirewatch/store";
import { afterEach, describe, expect, it } from "vitest";
import { articlePage } from "../support/articles.ts";
import type { SiteRequest } from "../support/news-site.ts";
import { redisMissing } from "../support/redis.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { startSystem } from "../support/system.ts";
import type { TestSystem } from "../support/system.ts";
import { openTestBed } from "../support/test-bed.ts";
import type { TestBed } from "../support/test-bed.ts";
import { until } from "../support/until.ts";

/* More processes of one service share its work, and do not make it less polite. */

const topics = `version: 1
topics:
  - { id: harbour, name: Harbourmaster, any: [harbourmaster] }
`;

let bed: TestBed;
let system: TestSystem;

afterEach(async () => {
  await system.stop();
  await bed.close();
});

describe.each(["postgres", "redis"] as const)("on %s queues", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const why = missing === null ? "" : ` (${missing})`;

  it.skipIf(missing !== null)(`two strippers and three classifiers each do a fair part of the work${why}`, async () => {
    const articles = 150;
    bed = await openTestBed({ backend, topics, perHost: { concurrency: 8, minInterval: "0s" } });
    await run(
      ["fetcher", "stripper", "stripper", "deduplicator", "classifier", "classifier", "classifier", "notifier"],
      articles,
    );

    for (const [stage, workers] of [
      ["strip", 2],
      ["classify", 3],
    ] as const) {
      const shares = await sharesOf(stage);
      expect(shares, stage).toHaveLength(workers);
      expect(Math.min(...shares), `${stage}: ${shares.join(", ")}`).toBeGreaterThan(0.1);
    }
    expect(bed.sink.ids("/alerts").size).toBe(articles);
  });

  it.skipIf(missing !== null)(
    `two fetchers ask a host for one thing at a time, with its pause between pages${why}`,
    async () => {
      const pages = 30;
      const perHost = { concurrency: 1, minInterval: "300ms" };
      bed = await openTestBed({ backend, topics, perHost, site: { delayMs: 40, robots: "User-agent: *\nAllow: /\n" } });
      await run(["fetcher", "fetcher", "stripper", "deduplicator", "classifier", "notifier"], pages);

      const requests = bed.site.requests.toSorted((a, b) => a.atMs - b.atMs);
      expect(requests.filter((request) => request.path.startsWith("/news/"))).toHaveLength(pages);
      expect(requests.filter((request) => request.path === "/robots.txt")).toHaveLength(1);
      expect(pauses(requests).filter((ms) => ms < 0)).toEqual([]);
      // The robots file is read in its page's turn, the page follows at once.
      const turns = requests.filter((request) => request.path !== "/robots.txt");
      expect(Math.min(...pauses(turns))).toBeGreaterThanOrEqual(300 - 5);
      expect(await sharesOf("fetch")).toHaveLength(2);
    },
  );
});

/** Starts the services, publishes when all of them listen, and waits until everything was told. */
async function run(services: readonly string[], articles: number): Promise<void> {
  system = startSystem(services, bed.env);
  await until(
    () => system.running().every((run) => run.output().includes('"msg":"started"')),
    60_000,
    "the start of all services",
  );
  const random = seededRandom(7);
  bed.site.publish(Array.from({ length: articles }, (_, index) => articlePage(index, random)));
  await until(() => bed.sink.ids("/alerts").size >= articles, 120_000, "an alert for every article").catch(
    (error: unknown) => {
      throw new Error(`${String(error)}: ${bed.sink.ids("/alerts").size}`);
    },
  );
}

/** Parts of a stage's runs that its workers did, 0 to 1. */
async function sharesOf(stage: string): Promise<number[]> {
  const { rows } = await sql<{ share: number }>`
    select count(*)::float8 / sum(count(*)) over () as share from trail where stage = ${stage} group by worker`.execute(
    bed.store.db,
  );
  return rows.map((row) => row.share);
}

/** Milliseconds from the end of each answer to the next request; negative where two overlap. */
function pauses(requests: readonly SiteRequest[]): number[] {
  return requests.slice(1).map((request, index) => request.atMs - (requests[index]?.endedAtMs ?? 0));
}
