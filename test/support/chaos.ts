import { sql } from "@wirewatch/store";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createConfigLoader } from "../../packages/cli/src/config-loader.ts";
import { articlePage } from "./articles.ts";
import { seededRandom } from "./seeded-random.ts";
import { openTestBed } from "./test-bed.ts";
import type { QueueBackendName, TestBed } from "./test-bed.ts";

/** A test bed whose configuration is loaded, with the seed all faults come from. */
export interface ChaosLab extends TestBed {
  readonly backend: QueueBackendName;
  readonly seed: number;
  readonly random: () => number;
}

const topics = `version: 1
topics:
  - { id: harbour, name: Harbourmaster, any: [harbourmaster] }
`;

/** Seed of a run: `CHAOS_SEED` repeats an earlier one. */
function chaosSeed(): number {
  const given = process.env["CHAOS_SEED"];
  return given === undefined ? randomBytes(4).readUInt32LE() : Number(given);
}

export interface LabOptions {
  readonly repeat?: "at-least-once" | "at-most-once";
  readonly seed?: number;
  /** For plans that kill the database server. */
  readonly ownServer?: boolean;
}

/** Sets up a lab in which `articles` articles are waiting in the feed, each of which two channels are told about. */
export async function openLab(
  backend: QueueBackendName,
  articles: number,
  options: LabOptions = {},
): Promise<ChaosLab> {
  const seed = options.seed ?? chaosSeed();
  const random = seededRandom(seed);
  const bed = await openTestBed({
    backend,
    topics,
    every: "2s",
    perHost: { concurrency: 4, minInterval: "0s" },
    webhooks: { "/keyed": "", "/plain": `repeat: ${options.repeat ?? "at-least-once"}` },
    ownServer: options.ownServer ?? false,
  });
  bed.site.publish(Array.from({ length: articles }, (_, index) => articlePage(index, random)));
  const loaded = await createConfigLoader(bed.store.db, bed.configFolder)();
  if (loaded.kind !== "loaded") throw new Error(JSON.stringify(loaded));
  // Without files of their own the processes keep to what is loaded.
  const env = { ...bed.env, WIREWATCH_CONFIG: join(bed.configFolder, "none"), LOG_LEVEL: "warn" };
  return { ...bed, env, backend, seed, random };
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
