import { loadavg } from "node:os";
import { sql } from "@wirewatch/store";
import { seededRandom } from "../support/seeded-random.ts";
import type { QueueBackendName } from "../support/test-bed.ts";
import { until } from "../support/until.ts";
import { quantile } from "./notifier-figures.ts";
import { hookSecret, openNotifierLab } from "./notifier-lab.ts";
import type { NotifierLab } from "./notifier-lab.ts";
import type { Fate } from "./notifier-receivers.ts";

/** Receivers: two that always take what comes, two that mostly do not; each pair a webhook and a room without a key. */
const receivers = ["hook-fine", "room-fine", "hook-bad", "room-bad"] as const;
const killEveryMs = 2_000;
const notifiers = 4;
/** Alerts a second. */
const rate = 20;

interface ChaosFigures {
  readonly kills: number;
  /** Of the receivers that take everything, from commit to arrival. */
  readonly fine: readonly number[];
  /** By receiver: alerts that never came, that came again, and most times that one came. */
  readonly lost: Readonly<Record<string, number>>;
  readonly repeated: Readonly<Record<string, number>>;
  readonly most: Readonly<Record<string, number>>;
  /** Webhook ids beyond one for each alert. */
  readonly strayIds: number;
  readonly states: Readonly<Record<string, number>>;
  /** Attempts to deliver to the receivers that take everything which did not succeed, by what was noted. */
  readonly failedToFine: Readonly<Record<string, number>>;
  readonly drainedMs: number;
}

/**
 * Alerts to receivers that all work, while notifiers are killed; then the same with receivers of which half fail. Both come at the same rate, for as
 * long and under the same kills.
 *
 * @param rounds how often, one after the other: what else the machine does meanwhile then falls on both
 */
export async function measureChaos(
  backend: QueueBackendName,
  alerts: number,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): Promise<string[]> {
  const lines: string[] = [];
  const fine: { readonly calm: number[]; readonly bad: number[] } = { calm: [], bad: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of ["calm", "bad"] as const) {
      const figures = await runOnce(backend, alerts, seed + round, kind === "bad");
      fine[kind].push(...figures.fine);
      lines.push(...linesOf(kind === "bad" ? "half of them fail" : "all receivers work", seed + round, figures));
    }
  }
  const [calm, bad] = [fine.calm, fine.bad].map((took) => quantile(took, 0.95));
  return [...lines, `p95 with failing receivers ÷ without: ${((bad ?? 0) / (calm ?? 1)).toFixed(2)}`];
}

function linesOf(what: string, seed: number, figures: ChaosFigures): string[] {
  const [p50, p95, longest] = [0.5, 0.95, 1].map((share) => quantile(figures.fine, share).toFixed(0));
  const drained = (figures.drainedMs / 1000).toFixed(0);
  return [
    `${what}, seed ${seed}: ${figures.kills} kills, drained ${drained} s after the last, load ${loadavg()[0]?.toFixed(1)}`,
    `  deliveries ${JSON.stringify(figures.states)}, lost ${JSON.stringify(figures.lost)}, stray ids ${figures.strayIds}`,
    `  repeated ${JSON.stringify(figures.repeated)}, most times ${JSON.stringify(figures.most)}`,
    `  receivers that work: p50 ${p50} ms, p95 ${p95} ms, longest ${longest} ms; failed attempts there ${JSON.stringify(figures.failedToFine)}`,
  ];
}

async function runOnce(
  backend: QueueBackendName,
  alerts: number,
  seed: number,
  hasBad: boolean,
): Promise<ChaosFigures> {
  const random = seededRandom(seed);
  const env = "BENCH_ROOM_";
  const lab = await openNotifierLab(
    backend,
    ({ url }) => ({
      "hook-fine": { webhook: [{ url: `${url}/hook-fine`, secret: hookSecret }] },
      "room-fine": { slack: [{ url: `\${env:${env}FINE}` }] },
      "hook-bad": { webhook: [{ url: `${url}/hook-bad`, secret: hookSecret }] },
      "room-bad": { slack: [{ url: `\${env:${env}BAD}` }] },
    }),
    undefined,
    ({ url }) => ({ [`${env}FINE`]: `${url}/room-fine`, [`${env}BAD`]: `${url}/room-bad` }),
  );
  const fates: readonly Fate[] = ["take", "take", "hang", "500", "429", "reset"];
  if (hasBad)
    lab.receivers.behave((path) => (path.endsWith("-bad") ? (fates[Math.floor(random() * 6)] ?? "take") : "take"));
  const system = await lab.start(notifiers);
  try {
    const committed = new Map<string, number>();
    let kills = 0;
    const killer = setInterval(() => {
      // One that is only starting would be no loss; and on a busy machine, where starting takes long, some must be left that work.
      const working = [...system.running().entries()].filter(([, run]) => run.output().includes('"msg":"started"'));
      if (working.length <= notifiers / 2) return;
      const [index] = working[Math.floor(random() * working.length)] ?? [];
      if (index === undefined) return;
      system.kill(index);
      kills += 1;
    }, killEveryMs);
    const startedMs = performance.now();
    for (let number = 1; number <= alerts; number += 1) {
      const dueMs = startedMs + (1000 * number) / rate - performance.now();
      if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
      const topic = receivers[number % receivers.length] ?? "hook-fine";
      const bells = await lab.addMatches([{ number, story: number, topic, severity: "critical" }]);
      committed.set(`Alert ${number}`, performance.now());
      void Promise.all(bells.map((bell) => lab.queues.ring(bell, 0)));
    }
    clearInterval(killer);
    const lastKillMs = performance.now();
    lab.receivers.behave(() => "take");
    await until(() => isDrained(lab, alerts), 600_000, "the end of all deliveries", 500).catch(
      async (error: unknown) => {
        throw new Error(`${String(error)}: ${JSON.stringify(await statesOf(lab))}`);
      },
    );
    return {
      ...figuresOf(lab, committed),
      kills,
      drainedMs: performance.now() - lastKillMs,
      states: await statesOf(lab),
      failedToFine: await failedToFine(lab),
    };
  } finally {
    await system.stop();
    await lab.close();
  }
}

/** Lets what waits for its next attempt, up to days, be tried at once: receivers work again. */
async function isDrained({ store: { db } }: NotifierLab, alerts: number): Promise<boolean> {
  await sql`update delivery set due_at = now() where stage = 'deliver' and claim is null and due_at > now()`.execute(
    db,
  );
  const { rows } = await sql<{ open: number; all: number }>`
    select count(*) filter (where stage = 'deliver')::int as open, count(*)::int as all from delivery`.execute(db);
  return rows[0]?.open === 0 && rows[0].all >= alerts;
}

async function statesOf({ store: { db } }: NotifierLab): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state || coalesce(' ' || left(reason, 60), '') as state, count(*)::int as n from delivery group by 1`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

async function failedToFine({ store: { db } }: NotifierLab): Promise<Record<string, number>> {
  const { rows } = await sql<{ what: string; n: number }>`
    select t.result || coalesce(' ' || left(t.reason, 60), '') as what, count(*)::int as n
    from delivery_attempt t join delivery d on d.id = t.delivery_id
    where d.receiver like '%-fine' and t.result <> 'sent' group by 1`.execute(db);
  return Object.fromEntries(rows.map(({ what, n }) => [what, n]));
}

function figuresOf(
  { receivers: { arrivals } }: NotifierLab,
  committed: ReadonlyMap<string, number>,
): Omit<ChaosFigures, "kills" | "drainedMs" | "states" | "failedToFine"> {
  const taken = arrivals.filter(({ isTaken, title }) => isTaken && title !== "");
  const lost: Record<string, number> = {};
  const repeated: Record<string, number> = {};
  const most: Record<string, number> = {};
  for (const [index, name] of receivers.entries()) {
    const own = Map.groupBy(
      taken.filter(({ path }) => path === `/${name}`),
      ({ title }) => title,
    );
    const wanted = [...committed.keys()].filter((title) => Number(title.slice(6)) % receivers.length === index);
    lost[name] = wanted.filter((title) => !own.has(title)).length;
    repeated[name] = [...own.values()].filter((came) => came.length > 1).length;
    most[name] = Math.max(0, ...[...own.values()].map((came) => came.length));
  }
  const hooks = arrivals.filter(({ path }) => path.startsWith("/hook"));
  const ids = new Set(hooks.map(({ key }) => key)).size - new Set(hooks.map(({ title }) => title)).size;
  const first = new Map<string, number>();
  for (const { path, title, atMs } of taken) {
    if (path.endsWith("-fine") && !first.has(title)) first.set(title, atMs - (committed.get(title) ?? atMs));
  }
  return { fine: [...first.values()], lost, repeated, most, strayIds: ids };
}
