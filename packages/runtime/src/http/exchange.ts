import { setImmediate } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { maxHeaderBytes, silenceMs } from "./agents.ts";
import { acceptEncoding, codingsOf } from "./content-coding.ts";
import { type Deadline, unlessAborted } from "./deadline.ts";
import { FailedError, tooLarge } from "./failure.ts";
import { readBody } from "./read-body.ts";
import type { HttpRequest } from "./types.ts";

/** One request and its answer, no redirect followed. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Unpacked; empty if the status says to go elsewhere. */
  readonly body: Uint8Array;
  /** Where a 301, 302, 303, 307 or 308 points, as written; null for any other status. */
  readonly location: string | null;
}

/** What the deadline found us doing. */
export type Phase = "waiting" | "reading";

/** Where a request goes in terms of connections; for a proxy that forwards, not where its URL points. */
export interface Way {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
}

/**
 * undici's own time limit is set to end so much before the deadline: over HTTP/2 a request that is merely cancelled leaves
 * its connection to the next one, be it dead or not, while undici asks a silent connection whether it still lives.
 */
export const aheadMs = 20;

/** How much of a redirect's own page is read, and for how long, to keep the connection. */
const redirectBodyBytes = 16 * 1024;
const redirectBodyMs = 500;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends one request and reads the whole answer within its caps.
 *
 * @param headers names in lower case
 * @param onPhase told when the answer begins
 * @throws {FailedError} for caps and codings; errors of undici, the network and the signal as they come
 */
export async function exchange(
  way: Way,
  headers: Readonly<Record<string, string>>,
  req: HttpRequest,
  deadline: Deadline,
  onPhase: (phase: Phase) => void,
): Promise<Exchange> {
  const { signal } = deadline;
  onPhase("waiting");
  const answering = way.dispatcher.request({
    origin: way.origin,
    path: way.path,
    signal,
    method: req.method ?? "GET",
    headers: { "accept-encoding": acceptEncoding, ...headers },
    body: req.body ?? null,
    headersTimeout: Math.ceil(Math.min(silenceMs, Math.max(1, deadline.leftMs() - aheadMs))),
  });
  // undici hears the signal only once there is a connection.
  const answer = await unlessAborted(answering, signal);
  onPhase("reading");
  // A body that is given up on emits its error after nobody reads it any more.
  answer.body.on("error", () => {});
  try {
    return await answerOf(answer, req);
  } catch (error) {
    answer.body.destroy();
    throw error;
  }
}

async function answerOf(answer: Dispatcher.ResponseData, req: HttpRequest): Promise<Exchange> {
  const status = answer.statusCode;
  const headers = flatHeaders(answer.headers);
  const location = redirectStatuses.has(status) ? (headers["location"] ?? null) : null;
  if (location !== null) {
    await discard(answer.body);
    return { status, headers, body: new Uint8Array(), location: utf8Of(location) };
  }
  // A HEAD answer and a 304 announce the length of a body they do not have.
  const hasBody = req.method !== "HEAD" && status !== 304;
  if (hasBody && Number(headers["content-length"] ?? 0) > req.maxWireBytes) throw tooLarge(req.maxWireBytes);
  const codings = hasBody ? codingsOf(headers["content-encoding"] ?? "") : [];
  return { status, headers, body: await readBody(answer.body, codings, req), location };
}

/** Reads a short body away, so that the connection can be used again; gives up on any other. */
async function discard(body: Dispatcher.ResponseData["body"]): Promise<void> {
  try {
    await body.dump({ limit: redirectBodyBytes, signal: AbortSignal.timeout(redirectBodyMs) });
  } catch {
    // It is known where to go; that this connection ended does not matter.
    body.destroy();
  }
  // The pool marks the connection as free one turn later; without the wait the next hop would open another.
  await setImmediate();
}

/** Of these a second one counts for nothing, as in Node's own client: a list of two would be no date, type or address. */
const singleHeaders: ReadonlySet<string> = new Set([
  "age",
  "content-length",
  "content-type",
  "date",
  "etag",
  "expires",
  "last-modified",
  "location",
  "retry-after",
]);

/** @throws {FailedError} over HTTP/2, where undici keeps no cap of ours */
function flatHeaders(received: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  let bytes = 0;
  for (const name in received) {
    const value = received[name];
    if (value === undefined) continue;
    const text = typeof value === "string" ? value : ((singleHeaders.has(name) ? value[0] : value.join(", ")) ?? "");
    bytes += name.length + text.length;
    flat[name] = text;
  }
  if (bytes > maxHeaderBytes) throw new FailedError("tooLarge", "the headers of the answer are too large");
  return flat;
}

/** Headers arrive byte by character; addresses in them are UTF-8 by now where they are not plain. */
function utf8Of(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text) || /[^\x00-\xff]/.test(text)) return text;
  const decoded = Buffer.from(text, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? text : decoded;
}
