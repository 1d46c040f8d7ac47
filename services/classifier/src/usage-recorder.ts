import { addTopicUsage, readNoisyTopics } from "@wirewatch/store";
import type { Database, Kysely, NoisyTopic, TopicUsage } from "@wirewatch/store";

/** Where notices about topics go. */
export interface UsageLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface UsageOptions {
  readonly db: Kysely<Database>;
  /** What topics cost and gave since the last call. */
  readonly take: () => readonly TopicUsage[];
  readonly log: UsageLog;
  /** Time between two notes, milliseconds. */
  readonly everyMs?: number;
}

/** Notes from time to time what topics cost and gave. */
export interface UsageRecorder {
  /** Adds what was counted since the last note to the sums of all processes. */
  flush(): Promise<void>;
  /** Notes everything that is left, and ends. A store that is away loses it: half a minute of figures is not worth a wait. */
  close(): Promise<void>;
}

const defaultEveryMs = 30_000;
/** A topic that cost less waits for a later note: of 100,000 topics most are tried now and then, and match nothing. */
const minMicros = 1000;
/** Notes between two looks at what is over its limits. */
const looksEvery = 10;

export function startUsageRecorder({ db, take, log, everyMs = defaultEveryMs }: UsageOptions): UsageRecorder {
  const pending = new Map<string, TopicUsage>();
  const noticed = new Set<string>();
  let notes = 0;
  let running: Promise<void> = Promise.resolve();

  function count(counted: readonly TopicUsage[]): void {
    for (const one of counted) {
      const before = pending.get(one.topicId);
      pending.set(one.topicId, before === undefined ? one : sum(before, one));
    }
  }

  async function note(isLast: boolean): Promise<void> {
    count(take());
    const ripe = [...pending.values()].filter((one) => isLast || one.hits > 0 || one.micros >= minMicros);
    if (ripe.length > 0) {
      for (const { topicId } of ripe) pending.delete(topicId);
      try {
        await db.transaction().execute((tx) => addTopicUsage(tx, ripe));
      } catch (error) {
        count(ripe);
        throw error;
      }
    }
    if (!isLast && notes++ % looksEvery === 0) notice(await readNoisyTopics(db));
  }

  function notice(topics: readonly NoisyTopic[]): void {
    for (const { topicId, day, hits, share, over } of topics) {
      if (noticed.has(`${topicId} ${day}`)) continue;
      noticed.add(`${topicId} ${day}`);
      const fields = { topic: topicId, day, hits, share: Math.round(share * 100) / 100, over };
      log.warn(fields, 'a topic is over its limits; "wirewatch topics usage" shows what it costs and gives');
    }
  }

  /** One after the other: what a note takes out must be back before the next one counts. */
  function inTurn(isLast: boolean): Promise<void> {
    running = running
      .then(() => note(isLast))
      .catch((error: unknown) => {
        log.debug({ err: error }, "what topics cost could not be noted; it is added to the next note");
      });
    return running;
  }

  const timer = setInterval(() => void inTurn(false), everyMs);
  timer.unref();
  return {
    flush: () => inTurn(false),
    close() {
      clearInterval(timer);
      return inTurn(true);
    },
  };
}

function sum(one: TopicUsage, other: TopicUsage): TopicUsage {
  return {
    topicId: one.topicId,
    documents: one.documents + other.documents,
    hits: one.hits + other.hits,
    micros: one.micros + other.micros,
  };
}
