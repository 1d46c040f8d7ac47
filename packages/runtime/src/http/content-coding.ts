import { promisify } from "node:util";
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from "node:zlib";
import { bytesInWords, FailedError } from "./failure.ts";

/** What we ask for; servers that send something else are refused below. */
export const acceptEncoding = "gzip, deflate, br, zstd";

/** More than two codings on one body is an attack on the decoder, not a way to save bytes. */
const maxCodings = 2;

/** Up to here decoding on the spot is 1.6 times faster than in Node's thread pool (design: fetching.md section 3). */
const maxSyncBytes = 1024 * 1024;

/** Values servers put into `content-encoding` that name no coding. */
const noCoding: ReadonlySet<string> = new Set(["", "identity", "none", "utf-8"]);

interface Limit {
  readonly maxOutputLength: number;
}

interface Decoder {
  readonly sync: (bytes: Uint8Array, limit: Limit) => Uint8Array;
  readonly async: (bytes: Uint8Array, limit: Limit) => Promise<Uint8Array>;
}

const gzip: Decoder = { sync: gunzipSync, async: promisify<Uint8Array, Limit, Uint8Array>(gunzip) };
const zlib: Decoder = { sync: inflateSync, async: promisify<Uint8Array, Limit, Uint8Array>(inflate) };
const raw: Decoder = { sync: inflateRawSync, async: promisify<Uint8Array, Limit, Uint8Array>(inflateRaw) };
const brotli: Decoder = {
  sync: brotliDecompressSync,
  async: promisify<Uint8Array, Limit, Uint8Array>(brotliDecompress),
};
const zstd: Decoder = { sync: zstdDecompressSync, async: promisify<Uint8Array, Limit, Uint8Array>(zstdDecompress) };

/**
 * Undoes the content codings of a body.
 *
 * @param header value of `content-encoding`; empty when there is none
 * @param maxBytes cap on the result, and on each step towards it
 * @throws {FailedError} `encoding` or `tooLarge`
 */
export async function decodeContent(wire: Uint8Array, header: string, maxBytes: number): Promise<Uint8Array> {
  const codings = header
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => !noCoding.has(coding));
  if (codings.length > maxCodings) {
    throw new FailedError(
      "encoding",
      `the answer is encoded ${codings.length} times; at most ${maxCodings} are undone`,
    );
  }
  let body = wire;
  for (const coding of codings.toReversed()) body = await decodeOnce(body, coding, maxBytes);
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return body;
}

async function decodeOnce(bytes: Uint8Array, coding: string, maxBytes: number): Promise<Uint8Array> {
  const decoder = decoderFor(coding, bytes);
  if (bytes.byteLength === 0) return bytes;
  const limit = { maxOutputLength: maxBytes };
  try {
    return bytes.byteLength <= maxSyncBytes ? decoder.sync(bytes, limit) : await decoder.async(bytes, limit);
  } catch (cause) {
    const code: unknown = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new FailedError("encoding", `the answer claims to be ${coding}, but its data is broken or cut off`, {
      cause,
    });
  }
}

function decoderFor(coding: string, bytes: Uint8Array): Decoder {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return gzip;
    case "br":
      return brotli;
    case "zstd":
      return zstd;
    case "deflate":
      return hasZlibHeader(bytes) ? zlib : raw;
    default:
      throw new FailedError("encoding", `the answer is encoded as "${coding.slice(0, 40)}", which is not supported`);
  }
}

/** RFC 1950 section 2.2: method 8, and the first two bytes as a number are a multiple of 31. */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

function tooLarge(maxBytes: number): FailedError {
  return new FailedError("tooLarge", `the answer is larger than ${bytesInWords(maxBytes)}`);
}
