import * as zlib from "node:zlib";
import { FailedError, tooLarge } from "./failure.ts";

/** What we ask for; servers that send something else are refused below. */
export const acceptEncoding = "gzip, deflate, br, zstd";

type Decoder = zlib.Gunzip | zlib.Inflate | zlib.InflateRaw | zlib.BrotliDecompress | zlib.ZstdDecompress;

/** A way to pack a body that can be undone, in one go or piece by piece. */
export interface Coding {
  readonly name: "gzip" | "deflate" | "br" | "zstd";
  /** Bytes of which some are not packed text and cannot be: they were only called so. */
  readonly isAbsentIn: (bytes: Uint8Array) => boolean;
  readonly decodeAll: (bytes: Uint8Array, maxBytes: number) => Uint8Array;
  /** @param start the first bytes of the body, which decide about the variant */
  readonly decoder: (start: Uint8Array) => Decoder;
}

/** More than two codings on one body is an attack on the decoder, not a way to save bytes. */
const maxCodings = 2;

/** Values servers put into `content-encoding` that name no coding. */
const noCoding: ReadonlySet<string> = new Set(["", "identity", "none", "utf-8"]);

/** Pieces of output; Node's own 16 KB make 4 of an ordinary page. */
const chunkSize = 64 * 1024;

/** RFC 9659: the largest window a zstd decoder on the web need provide, 8 MB; Node would provide 128 MB. */
const zstdOptions = { chunkSize, params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } };

/** RFC 1952 section 2.3: deflate, and none of the optional fields, as from any server. */
const bareGzipHeader = [0x1f, 0x8b, 8, 0];
const gzipHeaderBytes = 10;

const codings: Readonly<Record<Coding["name"], Coding>> = {
  gzip: {
    name: "gzip",
    isAbsentIn: (bytes) => !hasGzipHeader(bytes),
    decodeAll: gunzipAll,
    decoder: () => zlib.createGunzip({ chunkSize }),
  },
  // "deflate" is zlib's format by RFC 9110 section 8.4.1.2; servers also send the bare data, and gzip.
  deflate: {
    name: "deflate",
    isAbsentIn: () => false,
    decodeAll: (bytes, maxOutputLength) => {
      if (hasGzipHeader(bytes)) return gunzipAll(bytes, maxOutputLength);
      const inflate = hasZlibHeader(bytes) ? zlib.inflateSync : zlib.inflateRawSync;
      return inflate(bytes, { chunkSize, maxOutputLength });
    },
    decoder: (start) => {
      if (hasGzipHeader(start)) return zlib.createGunzip({ chunkSize });
      return hasZlibHeader(start) ? zlib.createInflate({ chunkSize }) : zlib.createInflateRaw({ chunkSize });
    },
  },
  br: {
    name: "br",
    isAbsentIn: () => false,
    decodeAll: (bytes, maxOutputLength) => zlib.brotliDecompressSync(bytes, { chunkSize, maxOutputLength }),
    decoder: () => zlib.createBrotliDecompress({ chunkSize }),
  },
  zstd: {
    name: "zstd",
    isAbsentIn: (bytes) => !isZstdFrame(bytes),
    decodeAll: unzstdAll,
    decoder: () => zlib.createZstdDecompress(zstdOptions),
  },
};

/**
 * The codings a header names, in the order in which they must be undone.
 *
 * @param header value of `content-encoding`; empty when there is none
 * @throws {FailedError} `encoding` when there are too many, or one is unknown
 */
export function codingsOf(header: string): readonly Coding[] {
  if (header === "") return [];
  const names = header.split(",").map((name) => name.trim().toLowerCase());
  const found = names.filter((name) => !noCoding.has(name)).map(codingNamed);
  if (found.length <= maxCodings) return found.toReversed();
  throw new FailedError("encoding", `the answer is encoded ${found.length} times; at most ${maxCodings} are undone`);
}

/**
 * Undoes one coding at once.
 *
 * A body that is called packed but is not is given back as it is: servers that pack only sometimes, or whose proxies
 * unpack, forget about the header (browsers fail there; feeds like that exist, and their text is plain to see).
 *
 * @throws {FailedError} `encoding` or `tooLarge`
 */
export function decodeAll(bytes: Uint8Array, coding: Coding, maxBytes: number): Uint8Array {
  if (bytes.byteLength === 0 || isPlain(bytes, coding)) return bytes;
  try {
    return coding.decodeAll(bytes, maxBytes);
  } catch (error) {
    const failure = decodingFailure(error, coding, maxBytes);
    if (failure.code === "encoding" && looksLikeText(bytes)) return bytes;
    throw failure;
  }
}

/** Is this text, although it is called packed? For short bodies without a signature only {@link decodeAll} can tell. */
export function isPlain(start: Uint8Array, coding: Coding): boolean {
  return (coding.isAbsentIn(start) || start.byteLength >= tellingBytes) && looksLikeText(start);
}

/** What an error of a decoder means. */
export function decodingFailure(error: unknown, { name }: Coding, maxBytes: number): FailedError {
  if (error instanceof FailedError) return error;
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_BUFFER_TOO_LARGE") return tooLarge(maxBytes);
  const reason = `the answer claims to be ${name}, but its data is broken or cut off`;
  return new FailedError("encoding", reason, { cause: error });
}

function codingNamed(name: string): Coding {
  const plainName = name === "x-gzip" ? "gzip" : name;
  const found = Object.hasOwn(codings, plainName)
    ? Object.entries(codings).find(([key]) => key === plainName)
    : undefined;
  if (found !== undefined) return found[1];
  throw new FailedError("encoding", `the answer is encoded as "${name.slice(0, 40)}", which is not supported`);
}

function gunzipAll(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return zlib.gunzipSync(bytes, { chunkSize, maxOutputLength });
  } catch (error) {
    // Junk behind a complete body fails Node's gunzip, where browsers overlook it; a raw inflate stops where the body ends.
    const isJunkBehind = error instanceof Error && error.message === "incorrect header check";
    if (!isJunkBehind || !startsWith(bytes, bareGzipHeader)) throw error;
    return zlib.inflateRawSync(bytes.subarray(gzipHeaderBytes), { chunkSize, maxOutputLength });
  }
}

/** A body may consist of several frames (RFC 8878 section 3.1), of which Node decodes only the first. */
function unzstdAll(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let rest = bytes; isZstdFrame(rest);) {
    const options = { ...zstdOptions, maxOutputLength: maxBytes - length || 1, info: true };
    const { buffer, engine } = zlib.zstdDecompressSync(rest, options) as unknown as {
      buffer: Uint8Array;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten === 0) break;
    parts.push(buffer);
    length += buffer.byteLength;
    rest = rest.subarray(engine.bytesWritten);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length);
}

/** RFC 8878 section 3.1.1: a frame, or one to be skipped. */
function isZstdFrame(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return true;
  return ((bytes[0] ?? 0) & 0xf0) === 0x50 && startsWith(bytes.subarray(1), [0x2a, 0x4d, 0x18]);
}

function hasGzipHeader(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x1f, 0x8b]);
}

/** RFC 1950 section 2.2: method 8, and the first two bytes as a number are a multiple of 31. */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

/** So many packed bytes without one that text does not have: one in two million (26 of 256 values are not text). */
const tellingBytes = 128;

/** Text in any encoding but UTF-32 has none of C0's control characters but white space; UTF-16 has NULs and a mark. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return true;
  return bytes.subarray(0, 512).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
