import { sql } from "@wirewatch/store";
import type { DatabaseClock } from "./database-clock.ts";
import { endChecks } from "./random-alerts-ends.ts";
import type { Complaint } from "./random-alerts-ends.ts";
import { historyOf } from "./random-alerts-history.ts";
import { timeChecks } from "./random-alerts-promises.ts";
import { readRecord } from "./random-alerts-record.ts";
import type { LifeRecord } from "./random-alerts-record.ts";
import { runWorld } from "./random-alerts-run.ts";
import type { RunOptions, WorldRun } from "./random-alerts-run.ts";
import type { World } from "./random-alerts-world.ts";

/** What came of a world. */
export interface WorldReport {
  readonly run: WorldRun;
  readonly record: LifeRecord;
  readonly complaints: readonly Complaint[];
  /** Of the first match that shows a complaint; empty when there is none. */
  readonly history: string;
}

/** What a world must not leave behind. */
export function complaintsOf(record: LifeRecord, run: WorldRun): Complaint[] {
  const checks = Object.entries({ ...endChecks, ...timeChecks });
  return [
    ...run.problems.map((what) => ({ what, matchId: null })),
    ...checks.flatMap(([name, check]) =>
      check(record, run).map(({ what, matchId }) => ({ what: `${name}: ${what}`, matchId })),
    ),
  ];
}

/** Empties the tables, lets a world happen and looks at what it left. */
export async function tryWorld(world: World, clock: DatabaseClock, options: RunOptions): Promise<WorldReport> {
  await sql`truncate silence, digest_item, digest, channel_state, delivery_attempt, delivery, alert, alert_group, topic_match, notice, trail, story,
    article_revision, article, feed restart identity cascade`.execute(clock.db);
  const run = await runWorld(world, clock, options);
  const record = await readRecord(clock.db);
  const complaints = complaintsOf(record, run);
  const matchId = complaints.find((complaint) => complaint.matchId !== null)?.matchId ?? null;
  return { run, record, complaints, history: matchId === null ? "" : await historyOf(clock.db, matchId) };
}

/**
 * Leaves out as much of a world as it can while it still fails, halves first, until the time is over.
 *
 * @returns the smallest world that was found to fail; the one given when no smaller one does
 */
export async function shrinkWorld(
  world: World,
  fails: (smaller: World) => Promise<boolean>,
  limitMs: number,
): Promise<World> {
  const deadline = performance.now() + limitMs;
  let smallest = world;
  for (let size = Math.ceil(world.events.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.events.length;) {
      if (performance.now() > deadline) return smallest;
      const events = smallest.events.toSpliced(at, size);
      const smaller = { ...smallest, events };
      if (events.length > 0 && (await fails(smaller))) smallest = smaller;
      else at += size;
    }
  }
  return smallest;
}

/** Complaints for people, with the seed that repeats them. */
export function complaintText(world: World, { complaints, history }: WorldReport): string {
  const lines = complaints
    .slice(0, 10)
    .map(({ what, matchId }) => `- ${what}${matchId === null ? "" : ` (match ${matchId})`}`);
  const count = world.events.filter(({ kind }) => kind === "article").length;
  return [`seed ${world.seed}, ${count} articles from ${world.start.toISOString()}:`, ...lines, history].join("\n");
}
