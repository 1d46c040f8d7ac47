import { sql } from "@wirewatch/store";
import type { QueueBackendName } from "../support/test-bed.ts";
import { until } from "../support/until.ts";
import { hookSecret, openNotifierLab } from "./notifier-lab.ts";
import type { NotifierLab } from "./notifier-lab.ts";

const notifiers = 3;
/** Pause after each kill, so that the killed one is there again, milliseconds. */
const restMs = 3_000;

/**
 * Kills the notifier that waits for the answer of a webhook, and takes the time until another one sends the message there.
 *
 * @param kills how often, one after the other
 */
export async function measureTakeover(backend: QueueBackendName, kills: number): Promise<string[]> {
  const lab = await openNotifierLab(backend, ({ url }) => ({
    hook: { webhook: [{ url: `${url}/hook`, secret: hookSecret }] },
  }));
  const system = await lab.start(notifiers);
  const { arrivals } = lab.receivers;
  const tookMs: number[] = [];
  try {
    for (let number = 1; number <= kills; number += 1) {
      lab.receivers.behave(() => "hang");
      const before = arrivals.length;
      const bells = await lab.addMatches([{ number, story: number, topic: "hook", severity: "critical" }]);
      await Promise.all(bells.map((bell) => lab.queues.ring(bell, 0)));
      await until(() => arrivals.length > before, 30_000, "the first attempt", 2);
      const pid = await holderOf(lab);
      lab.receivers.behave(() => "take");
      const killedMs = performance.now();
      system.kill(system.running().findIndex(({ child }) => child.pid === pid));
      await until(() => arrivals.length > before + 1, 30_000, "the second attempt", 2);
      tookMs.push((arrivals.at(-1)?.atMs ?? 0) - killedMs);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  } finally {
    await system.stop();
    await lab.close();
  }
  const sorted = tookMs.toSorted((a, b) => a - b).map((ms) => ms.toFixed(0));
  return [`${kills} kills, from the kill to the attempt of another one, ms: ${sorted.join(", ")}`];
}

/** Process id of the one that has the message. */
async function holderOf({ store: { db } }: NotifierLab): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`
    select w.pid from delivery d join worker w on starts_with(d.claim, w.session_key || '.') where d.stage = 'deliver'`.execute(
    db,
  );
  return rows[0]?.pid;
}
