import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { QueueBackendName } from "../support/test-bed.ts";
import { measureLatency, measureRate, measureStory } from "./notifier-figures.ts";
import { measureChaos } from "./notifier-chaos.ts";
import { measureTakeover } from "./notifier-takeover.ts";

/*
 * What notifiers do in processes of their own, with a webhook on this machine.
 *
 *   node_modules/.bin/node test/bench/notifier.ts                                  everything, on both kinds of queues
 *   node_modules/.bin/node test/bench/notifier.ts --only rate --backend redis      rate | latency | story | takeover | chaos
 *   node_modules/.bin/node test/bench/notifier.ts --only rate --statements
 *   node_modules/.bin/node test/bench/notifier.ts --only chaos --alerts 400 --seed 42 --rounds 3
 */

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    backend: { type: "string" },
    alerts: { type: "string" },
    seed: { type: "string", default: "1" },
    rounds: { type: "string", default: "1" },
    statements: { type: "boolean", default: false },
  },
});
const backends: readonly QueueBackendName[] =
  values.backend === undefined ? ["redis", "postgres"] : [values.backend === "redis" ? "redis" : "postgres"];
const seed = Number(values.seed);

const parts: Readonly<Record<string, (backend: QueueBackendName) => Promise<string[]>>> = {
  rate: (backend) => measureRate(backend, Number(values.alerts ?? 3000), { statements: values.statements }),
  latency: (backend) => measureLatency(backend, Number(values.alerts ?? 200)),
  story: (backend) => measureStory(backend, Number(values.alerts ?? 1000)),
  takeover: (backend) => measureTakeover(backend, Number(values.alerts ?? 12)),
  chaos: (backend) => measureChaos(backend, Number(values.alerts ?? 2000), { seed, rounds: Number(values.rounds) }),
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(`${availableParallelism()} cores, Node ${process.versions.node}`);
for (const [name, measure] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (const backend of backends) {
    say(`${name}, ${backend} queues (load ${loadavg()[0]?.toFixed(1)}):`);
    for (const line of await measure(backend)) say(`  ${line}`);
  }
}
