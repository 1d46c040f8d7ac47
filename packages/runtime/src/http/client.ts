import { openedHosts } from "@wirewatch/urls";
import { type Agents, createAgents } from "./agents.ts";
import { connectionReadyAt } from "./connect.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { type Dial, type StartTls, systemDial, systemLookup, systemTls } from "./dial.ts";
import { aheadMs, type Exchange, exchange, type Phase, type Way } from "./exchange.ts";
import { durationInWords, FailedError, failureOf, RefusedError } from "./failure.ts";
import { firstHop, type Hop, isRepeatable, nextHop } from "./hop.ts";
import { type Proxy, proxyOf, proxyRefusal } from "./proxy.ts";
import type { HopRefusal, HttpHop, HttpRequest, HttpResult, Lookup } from "./types.ts";

/** The one way out: every request to an address from outside goes through it. Owns connections until closed. */
export interface HttpClient {
  /**
   * Sends a request, following up to five redirects, each of them checked like the first address.
   *
   * @param signal ends the request early; its result is then `failed` with code `aborted`
   * @returns a value whatever the server does
   * @throws only what `beforeHop` throws
   */
  request(req: HttpRequest, signal?: AbortSignal): Promise<HttpResult>;
  /** Waits for the running requests, then closes all connections. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** E.g. `Wirewatch/0.1 (+https://…)`. */
  readonly userAgent: string;
  /** Default: the operating system's. */
  readonly lookup?: Lookup;
  /** Default: Node's sockets. */
  readonly connect?: Dial;
  /** TLS inside a proxy's tunnel; default: Node's. */
  readonly startTls?: StartTls;
  /** Milliseconds on any steady clock; default `performance.now`. */
  readonly now?: () => number;
}

/** One request on its way through its hops. */
interface Journey {
  readonly req: HttpRequest;
  readonly proxy: Proxy | null;
  readonly deadline: Deadline;
}

const acceptBySurface: Readonly<Record<HttpRequest["surface"], string>> = {
  source:
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
  "item-link": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
  webhook: "*/*",
};

/** Creates a client; close it to let the process end. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const closing = new AbortController();
  const agents = createAgents({
    lookup: options.lookup ?? systemLookup,
    dial: options.connect ?? systemDial(),
    startTls: options.startTls ?? systemTls(),
    closed: closing.signal,
  });
  const now = options.now ?? (() => performance.now());

  const running = new Set<Promise<HttpResult>>();

  function request(req: HttpRequest, signal?: AbortSignal): Promise<HttpResult> {
    const result = resultOf(req, signal).finally(() => running.delete(result));
    running.add(result);
    return result;
  }

  async function resultOf(req: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResult> {
    const startedAt = now();
    const deadline = startDeadline(req.timeoutMs, signal);
    try {
      const proxy = typeof req.proxy === "string" ? proxyOf(req.proxy, req.allowPrivate ?? []) : null;
      const { answer, url, hops } = await follow({ req, proxy, deadline }, agents, options.userAgent);
      const page = { url: url.href, status: answer.status, headers: answer.headers, body: answer.body };
      return { kind: "response", page, hops, latencyMs: now() - startedAt };
    } catch (error) {
      if (error instanceof RefusedError) return { kind: "refused", code: error.code, reason: error.message };
      if (error instanceof FailedError) return { kind: "failed", code: error.code, reason: error.message };
      throw error;
    } finally {
      deadline.end();
    }
  }

  async function close(): Promise<void> {
    await Promise.allSettled(running);
    // Attempts to connect for requests that were cancelled would keep the agents waiting.
    closing.abort();
    await agents.close();
  }

  return { request, close };
}

async function follow(
  journey: Journey,
  agents: Agents,
  clientName: string,
): Promise<{ answer: Exchange; url: URL; hops: HttpHop[] }> {
  const { req, deadline } = journey;
  const own = { "user-agent": req.userAgent ?? clientName, accept: acceptBySurface[req.surface] };
  let headers = { ...own, ...lowerCase(req.headers ?? {}) };
  let hop = firstHop(req);
  const hops: HttpHop[] = [];
  for (;;) {
    const { url } = hop;
    const refusal = req.beforeHop === undefined ? null : await askBefore(req.beforeHop, url, hops.length, deadline);
    if (refusal !== null) throw new RefusedError(refusal.code, refusal.reason);

    const answer = await answerTo(hop, headers, journey, agents);
    hops.push({ url: url.href, status: answer.status });
    if (answer.location === null) return { answer, url, hops };

    hop = nextHop(req, answer, answer.location, hop, hops.length);
    if (hop.url.origin !== url.origin) headers = own;
  }
}

/** Waiting for the caller's word costs the request none of its time. */
async function askBefore(
  beforeHop: NonNullable<HttpRequest["beforeHop"]>,
  url: URL,
  hop: number,
  deadline: Deadline,
): Promise<HopRefusal | null> {
  const refusal = await deadline.pausedFor(() => beforeHop(url, hop));
  if (deadline.cause === "aborted") throw new FailedError("aborted", cancelled);
  return refusal;
}

/** Sends one hop's request, a second time if its connection turned out to be gone already. */
async function answerTo(
  { url, policy }: Hop,
  headers: Readonly<Record<string, string>>,
  { req, proxy, deadline }: Journey,
  agents: Agents,
): Promise<Exchange> {
  const isForwarded = proxy !== null && url.protocol === "http:";
  const dispatcher = agents.for({
    opened: openedHosts(policy),
    openedForProxy: proxy === null ? [] : (req.allowPrivate ?? []),
    proxy,
    through: isForwarded ? "forward" : "tunnel",
    repeatable: isRepeatable(req),
  });
  const path = `${url.pathname}${url.search}`;
  const way: Way = isForwarded
    ? { dispatcher, origin: proxy.origin, path: `${url.origin}${path}` }
    : { dispatcher, origin: url.origin, path };
  const sent = isForwarded ? { ...headers, ...headersForProxy(url, proxy) } : headers;

  let phase: Phase = "waiting";
  const onPhase = (begun: Phase) => {
    phase = begun;
  };
  const send = () => exchange(way, sent, req, deadline, onPhase);
  const startedAt = performance.now();
  try {
    const answer = await send().catch((error: unknown) => {
      const wasIdle = (connectionReadyAt(error) ?? Number.POSITIVE_INFINITY) < startedAt;
      if (wasIdle && phase === "waiting" && isRepeatable(req) && deadline.cause === null) return send();
      throw error;
    });
    if (isForwarded && answer.status === 407) throw proxyRefusal(answer.status, proxy, url.hostname);
    return answer;
  } catch (error) {
    if (deadline.cause === "aborted") throw new FailedError("aborted", cancelled, { cause: error });
    if (error instanceof RefusedError || error instanceof FailedError) throw error;
    const failure = failureOf(error, isForwarded ? `the proxy ${proxy.hostname}` : url.hostname);
    const isLate = deadline.cause === "timeout" || (failure.code === "timeout" && deadline.leftMs() < 2 * aheadMs);
    throw isLate ? new FailedError("timeout", lateReason(url, phase, req.timeoutMs), { cause: error }) : failure;
  }
}

/** RFC 9112 section 3.2.2: a proxy that forwards is sent the whole address, and the host once more. */
function headersForProxy(url: URL, { authorization }: Proxy): Record<string, string> {
  return { host: url.host, ...(authorization === null ? {} : { "proxy-authorization": authorization }) };
}

const cancelled = "the request was cancelled";

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function lateReason(url: URL, phase: Phase, timeoutMs: number): string {
  const what = phase === "waiting" ? "did not answer" : "did not finish its answer";
  return `${url.hostname} ${what} within ${durationInWords(timeoutMs)}`;
}
