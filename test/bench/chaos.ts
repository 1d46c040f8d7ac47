import { parseArgs } from "node:util";
import { openLab } from "../support/chaos.ts";
import type { QueueBackendName } from "../support/test-bed.ts";
import { runUnderFaults } from "../support/faults.ts";
import type { FaultPlan } from "../support/faults.ts";

/*
 * The full-size runs of the first gate: 2,000 articles to two channels each, faults for 60 s.
 *
 *   node_modules/.bin/node test/bench/chaos.ts                       all scenarios on both backends
 *   node_modules/.bin/node test/bench/chaos.ts --only A1 --backend redis --seed 42
 */

const scenarios: Readonly<
  Record<string, { readonly plan: Omit<FaultPlan, "articles">; readonly repeat?: "at-most-once" }>
> = {
  plain: { plan: { forMs: 0, stuckMs: 600_000 } },
  A1: { plan: { forMs: 60_000, killEveryMs: 2000, stuckMs: 600_000 } },
  "A1-at-most-once": { plan: { forMs: 60_000, killEveryMs: 2000, stuckMs: 600_000 }, repeat: "at-most-once" },
  B: { plan: { forMs: 60_000, killEveryMs: 2000, loseQueueEveryMs: 5000, stuckMs: 600_000 } },
  B4: { plan: { forMs: 60_000, killEveryMs: 2000, killStoreEveryMs: 6000, stuckMs: 600_000 } },
};

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    backend: { type: "string" },
    seed: { type: "string" },
    articles: { type: "string" },
  },
});
const articles = Number(values.articles ?? 2000);
const backends: QueueBackendName[] =
  values.backend === undefined ? ["postgres", "redis"] : [values.backend === "redis" ? "redis" : "postgres"];

process.stdout.write(
  `${articles} articles x 2 deliveries; B loses the whole queue every 5 s, B4 kills PostgreSQL every 6 s\n`,
);
for (const backend of backends) {
  for (const [name, { plan, repeat }] of Object.entries(scenarios)) {
    if (values.only !== undefined && values.only !== name) continue;
    const lab = await openLab(backend, articles, {
      ...(repeat === undefined ? {} : { repeat }),
      ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
    });
    try {
      const report = await runUnderFaults(lab, { ...plan, articles });
      const lost = articles - Object.values(report.state.outcomes).reduce((sum, count) => sum + count, 0);
      process.stdout.write(
        `${backend.padEnd(9)}${name.padEnd(16)} seed ${report.seed}: ${report.kills} kills, ${report.queueLosses} queue losses, ${report.storeKills} store kills; ` +
          `lost ${lost}, outcomes ${JSON.stringify(report.state.outcomes)}, deliveries ${JSON.stringify(report.state.deliveries)}; ` +
          `ids ${report.idsKeyed} + ${report.idsPlain}, repeats ${report.repeatsKeyed} + ${report.repeatsPlain}; drained ${(report.drainedMs / 1000).toFixed(1)} s after the last fault\n`,
      );
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`${backend} ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    } finally {
      await lab.close();
    }
  }
}
