export {
  byteSize,
  columns,
  counted,
  fromNow,
  instant,
  lengthOfTime,
  markedText,
  oneLine,
  whenDue,
} from "@wirewatch/explain";

/** Everything but a line feed that could move the cursor, start a colour or turn the direction of writing. */
const unprintable = /(?!\n)[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** Lines as text for a terminal; control characters in outside texts (titles, reasons, passages) become spaces. */
export function printable(lines: readonly string[]): string {
  return lines.map((line) => `${line.toWellFormed().replaceAll(unprintable, " ").trimEnd()}\n`).join("");
}
