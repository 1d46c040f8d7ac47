/** One record of a CSV file. */
export interface CsvRecord {
  /** Of its first character in the file, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Thrown for text that is not CSV; its message says where. */
export class CsvError extends Error {}

/**
 * Records of a CSV text: fields in quotes may hold separators, line breaks and doubled quotes. Lines end in LF or CRLF;
 * empty lines are left out.
 *
 * @throws {CsvError} when a quoted field does not end, or goes on behind its closing quote
 * @see RFC 4180
 */
export function parseCsv(text: string, separator = ","): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let startLine = 1;
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at, line) : plainField(text, at, separator);
    fields.push(field.value);
    line += field.breaks;
    at = field.end;
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (fields.length > 1 || fields[0] !== "") records.push({ line: startLine, fields });
    if (at >= text.length) return records;
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line += 1;
    startLine = line;
    fields = [];
    if (at >= text.length) return records;
  }
}

/** Records as CSV with CRLF line ends; a field is quoted where it has to be. */
export function formatCsv(records: readonly (readonly string[])[]): string {
  return records.map((fields) => `${fields.map(formatField).join(",")}\r\n`).join("");
}

function formatField(field: string): string {
  return /["\r\n,]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

interface Field {
  readonly value: string;
  /** Offset behind it: of a separator, a line break or the end. */
  readonly end: number;
  /** Line breaks inside. */
  readonly breaks: number;
}

function plainField(text: string, start: number, separator: string): Field {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && !text.startsWith("\r\n", end)) end += 1;
  return { value: text.slice(start, end), end, breaks: 0 };
}

function quotedField(text: string, start: number, line: number): Field {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw new CsvError(`line ${line}: a quotation mark is opened but never closed`);
    value += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      value += '"';
      from = quote + 2;
      continue;
    }
    const end = quote + 1;
    if (end < text.length && !/^(?:[,;\t\n]|\r\n)/.test(text.slice(end, end + 2))) {
      throw new CsvError(
        `line ${line}: text follows a closing quotation mark; a quotation mark inside a field is written twice`,
      );
    }
    return { value, end, breaks: value.split("\n").length - 1 };
  }
}
