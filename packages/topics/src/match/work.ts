/** Spans that one operation of a query may give while there is work left for a document, and after it is used up. */
const manySpans = 100_000;
const fewSpans = 1_000;
/** Spans that all queries together may cost in one document before the lower limit holds. Articles need some thousands. */
const spansPerDocument = 2_000_000;

/**
 * What is left to be done for a document. Texts made to repeat the words of many queries thousands of times would cost
 * minutes; in them, once the work is used up, a phrase or a proximity group only sees the first thousand places of each of
 * its parts, and only so many ranges are highlighted. Whether a single word is there is always answered exactly.
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
    limit: () => (left > 0 ? manySpans : fewSpans),
    spend(spans) {
      left -= spans;
    },
    restart() {
      left = spansPerDocument;
    },
  };
}
