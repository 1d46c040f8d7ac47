import type { WrittenSource } from "@wirewatch/config";

/** One line of a list of sources, whatever file it came in. */
export interface ImportRow {
  /** Name as the file has it, else the host; for people. */
  readonly title: string;
  /** Documents that would be polled; none for a source that is handed its articles. */
  readonly urls: readonly string[];
  /** The id that the file gives; null: made from the title. */
  readonly id: string | null;
  /** The source as `sources.yaml` would have it, without id. */
  readonly entry: WrittenSource;
  /** What of the row could not be taken over. */
  readonly notes: readonly string[];
}

/** A list as it was read. */
export interface ImportList {
  readonly rows: readonly ImportRow[];
  /** What concerns the whole file. */
  readonly notes: readonly string[];
}

/** Longest name of a source, in characters. */
const maxName = 200;

/** Text of a list as one line that may stand in `sources.yaml`; null when nothing is left. */
export function plainLine(text: string | null | undefined, maxLength = maxName): string | null {
  const line = (text ?? "")
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, maxLength).trim();
}

/** An address as lists have it, with the schemes of feed readers (`feed:https://…`, `feed://…`) taken off. */
export function plainAddress(text: string): string {
  const address = text.trim();
  if (/^feed:https?:/i.test(address)) return address.slice("feed:".length);
  return /^feed:\/\//i.test(address) ? `http${address.slice("feed".length)}` : address;
}

/**
 * The row of a list that has one address a source, and no ids.
 *
 * @param url the document that would be polled
 * @param entry fields of `sources.yaml`; those that are null or empty are left out
 */
export function addressRow(
  name: string | null,
  url: string,
  entry: Readonly<Record<string, string | readonly string[] | null>>,
): ImportRow {
  return { title: name ?? hostOf(url), urls: [url], id: null, entry: withoutGaps({ name, ...entry }), notes: [] };
}

/** The host of an address, for a row without a name. */
export function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./, "") || url;
}

/** The entries that have a value. */
function withoutGaps(entry: Readonly<Record<string, unknown>>): WrittenSource {
  return Object.fromEntries(
    Object.entries(entry).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}
