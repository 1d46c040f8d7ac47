import { CsvError, parseCsv } from "./csv.ts";
import type { CsvRecord } from "./csv.ts";
import { addressRow, plainAddress, plainLine } from "./import-row.ts";
import type { ImportList, ImportRow } from "./import-row.ts";

/** Columns by name, in the order of an export. */
export const csvColumns = ["url", "name", "tags", "language", "country"] as const;
type Column = (typeof csvColumns)[number];

/**
 * The sources of a CSV file whose first line names the columns, in any order; only `url` has to be there. Several tags
 * in one field are separated by semicolons or commas. Addresses alone, one a line, need no first line; beside one that
 * is an address a line that is none is a row of its own, which cannot be a source, so that it does not spoil the others.
 *
 * @throws {CsvError} when the header or the quoting is wrong
 */
export function csvRows(text: string): ImportList {
  const addresses = addressLines(text);
  if (addresses !== null) return { rows: addresses.map((url) => addressRow(null, url, { url })), notes: [] };
  const separator = separatorOf(text);
  const [header, ...records] = parseCsv(text, separator);
  const names = (header?.fields ?? []).map((field) => field.trim().toLowerCase());
  const unknown = names.filter((name) => name !== "" && !isColumn(name));
  if (!names.includes("url")) {
    const found = names.length === 0 ? "nothing" : names.slice(0, 8).join(", ");
    throw new CsvError(
      `line 1: expected the names of the columns (${csvColumns.join(", ")}; url must be there), or an address such as https://news.example.com/, found ${found}`,
    );
  }
  const twice = names.find((name, at) => isColumn(name) && names.indexOf(name) !== at);
  if (twice !== undefined) throw new CsvError(`line 1: two columns are named ${twice}`);
  const notes =
    unknown.length === 0
      ? []
      : [`not read: ${unknown.length === 1 ? "the column" : "the columns"} ${unknown.join(", ")}`];
  return { rows: records.map((record) => csvRow(record, names, separator)), notes };
}

/** The lines of a list that has no columns, addresses made whole; null when it has columns, or no address at all. */
function addressLines(text: string): readonly string[] | null {
  const found = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const [first = ""] = found;
  if (first.toLowerCase() === "url" || found.some((line) => /[\t,;"]/.test(line))) return null;
  const addresses = found.map(addressOf);
  return addresses.some((address) => address !== null) ? found.map((line, at) => addresses[at] ?? line) : null;
}

/** An address of the web or of feed readers, or the name of a site as people write it; null for anything else. */
function addressOf(line: string): string | null {
  if (/^(?:https?|feed):\S+$/i.test(line)) return plainAddress(line);
  return /^(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,63}(?::\d{1,5})?(?:[/?#]\S*)?$/u.test(line)
    ? `https://${line}`
    : null;
}

/** A comma, or what spreadsheets in other countries write instead. */
function separatorOf(text: string): string {
  const [header = ""] = text.split(/\r?\n/, 1);
  return [",", ";", "\t"].find((separator) => header.includes(separator)) ?? ",";
}

function isColumn(name: string): name is Column {
  return csvColumns.some((column) => column === name);
}

function csvRow({ line, fields }: CsvRecord, names: readonly string[], separator: string): ImportRow {
  if (fields.length > names.length) {
    throw new CsvError(
      `line ${line}: ${fields.length} fields, but the header names ${names.length}; a field that holds "${separator}" needs quotation marks`,
    );
  }
  const field = (column: Column): string => fields[names.indexOf(column)] ?? "";
  const url = plainAddress(field("url"));
  return addressRow(plainLine(field("name")), url, {
    url,
    language: plainLine(field("language")),
    country: plainLine(field("country")),
    tags: field("tags")
      .split(/[;,]/)
      .flatMap((tag) => plainLine(tag) ?? []),
  });
}
