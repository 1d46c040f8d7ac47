import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { FeedError, parseFeed } from "@wirewatch/feeds";
import { z } from "zod";
import { CommandError, type JsonRecord, runJsonLines } from "./json-lines.ts";

/** One feed document: a file (`.gz` is unpacked) with the headers it came with. */
const parseFeedRecord = z.object({
  path: z.string(),
  url: z.string().nullable().default(null),
  headers: z.record(z.string(), z.string()).default({}),
});

/** Cap on a document once unpacked; the parser refuses larger ones anyway. */
const maxBytes = 64 * 1024 * 1024;

/**
 * `wirewatch parse-feed`: what a feed document says, e.g. to see why a source yields nothing.
 *
 * In: `{id, path, url?, headers?}`. Out: `{id, kind, title, url, language, items[]}`.
 *
 * @returns exit code
 */
export function parseFeedCommand(
  input: NodeJS.ReadableStream | AsyncIterable<string | Buffer>,
  output: NodeJS.WritableStream,
): Promise<number> {
  return runJsonLines(input, output, parseFeedFile);
}

/**
 * Reads one record's document.
 *
 * @throws {CommandError} `badRecord`, `unreadable` (no such file), or the code of a {@link FeedError}
 */
export async function parseFeedFile(record: JsonRecord): Promise<object> {
  const parsed = parseFeedRecord.safeParse(record);
  if (!parsed.success) throw new CommandError("badRecord", z.prettifyError(parsed.error));
  const { path, url, headers } = parsed.data;
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const bytes = await readDocument(path);
  try {
    const { kind, title, url: page, language, items } = await parseFeed(bytes, lowerCase, url);
    return { kind, title, url: page, language, items };
  } catch (cause) {
    if (cause instanceof FeedError) throw new CommandError(cause.code, cause.message, { cause });
    throw cause;
  }
}

async function readDocument(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return path.endsWith(".gz") ? await promisify(gunzip)(bytes, { maxOutputLength: maxBytes }) : bytes;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("unreadable", `${path} cannot be read: ${reason}`, { cause });
  }
}
