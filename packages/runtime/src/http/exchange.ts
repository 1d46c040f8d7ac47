import { setImmediate } from "node:timers/promises";
import { type Dispatcher, request } from "undici";
import { acceptEncoding, decodeContent } from "./content-coding.ts";
import { bytesInWords, FailedError } from "./failure.ts";
import type { HttpRequest } from "./types.ts";

/** One request and its answer, no redirect followed. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed; empty if the status says to go elsewhere. */
  readonly body: Uint8Array;
  /** Where a 301, 302, 303, 307 or 308 points, as written; null for any other status. */
  readonly location: string | null;
}

/** What the deadline found us doing. */
export type Phase = "waiting" | "reading";

/** How much of a redirect's own page is read to keep the connection. */
const redirectBodyBytes = 16 * 1024;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one request and reads the whole answer within its caps.
 *
 * @param onPhase told when the answer begins
 * @throws {FailedError} for caps and codings; errors of undici, the network and the signal as they come
 */
export async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  req: HttpRequest,
  options: { dispatcher: Dispatcher; signal: AbortSignal; onPhase: (phase: Phase) => void },
): Promise<Exchange> {
  const { dispatcher, signal, onPhase } = options;
  onPhase("waiting");
  const answer = await request(url, {
    dispatcher,
    signal,
    method: req.method ?? "GET",
    headers: { "accept-encoding": acceptEncoding, ...headers },
    body: req.body ?? null,
  });
  onPhase("reading");
  // A body that is given up on emits its error after nobody reads it any more.
  answer.body.on("error", () => {});

  const received = flatHeaders(answer.headers);
  const location = redirectStatuses.has(answer.statusCode) ? (received["location"] ?? null) : null;
  if (location !== null) {
    await discard(answer, Number(received["content-length"] ?? Number.NaN), signal);
    return { status: answer.statusCode, headers: received, body: new Uint8Array(), location };
  }
  // A HEAD answer announces the length of a body it does not have.
  const announced = req.method === "HEAD" ? 0 : Number(received["content-length"] ?? 0);
  const wire = await readWire(answer, announced, req.maxWireBytes);
  const body = await decodeContent(wire, received["content-encoding"] ?? "", req.maxBodyBytes);
  return { status: answer.statusCode, headers: received, body, location };
}

async function readWire(answer: Dispatcher.ResponseData, announced: number, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new FailedError("tooLarge", `the answer is larger than ${bytesInWords(maxBytes)}`);
  if (announced > maxBytes) {
    answer.body.destroy();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop destroys the body and with it the connection.
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** Reads a short announced body away, so that the connection can be used again; gives up on any other. */
async function discard(answer: Dispatcher.ResponseData, announced: number, signal: AbortSignal): Promise<void> {
  if (!(announced <= redirectBodyBytes)) {
    answer.body.destroy();
    return;
  }
  await answer.body.dump({ limit: redirectBodyBytes, signal });
  // The pool marks the connection as free one turn later; without the wait the next hop would open another.
  await setImmediate();
}

function flatHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}
