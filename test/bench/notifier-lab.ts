import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { openQueues } from "@wirewatch/pipeline";
import type { Bell, StageQueues } from "@wirewatch/pipeline";
import { saveConfig, sql } from "@wirewatch/store";
import type { Severity } from "@wirewatch/model";
import { configFrom } from "../support/config.ts";
import { startTestRedis } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";
import { startSystem } from "../support/system.ts";
import type { TestSystem } from "../support/system.ts";
import type { QueueBackendName } from "../support/test-bed.ts";
import { until } from "../support/until.ts";
import { startReceivers } from "./notifier-receivers.ts";
import type { BenchReceivers } from "./notifier-receivers.ts";

/** Reference to the secret of all webhooks. */
export const hookSecret = "${env:BENCH_HOOK}";

/** Notifiers as processes, their stores, and who is told. */
export interface NotifierLab {
  readonly backend: QueueBackendName;
  readonly store: TestStore;
  readonly queues: StageQueues;
  readonly receivers: BenchReceivers;
  /** Null when the queues are in PostgreSQL. */
  readonly redisPid: number | null;
  /** Starts notifiers, each a process of its own, and waits until they run. */
  start(count: number): Promise<TestSystem>;
  /** Writes matches that wait to be told about, in one transaction. @returns the bells for them */
  addMatches(matches: readonly BenchMatch[]): Promise<Bell[]>;
  close(): Promise<void>;
}

export interface BenchMatch {
  /** Its article is called `Alert 17`. */
  readonly number: number;
  readonly story: number;
  readonly topic: string;
  readonly severity: Severity;
  readonly source?: string;
}

/** A topic for each receiver, which gets all of it at once. @param channels by receiver, e.g. `{ webhook: [...] }` */
export async function openNotifierLab(
  backend: QueueBackendName,
  channels: (receivers: BenchReceivers) => Readonly<Record<string, object>>,
  route: object = { group_wait: "0s" },
  secrets: (receivers: BenchReceivers) => Readonly<Record<string, string>> = () => ({}),
): Promise<NotifierLab> {
  const [store, redis, receivers] = await Promise.all([
    startTestStore({ ownServer: true }),
    backend === "redis" ? startTestRedis() : null,
    startReceivers(),
  ]);
  const named = Object.entries(channels(receivers));
  const config = await configFrom({
    sources: {
      network: { allow_private: [receivers.host] },
      sources: [{ id: "site", name: "The site", url: "https://site.example/rss" }],
    },
    topics: named.map(([id]) => ({ id, name: id, any: [id] })),
    alerts: {
      route: {
        receiver: named[0]?.[0] ?? "",
        ...route,
        routes: named.map(([id]) => ({ name: `to-${id}`, matchers: [`topic="${id}"`], receiver: id })),
      },
      receivers: named.map(([name, more]) => ({ name, ...more })),
    },
  });
  await saveConfig(store.db, "bench", config);
  const env = {
    DATABASE_URL: store.url,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...secrets(receivers),
    BENCH_HOOK: `whsec_${randomBytes(32).toString("base64")}`,
    // Without files they keep to what is stored.
    WIREWATCH_CONFIG: join(tmpdir(), "wirewatch-no-config"),
    LOG_LEVEL: "info",
  };
  const queues = openQueues({ databaseUrl: store.url, redisUrl: redis?.url, onError: () => undefined });
  return {
    backend,
    store,
    queues,
    receivers,
    redisPid: redis?.pid ?? null,
    async start(count) {
      const system = startSystem(
        Array.from({ length: count }, () => "notifier"),
        env,
      );
      const isRunning = (): boolean => system.running().every((run) => run.output().includes('"msg":"started"'));
      await until(isRunning, 60_000, "the start of the notifiers");
      return system;
    },
    addMatches: (matches) => addMatches(store, matches),
    async close() {
      await queues.close();
      await receivers.close();
      await redis?.stop();
      await store.stop();
    },
  };
}

async function addMatches({ db }: TestStore, matches: readonly BenchMatch[]): Promise<Bell[]> {
  const column = <T>(value: (match: BenchMatch) => T): T[] => matches.map(value);
  const { rows } = await sql<{ id: string }>`
    with given as (
      select * from unnest(${column((m) => m.number)}::int[], ${column((m) => m.story)}::bigint[], ${column((m) => m.topic)}::text[],
        ${column((m) => m.severity)}::text[], ${column((m) => m.source ?? "site")}::text[]) as g(number, story, topic, severity, source)),
    articles as (
      insert into article (url, url_key, source_id)
      select 'https://site.example/' || number, 'https://site.example/' || number, source from given returning id, url),
    named as (select a.id, a.url, g.* from articles a join given g on a.url = 'https://site.example/' || g.number),
    revisions as (
      insert into article_revision (article_id, revision, source_id, gate, stage, page_url, title, verdict, story_id)
      select id, 1, source, 'https://site.example', 'notify', url, 'Alert ' || number, 'unique', story from named)
    insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength)
    select id, 1, story, topic, topic, severity, 1, '[0]', '{}', '[{"clause": "any[0]", "query": "harbourmaster"}]',
      jsonb_build_object('text', 'The harbourmaster spoke of ' || number || '.', 'marks', '[]'::jsonb, 'heading', null), 0.5
    from named returning article_id as id`.execute(db);
  return rows.map(({ id }) => ({ stage: "notify", message: { articleId: id, revision: 1 } }));
}
