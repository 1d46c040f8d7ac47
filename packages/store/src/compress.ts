import { zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Bodies are at most this many bytes when read back; a guard, the fetcher's cap is far below. */
const maxBytes = 64 * 1024 * 1024;

/** Compresses a body for a bytea column (zstd, default level). */
export function pack(body: Uint8Array | string): Buffer {
  return zstdCompressSync(typeof body === "string" ? Buffer.from(body, "utf8") : body);
}

/** The bytes that `pack` was given. */
export function unpack(stored: Uint8Array): Buffer {
  return zstdDecompressSync(stored, { maxOutputLength: maxBytes });
}
