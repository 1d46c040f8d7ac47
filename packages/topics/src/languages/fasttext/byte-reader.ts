/** Reads little-endian values one after the other. */
export interface ByteReader {
  /** Bytes read so far. */
  position(): number;
  skip(bytes: number): void;
  byte(): number;
  int32(): number;
  /** @throws {RangeError} beyond the integers that a number holds */
  int64(): number;
  /** Bytes up to the next zero byte, which is read as well, as UTF-8. */
  text(): string;
  bytes(length: number): Uint8Array;
  int32s(length: number): Int32Array;
  float32s(length: number): Float32Array;
}

/** @returns a reader that throws {RangeError} at the end of the bytes */
export function byteReader(file: Uint8Array): ByteReader {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const decoder = new TextDecoder();
  let at = 0;

  function take(length: number): number {
    if (length < 0 || at + length > file.length) throw new RangeError(`the file ends before byte ${at + length}`);
    const from = at;
    at += length;
    return from;
  }

  return {
    position: () => at,
    skip(bytes) {
      take(bytes);
    },
    byte: () => view.getUint8(take(1)),
    int32: () => view.getInt32(take(4), true),
    int64() {
      const value = Number(view.getBigInt64(take(8), true));
      if (!Number.isSafeInteger(value)) throw new RangeError(`no number at byte ${at - 8}`);
      return value;
    },
    text() {
      const end = file.indexOf(0, at);
      if (end === -1) throw new RangeError(`no end of the text at byte ${at}`);
      const from = take(end + 1 - at);
      return decoder.decode(file.subarray(from, end));
    },
    bytes: (length) => file.slice(take(length), at),
    int32s(length) {
      const from = take(4 * length);
      return Int32Array.from({ length }, (_, index) => view.getInt32(from + 4 * index, true));
    },
    float32s(length) {
      const from = take(4 * length);
      return Float32Array.from({ length }, (_, index) => view.getFloat32(from + 4 * index, true));
    },
  };
}
