import { sql } from "@wirewatch/store";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConfigLoader } from "../../packages/cli/src/config-loader.ts";
import { articlePage, seededRandom } from "./articles.ts";
import { startNewsSite } from "./news-site.ts";
import type { NewsSite } from "./news-site.ts";
import { startTestRedis } from "./redis.ts";
import type { TestRedis } from "./redis.ts";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";
import { writeConfig } from "./system.ts";
import { startWebhookSink } from "./webhook-sink.ts";
import type { WebhookSink } from "./webhook-sink.ts";

export type QueueBackendName = "postgres" | "redis";

/** Everything outside the program: stores, a news site, a receiver; and the seed all faults come from. */
export interface ChaosLab {
  readonly backend: QueueBackendName;
  readonly seed: number;
  readonly random: () => number;
  readonly store: TestStore;
  readonly redis: TestRedis | null;
  readonly site: NewsSite;
  readonly sink: WebhookSink;
  /** Environment of every service process. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Seed of a run: `CHAOS_SEED` repeats an earlier one. */
function chaosSeed(): number {
  const given = process.env["CHAOS_SEED"];
  return given === undefined ? randomBytes(4).readUInt32LE() : Number(given);
}

/** Sets up a lab in which `articles` articles are waiting in the feed, each of which two channels are told about. */
export async function openLab(
  backend: QueueBackendName,
  articles: number,
  options: { readonly repeat?: "at-least-once" | "at-most-once"; readonly seed?: number } = {},
): Promise<ChaosLab> {
  const seed = options.seed ?? chaosSeed();
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), "wirewatch-chaos-"));
  const [store, redis, site, sink] = await Promise.all([
    startTestStore(),
    backend === "redis" ? startTestRedis() : null,
    startNewsSite(),
    startWebhookSink(),
  ]);
  site.publish(Array.from({ length: articles }, (_, index) => articlePage(index, random)));
  const secretName = "CHAOS_WEBHOOK_SECRET";
  process.env[secretName] = sink.secret;
  writeConfig(folder, chaosConfig(site, sink, secretName, options.repeat ?? "at-least-once"));
  const loaded = await createConfigLoader(store.db, folder)();
  if (loaded.kind !== "loaded") throw new Error(JSON.stringify(loaded));
  return {
    backend,
    seed,
    random,
    store,
    redis,
    site,
    sink,
    env: {
      DATABASE_URL: store.url,
      ...(redis === null ? {} : { REDIS_URL: redis.url }),
      [secretName]: sink.secret,
      WIREWATCH_CONFIG: join(folder, "none"),
      LOG_LEVEL: "warn",
    },
    async close() {
      await Promise.all([site.close(), sink.close()]);
      await redis?.stop();
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function chaosConfig(
  site: NewsSite,
  sink: WebhookSink,
  secretName: string,
  repeat: string,
): { sources: string; topics: string; alerts: string } {
  return {
    sources: `version: 1
network: { allow_private: ["${site.host}", "${sink.host}"] }
defaults:
  first_run: alert
  max_age: none
  poll: { target: 2s, min: 2s, max: 2s }
  per_host: { concurrency: 4, min_interval: 0s }
  max_items: 5000
  max_body: 20MB
sources:
  - { id: site, name: Test site, kind: feed, url: "${site.feedUrl}", private_pages: ["${site.host}"] }
`,
    topics: `version: 1
topics:
  - { id: harbour, name: Harbourmaster, any: [harbourmaster] }
`,
    alerts: `version: 1
route: { receiver: desk, group_wait: 0s }
receivers:
  - name: desk
    webhook:
      - { url: "${sink.url}/keyed", secret: "\${env:${secretName}}" }
      - { url: "${sink.url}/plain", secret: "\${env:${secretName}}", repeat: ${repeat} }
`,
  };
}

/** What is still open in the lab, and what came out; read from PostgreSQL directly. */
export interface LabState {
  readonly items: number;
  readonly open: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly openMatches: number;
  readonly deliveries: Readonly<Record<string, number>>;
}

export async function readLab({ store: { db } }: ChaosLab): Promise<LabState> {
  const count = async (query: ReturnType<typeof sql<{ name: string; n: number }>>): Promise<Record<string, number>> =>
    Object.fromEntries((await query.execute(db)).rows.map((row) => [row.name, row.n]));
  const single = await count(sql`
    select 'items' as name, count(*)::int as n from source_item
    union all select 'open', count(*)::int from article_revision where stage <> 'done'
    union all select 'openMatches', count(*)::int from topic_match where outcome is null`);
  return {
    items: single["items"] ?? 0,
    open: single["open"] ?? 0,
    openMatches: single["openMatches"] ?? 0,
    outcomes: await count(
      sql`select outcome as name, count(*)::int as n from article_revision where stage = 'done' group by 1`,
    ),
    deliveries: await count(sql`select state as name, count(*)::int as n from delivery group by 1`),
  };
}

/** Failed attempts by their reasons, for the message of a failing run. */
export async function failedAttempts({ store: { db } }: ChaosLab): Promise<string> {
  const { rows } = await sql<{ reason: string; n: number }>`
    select coalesce(reason, result) as reason, count(*)::int as n from delivery_attempt where result <> 'sent' group by 1`.execute(
    db,
  );
  const failed = await sql<{ reason: string; n: number }>`
    select reason, count(*)::int as n from article_revision where outcome = 'failed' group by 1`.execute(db);
  return JSON.stringify([...rows, ...failed.rows]);
}

/** True when every article of the lab has its outcome and every delivery its end. */
export function isDrained(state: LabState, articles: number): boolean {
  const ended =
    (state.deliveries["sent"] ?? 0) + (state.deliveries["failed"] ?? 0) + (state.deliveries["unknown"] ?? 0);
  const all = Object.values(state.deliveries).reduce((a, b) => a + b, 0);
  return (
    state.items === articles &&
    state.open === 0 &&
    state.openMatches === 0 &&
    ended === all &&
    all >= 2 * (state.outcomes["matched"] ?? 0)
  );
}
