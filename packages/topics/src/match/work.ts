/** Spans that one operation of a query may give while there is work left for a document, after it is used up, and after as much again. */
const manySpans = 100_000;
const fewSpans = 1_000;
const fewestSpans = 8;
/** Spans that all queries together may cost in one document before the lower limit holds. Articles need some thousands. */
const spansPerDocument = 1_000_000;

/**
 * What is left to be done for a document. Texts made to repeat the words of many queries thousands of times would cost
 * minutes; in them, once the work is used up, a phrase or a proximity group only sees the first thousand places of each of
 * its parts (the first eight, once it is used up twice), and only so many ranges are highlighted. Whether a single word is there
 * is always answered exactly. So any document costs at most about two seconds, and some ten microseconds more for each
 * section in which a topic is true.
 */
export interface Work {
  /** Spans that the next operation may give. */
  limit(): number;
  spend(spans: number): void;
  restart(): void;
}

export function createWork(): Work {
  let left = spansPerDocument;
  return {
    limit() {
      if (left > 0) return manySpans;
      return left > -spansPerDocument ? fewSpans : fewestSpans;
    },
    spend(spans) {
      left -= spans;
    },
    restart() {
      left = spansPerDocument;
    },
  };
}
