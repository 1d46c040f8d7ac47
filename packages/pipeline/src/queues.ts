import { createPostgresBackend, Queue, runMigrations, withBackend, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { PostgresConnectionOptions } from "bullmq";
import pg from "pg";
import { startConsumer } from "./consumer.ts";
import type { QueueConsumer } from "./consumer.ts";
import type { Bell } from "./stage.ts";
import { stageNames, stages } from "./stages.ts";
import type { AnyMessage, StageName } from "./stages.ts";
import { keyValues } from "./rows.ts";

/** Longest time a bell may take; a bell that is not through by then is left to the reconciler. */
const ringTimeoutMs = 1500;
const queueSchema = "bullmq";
const redisPrefix = "wirewatch";

/** What is in one stage's queue now. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
}

/**
 * The queues of all stages. They carry bells only: losing one, or hearing one twice, changes nothing but time.
 */
export interface StageQueues {
  readonly backend: "postgres" | "redis";
  /**
   * Rings for one row. Never throws and takes at most 1.5 s.
   *
   * @param generation part of the job's id: a bell with an id that still waits or runs is dropped by the queue, so the
   *   reconciler raises it when a bell seems lost
   * @returns false when the queue did not take it
   */
  ring(bell: Bell, generation: number): Promise<boolean>;
  /** Hands each message of a stage to `handle`, `concurrency` at once. An error of `handle` is the caller's bug. */
  consume(
    stage: StageName,
    handle: (message: AnyMessage) => Promise<void>,
    concurrency: number,
  ): Promise<QueueConsumer>;
  counts(): Promise<Record<StageName, QueueCounts>>;
  /** What the queues themselves say, for people who look after them. */
  inspect(): Promise<Record<StageName, QueueView>>;
  /** Pauses these stages' queues and lets all others go on; what is running ends. Nothing is done where it is so already. */
  pauseOnly(stages: readonly StageName[]): Promise<void>;
  close(): Promise<void>;
}

/** A queue as BullMQ sees it. */
export interface QueueView extends QueueCounts {
  readonly failed: number;
  readonly isPaused: boolean;
  /** When the bell was rung that waits longest; null when none waits. */
  readonly oldestAt: Date | null;
}

export interface QueueOptions {
  /** PostgreSQL that holds BullMQ's tables when `redisUrl` is absent. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Told about errors of connections; they are re-established by themselves. */
  readonly onError: (error: Error) => void;
}

/**
 * The one place that chooses where bells go: Redis when `redisUrl` is given, else PostgreSQL.
 *
 * Settings (measured under kills, FLUSHALL and restarts of the stores): finished jobs are removed at once, because a kept
 * id blocks re-adding without a word and counts cost 3 to 9 times on PostgreSQL; locks of 10 s and a stalled check every
 * 5 s bring a killed worker's job back in about 10 s; a stall never fails a job, crashes are counted on the row.
 */
export function openQueues(options: QueueOptions): StageQueues {
  return options.redisUrl === undefined
    ? postgresQueues(options.databaseUrl, options.onError)
    : redisQueues(options.redisUrl, options.onError);
}

/** Creates or upgrades BullMQ's own tables in PostgreSQL; safe to call from several processes at once. */
export async function migrateQueues(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}

const jobOptions = { removeOnComplete: true, removeOnFail: true } as const;

const workerOptions = {
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 1000,
  runRetryDelay: 1000,
  drainDelay: 5,
  autorun: false,
} as const;

type CountedType = "waiting" | "active" | "delayed" | "prioritized" | "failed";

interface Producer {
  add(name: string, data: AnyMessage, options: { jobId: string }): Promise<unknown>;
  addBulk(jobs: Job[]): Promise<unknown>;
  getJobCounts(...types: CountedType[]): Promise<Record<string, number>>;
  getJobs(types: "wait"[], start: number, end: number): Promise<readonly { readonly timestamp: number }[]>;
  isPaused(): Promise<boolean>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

interface Job {
  readonly name: string;
  readonly data: AnyMessage;
  readonly opts: { readonly jobId: string };
}

interface Backend {
  readonly kind: StageQueues["backend"];
  /** Bells rung in one moment from which on they are added with one command. */
  readonly bulkFrom: number;
  queue(stage: StageName): Producer;
  worker(stage: StageName, handle: (message: AnyMessage) => Promise<void>, concurrency: number): Worker;
  end(): Promise<void>;
}

function postgresQueues(databaseUrl: string, onError: (error: Error) => void): StageQueues {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // Each consumer keeps one connection to listen on; the rest serves adds and completions.
    max: stageNames.length + 8,
    application_name: "wirewatch queue",
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    // A bell need not wait for the disk: what a dying server forgets of its last second is rung for again.
    options: `-c search_path=${queueSchema} -c synchronous_commit=off`,
  });
  pool.on("error", onError);
  // A connection that is in use when the server dies says so here; without a listener that would end the process.
  pool.on("connect", (client) => client.on("error", onError));
  // Every queue and every consumer listens for errors of the one pool.
  pool.setMaxListeners(0);
  // BullMQ describes the pool by a structural type of its own, which lacks some overloads of pg's.
  const connection = pool as unknown as PostgresConnectionOptions;
  const bull = withBackend(createPostgresBackend);
  return queuesOver(
    {
      kind: "postgres",
      // A bulk makes and drops two tables, which takes as long as some twenty single bells that go side by side.
      bulkFrom: 48,
      queue: (stage) => new bull.Queue<AnyMessage>(stage, { connection, defaultJobOptions: jobOptions }),
      worker: (stage, handle, concurrency) =>
        new bull.Worker<AnyMessage>(stage, (job) => handle(job.data), {
          ...workerOptions,
          connection,
          concurrency,
        }) as unknown as Worker,
      end: () => pool.end(),
    },
    onError,
  );
}

function redisQueues(redisUrl: string, onError: (error: Error) => void): StageQueues {
  const reconnect = { retryStrategy: (attempt: number) => Math.min(attempt * 100, 1000), maxRetriesPerRequest: null };
  const producer = new Redis(redisUrl, { ...reconnect, enableOfflineQueue: false });
  const consumer = new Redis(redisUrl, reconnect);
  producer.on("error", onError);
  consumer.on("error", onError);
  return queuesOver(
    {
      kind: "redis",
      bulkFrom: 2,
      queue: (stage) =>
        new Queue<AnyMessage>(stage, { connection: producer, prefix: redisPrefix, defaultJobOptions: jobOptions }),
      worker: (stage, handle, concurrency) =>
        new Worker<AnyMessage>(stage, (job) => handle(job.data), {
          ...workerOptions,
          connection: consumer,
          prefix: redisPrefix,
          concurrency,
        }),
      end: async () => {
        producer.disconnect();
        consumer.disconnect();
      },
    },
    onError,
  );
}

function queuesOver(backend: Backend, onError: (error: Error) => void): StageQueues {
  const producers = new Map<StageName, Producer>();
  const producer = (stage: StageName): Producer => {
    const known = producers.get(stage);
    if (known !== undefined) return known;
    const queue = backend.queue(stage);
    queue.on("error", onError);
    producers.set(stage, queue);
    // BullMQ keeps the first answer of its connection for ever: one that came up while the store was away stays dead.
    queue.waitUntilReady().catch((error: Error) => {
      onError(error);
      producers.delete(stage);
      void queue.close().catch(onError);
    });
    return queue;
  };
  const bells = new Map<StageName, (job: Job) => Promise<unknown>>();
  const bellsOf = (stage: StageName): ((job: Job) => Promise<unknown>) => {
    const known = bells.get(stage) ?? inOneMoment((jobs) => addJobs(producer(stage), jobs, backend.bulkFrom));
    bells.set(stage, known);
    return known;
  };
  return {
    backend: backend.kind,
    ring({ stage, message }, generation) {
      const jobId = [stage, ...keyValues(message), generation].join("_");
      return within(ringTimeoutMs, bellsOf(stage)({ name: stage, data: message, opts: { jobId } }));
    },
    async consume(stage, handle, concurrency) {
      const schema = stages[stage].message;
      const read = async (data: AnyMessage): Promise<void> => {
        const message = schema.safeParse(data);
        if (message.success) await handle(message.data);
        else onError(new Error(`a ${stage} bell is not readable: ${JSON.stringify(data).slice(0, 200)}`));
      };
      return startConsumer(() => backend.worker(stage, read, concurrency), onError);
    },
    counts: () => ofEach(async (stage) => countsOf(await producer(stage).getJobCounts(...waitingTypes))),
    inspect: () => ofEach((stage) => viewOf(producer(stage))),
    async pauseOnly(paused) {
      await ofEach(async (stage) => {
        const queue = producer(stage);
        const isPaused = await queue.isPaused();
        if (isPaused === paused.includes(stage)) return;
        await (isPaused ? queue.resume() : queue.pause());
      });
    },
    async close() {
      await Promise.allSettled([...producers.values()].map((queue) => queue.close()));
      await backend.end().catch(onError);
    },
  };
}

/** PostgreSQL calls what waits in a paused queue `paused`, Redis `waiting`; BullMQ's types do not know the former. */
const waitingTypes = ["waiting", "active", "delayed", "prioritized", "paused" as "waiting"] as const;

function countsOf(counts: Readonly<Record<string, number>>): QueueCounts {
  const waiting = (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0) + (counts["paused"] ?? 0);
  return { waiting, active: counts["active"] ?? 0, delayed: counts["delayed"] ?? 0 };
}

async function viewOf(queue: Producer): Promise<QueueView> {
  const [found, isPaused] = await Promise.all([queue.getJobCounts(...waitingTypes, "failed"), queue.isPaused()]);
  const counts = countsOf(found);
  // Jobs are numbered from the newest; asked for the other way round, PostgreSQL gives the newest as well.
  const last = counts.waiting - 1;
  const [oldest] = last < 0 ? [] : await queue.getJobs(["wait"], last, last);
  return {
    ...counts,
    failed: found["failed"] ?? 0,
    isPaused,
    oldestAt: oldest === undefined ? null : new Date(oldest.timestamp),
  };
}

async function ofEach<Value>(read: (stage: StageName) => Promise<Value>): Promise<Record<StageName, Value>> {
  const entries = await Promise.all(stageNames.map(async (stage) => [stage, await read(stage)] as const));
  return Object.fromEntries(entries) as Record<StageName, Value>;
}

async function addJobs(queue: Producer, jobs: readonly Job[], bulkFrom: number): Promise<void> {
  if (jobs.length >= bulkFrom) await queue.addBulk([...jobs]);
  else await Promise.all(jobs.map(({ name, data, opts }) => queue.add(name, data, opts)));
}

/** Collects what is asked in the same turn of the event loop. */
function inOneMoment<Item>(work: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let collected: Item[] = [];
  let done: Promise<void> | null = null;
  return (item) => {
    collected.push(item);
    done ??= Promise.resolve().then(() => {
      const items = collected;
      collected = [];
      done = null;
      return work(items);
    });
    return done;
  };
}

/** True when the work ended well within the time; its late end or error is dropped. */
async function within(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}
