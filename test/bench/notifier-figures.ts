import { exampleMessage } from "@wirewatch/alerting";
import type { Bell } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { QueueBackendName } from "../support/test-bed.ts";
import type { TestSystem } from "../support/system.ts";
import { until } from "../support/until.ts";
import { hookSecret, openNotifierLab } from "./notifier-lab.ts";
import type { BenchMatch, NotifierLab } from "./notifier-lab.ts";
import type { BenchReceivers } from "./notifier-receivers.ts";
import { processorTimesText, startProcessorTimes } from "./processor-time.ts";
import type { TimedProcess } from "./processor-time.ts";
import { countStatements, forgetStatements, statementLines } from "./statement-counts.ts";

const oneWebhook = ({ url }: BenchReceivers) => ({
  desk: { webhook: [{ url: `${url}/desk`, secret: hookSecret }] },
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The value below which this share of the sorted ones is. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * Deliveries a second of one notifier: of messages that are written already, and the whole way from the match.
 *
 * @param options.statements counts the statements as well, which costs PostgreSQL some time
 */
export async function measureRate(
  backend: QueueBackendName,
  count: number,
  { statements = false }: { readonly statements?: boolean } = {},
): Promise<string[]> {
  const lab = await openNotifierLab(backend, oneWebhook);
  if (statements) await countStatements(lab.store);
  const system = await lab.start(1);
  const lines: string[] = [];
  const measure = async (what: string, bells: readonly Bell[]): Promise<void> => {
    if (statements) await forgetStatements(lab.store);
    const times = startProcessorTimes(timedProcesses(lab, system));
    const rate = await tell(lab, bells, count);
    lines.push(`${rate.toFixed(0)} deliveries/s of ${count} ${what}`, `  ${processorTimesText(times(), count)} each`);
    if (statements) lines.push(...(await statementLines(lab.store, count)).map((line) => `  ${line}`));
  };
  try {
    await tell(lab, await lab.addMatches(matches(1, 200)), 200);
    await measure("written ones", await addDeliveries(lab, count));
    await measure("matches, routed, grouped and written meanwhile", await lab.addMatches(matches(10_000, count)));
    return lines;
  } finally {
    await system.stop();
    await lab.close();
  }
}

function timedProcesses({ store, redisPid }: NotifierLab, system: TestSystem): TimedProcess[] {
  return [
    { name: "notifier", pid: system.running()[0]?.child.pid ?? 0 },
    { name: "PostgreSQL", pid: store.server?.pid() ?? 0, withChildren: true },
    ...(redisPid === null ? [] : [{ name: "Redis", pid: redisPid }]),
    { name: "bench and receiver", pid: process.pid },
  ];
}

/** Rings and waits for that many messages. @returns messages a second */
async function tell({ queues, receivers }: NotifierLab, bells: readonly Bell[], count: number): Promise<number> {
  const before = receivers.arrivals.length;
  const startedMs = performance.now();
  for (let at = 0; at < bells.length; at += 50) {
    await Promise.all(bells.slice(at, at + 50).map((bell) => queues.ring(bell, 0)));
  }
  await until(() => receivers.arrivals.length - before >= count, 300_000, "all messages");
  return (1000 * count) / (performance.now() - startedMs);
}

function matches(first: number, count: number): BenchMatch[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    return { number, story: 100_000 + number, topic: "desk", severity: "critical" };
  });
}

async function addDeliveries({ store: { db } }: NotifierLab, count: number): Promise<Bell[]> {
  const ids = Array.from({ length: count }, (_, index) => `dl_${index.toString(16).padStart(40, "0")}`);
  await sql`
    insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
    select id, (select min(id) from alert_group), 'desk', 'webhook-0', 'webhook', 'alert.opened', 1, 'at-least-once',
      ${JSON.stringify(exampleMessage({ id: "dl_0" }))}::jsonb || jsonb_build_object('id', id), 'deliver'
    from unnest(${ids}::text[]) id`.execute(db);
  return ids.map((deliveryId) => ({ stage: "deliver", message: { deliveryId } }));
}

/** From the commit of a critical match until the webhook has its message, one at a time. */
export async function measureLatency(backend: QueueBackendName, count: number): Promise<string[]> {
  const lab = await openNotifierLab(backend, oneWebhook);
  const system = await lab.start(1);
  try {
    const took: number[] = [];
    for (let number = 1; number <= count + 20; number += 1) {
      const bells = await lab.addMatches(matches(number, 1));
      const committedMs = performance.now();
      await Promise.all(bells.map((bell) => lab.queues.ring(bell, 0)));
      await until(() => lab.receivers.arrivals.length >= number, 30_000, "the message", 2);
      const atMs = lab.receivers.arrivals.at(-1)?.atMs ?? Number.NaN;
      // The first ones warm up the processes.
      if (number > 20) took.push(atMs - committedMs);
      await pause(40 + ((number * 37) % 160));
    }
    const figures = [0.5, 0.95, 1].map((share) => quantile(took, share).toFixed(0));
    return [
      `match committed to webhook received: p50 ${figures[0]} ms, p95 ${figures[1]} ms, longest ${figures[2]} ms (${count} alerts)`,
    ];
  } finally {
    await system.stop();
    await lab.close();
  }
}

/** Many alerts of one story within a minute, to a group that may speak every 20 s. */
export async function measureStory(backend: QueueBackendName, count: number): Promise<string[]> {
  const intervalMs = 20_000;
  const spreadMs = 60_000;
  const lab = await openNotifierLab(backend, oneWebhook, { group_wait: "5s", group_interval: "20s" });
  const system = await lab.start(2);
  try {
    const startedMs = performance.now();
    for (let number = 1; number <= count; number += 1) {
      await pause(Math.max(0, startedMs + (spreadMs * number) / count - performance.now()));
      // Each is from a source of its own: five new ones are news.
      const match = { number, story: 1, topic: "desk", severity: "normal", source: `source-${number}` } as const;
      const bells = await lab.addMatches([match]);
      void Promise.all(bells.map((bell) => lab.queues.ring(bell, 0)));
    }
    await until(async () => (await open(lab)) === 0, 120_000, "the end of all matches", 250);
    const { rows } = await sql<{ event: string; revision: number; alerts: number; at: number; sources: number }>`
      select d.event, d.revision, (select count(*)::int from alert a where a.group_id = d.group_id and a.group_revision = d.revision) as alerts,
        (extract(epoch from d.created_at - (select min(opened_at) from alert_group)))::float8 as at,
        (d.message -> 'story' ->> 'sources')::int as sources
      from delivery d order by d.revision`.execute(lab.store.db);
    const { rows: groups } = await sql<{ n: number }>`select count(*)::int as n from alert_group`.execute(lab.store.db);
    const gaps = rows.slice(1).map((row, index) => row.at - (rows[index]?.at ?? 0));
    const told = rows.reduce((sum, row) => sum + row.alerts, 0);
    return [
      `${count} alerts of one story in ${spreadMs / 1000} s: ${groups[0]?.n} group, ${rows.length} messages, ${lab.receivers.arrivals.length} received`,
      ...rows.map(
        (row) =>
          `${row.at.toFixed(1).padStart(6)} s ${row.event} revision ${row.revision}, ${row.alerts} alerts, says ${row.sources} sources`,
      ),
      `${told} alerts counted; shortest time between two messages ${Math.min(...gaps).toFixed(1)} s (interval ${intervalMs / 1000} s)`,
    ];
  } finally {
    await system.stop();
    await lab.close();
  }
}

async function open({ store: { db } }: NotifierLab): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from topic_match where outcome is null)::int + (select count(*) from delivery where stage = 'deliver')::int as n`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
