import { Readable } from "node:stream";

/**
 * Values as lines of JSON. The next value is asked for when the reader has taken what there is, so that a slow reader
 * slows the database down, and not the other way round.
 *
 * @param encode makes plain JSON of a value
 */
export function ndjson<Value>(values: AsyncIterable<Value>, encode: (value: Value) => unknown): Readable {
  return Readable.from(linesOf(values, encode), { objectMode: false, highWaterMark: 65_536 });
}

/** Lines are joined to pieces of about this size: one write for each would be most of the work. */
const pieceCharacters = 32_768;

async function* linesOf<Value>(
  values: AsyncIterable<Value>,
  encode: (value: Value) => unknown,
): AsyncGenerator<string, void> {
  let piece = "";
  for await (const value of values) {
    piece += `${JSON.stringify(encode(value))}\n`;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
