/** What a topic has cost and given. */
export interface TopicUsage {
  readonly topicId: string;
  /** Documents it was tried with: those that held the words it needs. */
  readonly documents: number;
  /** Documents in which it was true. */
  readonly hits: number;
  /** Microseconds of deciding it, measured on every 16th document and multiplied; 0 without a clock. */
  readonly micros: number;
}

/** Counts per topic slot. */
export interface Usage {
  /** Forgets what was counted in the slot. */
  clear(slot: number): void;
  /** True when the time of this document's topics is to be measured. */
  beginDocument(): boolean;
  /** Counts once per document. */
  countTry(slot: number): void;
  countHit(slot: number): void;
  /** Milliseconds from any beginning. */
  now(): number;
  addTime(slot: number, ms: number): void;
  of(slot: number, topicId: string): TopicUsage;
}

/** Reading a clock takes as long as deciding most topics, so it is done now and then. */
const sampledOneIn = 16;

export function createUsage(now: (() => number) | undefined): Usage {
  let begun = 0;
  let documents = new Float64Array(64);
  let hits = new Float64Array(64);
  let milliseconds = new Float64Array(64);
  let triedIn = new Float64Array(64);

  return {
    clear(slot) {
      if (slot >= documents.length) {
        documents = doubled(documents);
        hits = doubled(hits);
        milliseconds = doubled(milliseconds);
        triedIn = doubled(triedIn);
      }
      documents[slot] = 0;
      hits[slot] = 0;
      milliseconds[slot] = 0;
      triedIn[slot] = 0;
    },
    beginDocument: () => ++begun % sampledOneIn === 1 && now !== undefined,
    countTry(slot) {
      if (triedIn[slot] === begun) return;
      triedIn[slot] = begun;
      documents[slot] = (documents[slot] ?? 0) + 1;
    },
    countHit(slot) {
      hits[slot] = (hits[slot] ?? 0) + 1;
    },
    now: () => now?.() ?? 0,
    addTime(slot, ms) {
      milliseconds[slot] = (milliseconds[slot] ?? 0) + ms * sampledOneIn;
    },
    of: (slot, topicId) => ({
      topicId,
      documents: documents[slot] ?? 0,
      hits: hits[slot] ?? 0,
      micros: Math.round(1000 * (milliseconds[slot] ?? 0)),
    }),
  };
}

function doubled(table: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * table.length);
  larger.set(table);
  return larger;
}
