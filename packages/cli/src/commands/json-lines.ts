import { once } from "node:events";

/** Longest input line that is read, in bytes; a longer one ends the run. */
const maxLineBytes = 64 * 1024 * 1024;

/** Exit codes of a command over JSON lines. */
const exitOk = 0;
const exitNotJsonLines = 2;

/** One record of a JSON-lines stream. */
export type JsonRecord = Record<string, unknown>;

/**
 * A record that cannot be worked on. The run goes on: the line's answer is `{"id","error":{"code","message"}}`.
 *
 * @param code short and stable, for programs, e.g. `notAFeed`
 * @param message one sentence for people: what was found and what was expected
 */
export class CommandError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.code = code;
  }
}

/**
 * Answers each JSON line of `input` with one JSON line on `output`, in input order and with the same `id`.
 *
 * A line whose `handle` throws is answered by `{"id","error":{"code","message"}}` and the run goes on. Input that
 * is not JSON lines ends the run: the last answer then says which line it was.
 *
 * @param handle gives the answer to one record, without `id`
 * @returns exit code: 0, or 2 if the input is not JSON lines or a line is over 64 MB
 */
export async function runJsonLines(
  input: NodeJS.ReadableStream | AsyncIterable<string | Buffer>,
  output: NodeJS.WritableStream,
  handle: (record: JsonRecord) => Promise<object> | object,
): Promise<number> {
  let lineNumber = 0;
  try {
    for await (const line of linesOf(input)) {
      lineNumber += 1;
      if (line.trim() === "") continue;
      await write(output, await answerLine(line, lineNumber, handle));
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await write(output, { id: null, error: { code: error.code, message: error.message } });
    return exitNotJsonLines;
  }
  return exitOk;
}

/** Ends the run: what follows on the input cannot be told apart. */
class InputError extends CommandError {}

async function answerLine(
  line: string,
  lineNumber: number,
  handle: (record: JsonRecord) => Promise<object> | object,
): Promise<object> {
  const record = recordOf(line, lineNumber);
  const id = record["id"] ?? null;
  try {
    return { id, ...(await handle(record)) };
  } catch (error) {
    const code = error instanceof CommandError ? error.code : "failed";
    return { id, error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

function recordOf(line: string, lineNumber: number): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new InputError("notJsonLines", `line ${lineNumber} of the input is not JSON`, { cause });
  }
  if (isRecord(value)) return value;
  throw new InputError("notJsonLines", `line ${lineNumber} of the input is not a JSON object`);
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Splits at line feeds; a multi-byte character cut by a chunk border stays whole. */
async function* linesOf(input: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let lineNumber = 1;
  for await (const chunk of input) {
    let rest = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    for (let end = rest.indexOf(0x0a); ; end = rest.indexOf(0x0a)) {
      const part = end === -1 ? rest : rest.subarray(0, end);
      bytes += part.length;
      if (bytes > maxLineBytes) {
        throw new InputError("lineTooLong", `line ${lineNumber} of the input is longer than 64 MB`);
      }
      parts.push(part);
      if (end === -1) break;
      yield Buffer.concat(parts).toString("utf8");
      parts = [];
      bytes = 0;
      lineNumber += 1;
      rest = rest.subarray(end + 1);
    }
  }
  if (bytes > 0) yield Buffer.concat(parts).toString("utf8");
}

/** Waits when the reader is slower than we are, so that memory stays flat; throws when it went away. */
async function write(output: NodeJS.WritableStream, answer: object): Promise<void> {
  if (output.write(`${JSON.stringify(answer)}\n`)) return;
  await once(output, "drain");
}
