import { extname } from "node:path";
import { FeedError } from "@wirewatch/feeds";
import { UsageError } from "../usage-error.ts";
import { CsvError } from "./csv.ts";
import { csvRows } from "./csv-rows.ts";
import type { ImportList } from "./import-row.ts";
import { opmlRows } from "./opml-rows.ts";
import { yamlRows } from "./yaml-rows.ts";

/** Larger lists are not read. */
const maxBytes = 10_000_000;
const maxRows = 20_000;

/**
 * Reads a list of sources: OPML, CSV or YAML by the file's name, else by how it begins.
 *
 * @param allowPrivate private hosts that this configuration opens
 * @throws {UsageError} when it is none of them, or not as it should be; says where
 */
export async function readList(path: string, bytes: Uint8Array, allowPrivate: readonly string[]): Promise<ImportList> {
  if (bytes.byteLength > maxBytes) throw new UsageError(`${path} is too large: at most 10 MB are read`);
  const list = await readAs(formatOf(path, bytes), path, bytes, allowPrivate);
  if (list.rows.length > maxRows)
    throw new UsageError(`${path} has ${list.rows.length} rows; at most ${maxRows} are read`);
  return list;
}

type Format = "opml" | "yaml" | "csv";

async function readAs(
  format: Format,
  path: string,
  bytes: Uint8Array,
  allowPrivate: readonly string[],
): Promise<ImportList> {
  if (format === "yaml") return yamlRows(path, bytes, allowPrivate);
  const text = decodeText(bytes);
  try {
    return format === "opml" ? opmlRows(text) : csvRows(text);
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof FeedError)) throw error;
    throw new UsageError(`${path} cannot be read: ${error.message}`, { cause: error });
  }
}

const formats: Readonly<Record<string, Format>> = {
  ".opml": "opml",
  ".xml": "opml",
  ".yaml": "yaml",
  ".yml": "yaml",
  ".csv": "csv",
  ".tsv": "csv",
};

function formatOf(path: string, bytes: Uint8Array): Format {
  const named = formats[extname(path).toLowerCase()];
  if (named !== undefined) return named;
  const start = decodeText(bytes.subarray(0, 2_000)).trimStart();
  if (start.startsWith("<")) return "opml";
  if (/^(?:version|sources|defaults|network):/m.test(start)) return "yaml";
  throw new UsageError(`${path} is no list that can be read: name it .opml, .yaml or .csv after what it holds`);
}

/** By its byte order mark, as UTF-8, by its XML declaration, or else as the usual 8-bit encoding. */
function decodeText(bytes: Uint8Array): string {
  const mark = [...bytes.subarray(0, 2)].join(" ");
  if (mark === "255 254") return new TextDecoder("utf-16le").decode(bytes);
  if (mark === "254 255") return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const prolog = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
    const label = /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(prolog)?.[1];
    return new TextDecoder(isEncoding(label) ? label : "windows-1252").decode(bytes);
  }
}

function isEncoding(label: string | undefined): label is string {
  try {
    return label !== undefined && !/^utf-?8$/i.test(label) && new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}
