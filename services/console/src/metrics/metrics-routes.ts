import type { FastifyInstance } from "fastify";
import type { ConsoleDeps } from "../deps.ts";
import { exposition, expositionType } from "./exposition.ts";
import type { Metric } from "./exposition.ts";
import { watchServer } from "./own-metrics.ts";
import { createStoreMetrics } from "./store-metrics.ts";

/** Figures of the store are read at most so often, however many ask. */
const keptMs = 5_000;

/**
 * `GET /metrics` for Prometheus: with a token of scope `read`, from this machine as well as from others. Who may not see articles learns
 * nothing about them here either.
 */
export async function metricsRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const own = watchServer(app.server);
  app.addHook("onClose", async () => own.stop());
  const read = createStoreMetrics(deps);
  let kept: { readonly atMs: number; readonly metrics: Promise<readonly Metric[]> } | null = null;

  function ofStore(): Promise<readonly Metric[]> {
    const atMs = performance.now();
    if (kept !== null && atMs - kept.atMs < keptMs) return kept.metrics;
    const metrics = read();
    kept = { atMs, metrics };
    metrics.catch(() => (kept = null));
    return metrics;
  }

  app.get("/metrics", { config: { access: { scope: "read" } } }, async (_request, reply) => {
    // What this process says of itself matters most when the store is away.
    const store = await ofStore().catch((): readonly Metric[] => []);
    const up: Metric = {
      name: "wirewatch_store_up",
      help: "1 when the database answered.",
      type: "gauge",
      samples: [{ value: store.length > 0 ? 1 : 0 }],
    };
    return reply.type(expositionType).send(exposition([up, ...store, ...own.read()]));
  });
}
