import { runStage } from "@wirewatch/pipeline";
import type { AnyMessage, DefinedStage, StageName } from "@wirewatch/pipeline";
import type { Config } from "@wirewatch/config";
import { createHttpClient } from "@wirewatch/runtime";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { notifierStages } from "../../services/notifier/src/main.ts";
import { keepSchedules } from "../../services/notifier/src/schedules.ts";
import { configFrom } from "./config.ts";
import type { DatabaseClock } from "./database-clock.ts";
import { drawConfig, drawConstants, hookSecret, lotsOf, slackUrl } from "./random-alerts-config.ts";
import type { Constants } from "./random-alerts-config.ts";
import { happen } from "./random-alerts-events.ts";
import type { Happened } from "./random-alerts-events.ts";
import { startRandomTown } from "./random-alerts-town.ts";
import type { Outage, RandomTown } from "./random-alerts-town.ts";
import type { World } from "./random-alerts-world.ts";
import { testRunner } from "./runner.ts";
import { seededRandom } from "./seeded-random.ts";

/** A world after its end. */
export interface WorldRun {
  readonly world: World;
  readonly db: Kysely<Database>;
  readonly constants: Constants;
  readonly configs: readonly Config[];
  /** Which of them was in force since when. */
  readonly configured: readonly { readonly at: Date; readonly version: number }[];
  readonly arrivals: RandomTown["arrivals"];
  /** When alerts were first seen to be held. */
  readonly heldAt: ReadonlyMap<string, Date>;
  /** What went wrong while it ran. */
  readonly problems: readonly string[];
  /** Runs of stages. */
  readonly runs: number;
  readonly crashing: number;
}

export interface RunOptions {
  /** Rows worked on at once. One: a run is the same for the same seed. */
  readonly lanes: number;
  /** Share of runs that end somewhere in the middle. */
  readonly crashing: number;
  /** Share of requests that receivers answer badly. */
  readonly failing: number;
  readonly outages?: readonly Outage[];
  /** In place of what is drawn. */
  readonly digestAt?: Constants["digestAt"];
}

/** Longest time after the end of a world in which everything has to have its end, milliseconds. */
const patienceMs = 30 * 86_400_000;
/** A reconciler looks for what is due about so often, milliseconds. */
const tickMs = 500;
/** Runs of one row without any progress of the clock's minute. */
const spinning = 60;

class Crash extends Error {}

/** Lets a world happen to the real stages and a real database whose clock is the test's. */
export async function runWorld(world: World, clock: DatabaseClock, options: RunOptions): Promise<WorldRun> {
  const random = seededRandom(world.seed + 1);
  const town = await startRandomTown({ seed: world.seed + 2, now: () => clock.now(), ...options });
  const http = createHttpClient({ userAgent: "test" });
  try {
    const lots = lotsOf(seededRandom(world.seed + 3));
    const drawn = drawConstants(lots);
    const constants = { ...drawn, digestAt: options.digestAt ?? drawn.digestAt };
    const configs: Config[] = [];
    for (let version = 0; version < world.versions; version += 1) {
      configs.push(await configFrom(drawConfig(lots, town, constants)));
    }
    return await live(world, clock, { ...options, random, configs, constants, town, http });
  } finally {
    await http.close();
    await town.close();
  }
}

interface LifeOptions extends RunOptions {
  readonly random: () => number;
  readonly configs: readonly Config[];
  readonly constants: Constants;
  readonly town: RandomTown;
  readonly http: ReturnType<typeof createHttpClient>;
}

async function live(world: World, clock: DatabaseClock, options: LifeOptions): Promise<WorldRun> {
  const { random, configs, constants, town } = options;
  const { db } = clock;
  const configured = [{ at: world.start, version: 0 }];
  const current = () => configs[configured.at(-1)?.version ?? 0] ?? configs[0];
  const work = openWork(clock, options, () => {
    const config = current();
    if (config === undefined) throw new RangeError("there is no configuration");
    return { version: String(configured.length), config };
  });
  const known: Happened = { articles: new Map(), stories: [] };
  const heldAt = new Map<string, Date>();
  const waiting = [...world.events];
  await clock.set(world.start);
  let scheduledMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const config = current();
    if (config !== undefined && clock.now().getTime() - scheduledMs >= 60_000) {
      scheduledMs = clock.now().getTime();
      await keepSchedules(db, config);
    }
    const dueAt = await work.runDue();
    for (const id of await heldAlerts(db)) if (!heldAt.has(id)) heldAt.set(id, clock.now());
    const [next] = waiting;
    if (next === undefined && clock.now() > world.end && (await isOver(db))) break;
    const soonestMs = Math.min(next?.atMs ?? Infinity, dueAt?.getTime() ?? Infinity);
    if (!Number.isFinite(soonestMs)) break;
    if (soonestMs > world.end.getTime() + patienceMs) {
      work.problems.push("something is never done");
      break;
    }
    const lateMs = Math.floor(random() * (random() < 0.1 ? 20_000 : 2 * tickMs));
    await clock.set(new Date(Math.max(soonestMs + lateMs, clock.now().getTime() + tickMs)));
    while (waiting[0] !== undefined && waiting[0].atMs <= clock.now().getTime()) {
      const event = waiting.shift();
      if (event === undefined) break;
      if (event.kind === "configure") {
        configured.push({ at: clock.now(), version: event.version });
        scheduledMs = Number.NEGATIVE_INFINITY;
      } else await happen(db, event, known, clock.now());
    }
  }
  const { problems } = work;
  const { arrivals, forged } = town;
  if (forged.length > 0) problems.push(`${forged.length} messages with a wrong signature`);
  return {
    world,
    db,
    constants,
    configs,
    configured,
    arrivals,
    heldAt,
    problems,
    runs: work.runs(),
    crashing: options.crashing,
  };
}

interface Work {
  /** Runs stages until nothing is due. @returns when something is next; null when nothing ever is */
  runDue(): Promise<Date | null>;
  readonly problems: string[];
  runs(): number;
}

function openWork(
  clock: DatabaseClock,
  { random, lanes, crashing, town, http }: LifeOptions,
  current: () => { readonly version: string; readonly config: Config },
): Work {
  const stages = new Map<string, DefinedStage>(
    notifierStages({
      db: clock.db,
      config: { current: () => Promise.resolve(current()) },
      http,
      resolveSecrets: (text) =>
        Promise.resolve(text.replaceAll(hookSecret, town.secret).replaceAll(slackUrl, `${town.url}/room`)),
      now: () => clock.now(),
      monotonicMs: () => clock.now().getTime(),
      random,
      terminal: { write: () => undefined, color: false, width: 80 },
    }).map((stage) => [stage.name, stage]),
  );
  const problems: string[] = [];
  let runs = 0;
  const spins = new Map<string, { readonly minute: number; readonly runs: number }>();

  const answer = async (stage: StageName, message: AnyMessage): Promise<void> => {
    const name = `${stage} ${Object.values(message).join(".")}`;
    const minute = Math.floor(clock.now().getTime() / 60_000);
    const before = spins.get(name);
    const count = before?.minute === minute ? before.runs + 1 : 1;
    spins.set(name, { minute, runs: count });
    if (count === spinning) problems.push(`${name} is run ${spinning} times in a minute`);
    runs += 1;
    const defined = stages.get(stage);
    if (defined === undefined) throw new RangeError(stage);
    const crash = (point: string): void => {
      if (random() < crashing / 5) throw new Crash(`died when ${point}`);
    };
    const { deps, logged } = testRunner(clock.db, { fault: crash });
    await runStage(defined, message, deps).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
    for (const { level, message: text, fields } of logged) {
      const error = "err" in fields ? fields.err : null;
      if (level === "info" || error instanceof Crash) continue;
      const isDeadlock = String(error).includes("deadlock");
      problems.push(`${isDeadlock ? "deadlock: " : ""}${name}: ${text} ${String(error)}`);
    }
  };

  const runDue = async (): Promise<Date | null> => {
    for (;;) {
      const rows = await readWork(clock.db);
      const due = rows.filter(({ due_at: at }) => at <= clock.now());
      if (due.length === 0) return rows[0]?.due_at ?? null;
      const line = [...due];
      const lane = async (): Promise<void> => {
        for (let row = line.shift(); row !== undefined; row = line.shift()) await answer(row.stage, row.message);
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    }
  };
  return { runDue, problems, runs: () => runs };
}

interface WorkRow {
  readonly stage: StageName;
  readonly message: AnyMessage;
  readonly due_at: Date;
}

/** Rows of the notifier, those that are due first; a claimed one is due when its lease ends. */
async function readWork(db: Kysely<Database>): Promise<WorkRow[]> {
  const { rows } = await sql<WorkRow>`
    select stage, message, due_at from (
      select stage, jsonb_build_object('articleId', article_id::text, 'revision', revision) as message, due_at
        from article_revision where stage = 'notify'
      union all select stage, jsonb_build_object('groupId', id::text), due_at from alert_group where stage = 'flush'
      union all select stage, jsonb_build_object('noticeId', id::text), due_at from notice where stage = 'announce'
      union all select stage, jsonb_build_object('digestId', id::text), due_at from digest where stage = 'digest'
      union all select stage, jsonb_build_object('deliveryId', id), due_at from delivery where stage = 'deliver') work
    where due_at < 'infinity' order by due_at, message::text limit 100`.execute(db);
  return rows;
}

async function heldAlerts(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("alert").select("id").where("state", "=", "held").execute();
  return rows.map(({ id }) => id);
}

/** Whether everything that was to be told is told, and nothing is on its way. */
async function isOver(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select 1 from topic_match where outcome is null) or exists (select 1 from article_revision where stage = 'notify')
      or exists (select 1 from alert where state in ('waiting', 'held')) or exists (select 1 from delivery where stage = 'deliver') as open`.execute(
    db,
  );
  return rows[0]?.open === false;
}
