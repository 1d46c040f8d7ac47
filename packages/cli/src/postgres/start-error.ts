/** Thrown when the server cannot be started; the message says what to do. */
export class PostgresStartError extends Error {}

/** The end of a program's output, on one line. */
export function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" | ");
}
