import { readFile, stat } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { Article } from "@wirewatch/model";
import { createExtractPool } from "@wirewatch/stripper";
import { z } from "zod";
import { extractBySource } from "./extract-by-source.ts";
import { CommandError, type JsonRecord, runJsonLines } from "./json-lines.ts";

/** One page, in a file or in the record itself. */
const extractRecord = z
  .object({
    url: z.url({ protocol: /^https?$/ }),
    path: z.string().exactOptional(),
    html: z.string().exactOptional(),
    contentType: z.string().nullish(),
  })
  .refine(({ path, html }) => (path === undefined) !== (html === undefined), "needs either `path` or `html`");

/** Largest file that is read, packed or unpacked; extraction itself reads the first 3 MB. */
const maxFileBytes = 64 * 1024 * 1024;

/** An article and how long reading it took in its threads, in milliseconds. */
export type ExtractedArticle = Article & { readonly ms: number };

/**
 * `wirewatch extract`: reads the article on each page as the stripper does, in threads with a limit of 5 s and 256 MB per page; a weak
 * result gets a second opinion, the same limits again.
 *
 * In: `{id, url, path | html, contentType?}`, `path` may end in `.gz`; out: the fields of an `Article` and `ms`. A page without an
 * article is answered by an error of code `notArticle`, one over the limits by `failed`.
 *
 * @param flags what the command was given besides its input: `--by-source` also takes out what the pages of a host have in common,
 *   see {@link extractBySource}
 * @returns exit code, see {@link runJsonLines}
 * @throws {CommandError} `unsupported` for any other flag
 */
export async function extractCommand(
  input: Parameters<typeof runJsonLines>[0],
  output: Parameters<typeof runJsonLines>[1],
  flags: readonly string[] = [],
): Promise<number> {
  const unknown = flags.find((flag) => flag !== "--by-source");
  if (unknown !== undefined)
    throw new CommandError("unsupported", `extract has no option ${unknown}; pages are read from standard input`);
  const pool = createExtractPool({ threads: 1 });
  const run = flags.includes("--by-source") ? extractBySource : runJsonLines;
  try {
    return await run(input, output, (record) => extractRecordWith(pool, record));
  } finally {
    await pool.close();
  }
}

async function extractRecordWith(
  pool: ReturnType<typeof createExtractPool>,
  record: JsonRecord,
): Promise<ExtractedArticle> {
  const parsed = extractRecord.safeParse(record);
  if (!parsed.success) throw new CommandError("badRecord", z.prettifyError(parsed.error));
  const { url, path, html, contentType } = parsed.data;
  const body = html ?? (await readPage(path ?? ""));
  const result = await pool.extract({ url, body, contentType: contentType ?? null });
  if (result.kind !== "article") throw new CommandError(result.kind, result.reason);
  return { ...result.article, ms: Math.round(result.ms * 10) / 10 };
}

/** @throws {CommandError} `unreadable` when there is no such file, it is too large or not gzip */
async function readPage(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw new RangeError("the file is larger than 64 MB");
    const bytes = await readFile(path);
    return path.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: maxFileBytes }) : bytes;
  } catch (cause) {
    throw new CommandError(
      "unreadable",
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
