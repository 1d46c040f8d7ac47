import { describe, expect, it } from "vitest";
import { because, skippedScenario } from "../../support/chaos-choice.ts";
import { openLab } from "../../support/chaos.ts";
import { runUnderFaults } from "../../support/faults.ts";
import type { ChaosReport, FaultPlan } from "../../support/faults.ts";
import { redisMissing } from "../../support/redis.ts";

/*
 * The first gate of the chaos scenarios: processes and stores die while 300 articles flow to two channels each. Nothing
 * may be lost, every delivery has one id for ever. The seed stands in the name of a failing assertion; CHAOS_SEED repeats it.
 */

const articles = 300;

async function runPlan(backend: "postgres" | "redis", plan: Omit<FaultPlan, "articles">): Promise<ChaosReport> {
  const lab = await openLab(backend, articles, { ownServer: plan.killStoreEveryMs !== undefined });
  try {
    return await runUnderFaults(lab, { ...plan, articles });
  } finally {
    await lab.close();
  }
}

function expectNothingLost(report: ChaosReport): void {
  const about = `seed ${report.seed}: ${JSON.stringify(report)}`;
  expect(report.state.items, about).toBe(articles);
  expect(report.state.outcomes, about).toEqual({ matched: articles });
  expect(report.state.deliveries, about).toEqual({ sent: 2 * articles });
  expect(report.idsKeyed, about).toBe(articles);
  expect(report.idsPlain, about).toBe(articles);
}

describe.each(["postgres", "redis"] as const)("on %s queues", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const a1 = skippedScenario(missing, false);
  const b1 = skippedScenario(missing, backend === "redis");
  const b4 = skippedScenario(missing, backend === "postgres");

  it.skipIf(a1 !== null)(`A1: a random process is killed every 2 s for 20 s${because(a1)}`, async () => {
    const report = await runPlan(backend, { forMs: 20_000, killEveryMs: 2000, stuckMs: 30_000 });
    expectNothingLost(report);
    expect(report.kills).toBeGreaterThanOrEqual(9);
  });

  it.skipIf(b1 !== null)(`B1, B3: the whole queue is lost every 5 s, with kills${because(b1)}`, async () => {
    const report = await runPlan(backend, {
      forMs: 21_000,
      killEveryMs: 2000,
      loseQueueEveryMs: 5000,
      stuckMs: 30_000,
    });
    expectNothingLost(report);
    expect(report.queueLosses).toBeGreaterThanOrEqual(4);
  });

  it.skipIf(b4 !== null)(`B4: PostgreSQL is killed three times, with kills${because(b4)}`, async () => {
    const faults = { killEveryMs: 2000, killStoreEveryMs: 6000 };
    const report = await runPlan(backend, { forMs: 20_000, ...faults, stuckMs: 30_000 });
    expectNothingLost(report);
    expect(report.storeKills).toBe(3);
  });
});
