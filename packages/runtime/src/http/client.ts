import { openedHosts, portOf, type UrlPolicy, urlVerdict } from "@wirewatch/urls";
import { createAgents } from "./agents.ts";
import { type Dial, systemDial, systemLookup } from "./connect.ts";
import { type Exchange, exchange, type Phase } from "./exchange.ts";
import { durationInWords, FailedError, failureOf, RefusedError } from "./failure.ts";
import type { HttpHop, HttpRequest, HttpResult, Lookup } from "./types.ts";

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
  /** Milliseconds on any steady clock; default `performance.now`. */
  readonly now?: () => number;
}

/** As browsers' 20 are too many for a crawler; RFC 9309 section 2.3.1.2 asks for at least five. */
const maxRedirects = 5;

const acceptBySurface: Readonly<Record<HttpRequest["surface"], string>> = {
  source:
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5",
  "item-link": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
  webhook: "*/*",
};

/** Creates a client; close it to let the process end. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const agents = createAgents(options.lookup ?? systemLookup, options.connect ?? systemDial());
  const now = options.now ?? (() => performance.now());

  async function follow(req: HttpRequest, deadline: AbortSignal, outer: AbortSignal | undefined) {
    const signal = outer === undefined ? deadline : AbortSignal.any([outer, deadline]);
    const hops: HttpHop[] = [];
    let { url, policy } = firstHop(req);
    let configured = req.headers ?? {};
    for (;;) {
      const refusal = (await req.beforeHop?.(url, hops.length)) ?? null;
      if (refusal !== null) throw new RefusedError(refusal.code, refusal.reason);

      const headers = { ...ownHeaders(req, options.userAgent), ...lowerCase(configured) };
      const dispatcher = agents.for(openedHosts(policy));
      let phase: Phase = "waiting";
      const onPhase = (begun: Phase) => {
        phase = begun;
      };
      let answer: Exchange;
      try {
        answer = await exchange(url, headers, req, { dispatcher, signal, onPhase });
      } catch (error) {
        if (error instanceof RefusedError || error instanceof FailedError) throw error;
        if (outer?.aborted === true) throw new FailedError("aborted", "the request was cancelled", { cause: error });
        if (deadline.aborted) throw new FailedError("timeout", lateReason(url, phase, req.timeoutMs), { cause: error });
        throw failureOf(error, url.hostname);
      }
      hops.push({ url: url.href, status: answer.status });
      if (answer.location === null) return { answer, url, hops };

      const next = nextHop(req, answer, answer.location, { url, policy, count: hops.length });
      if (next.url.origin !== url.origin) configured = {};
      ({ url, policy } = next);
    }
  }

  async function request(req: HttpRequest, signal?: AbortSignal): Promise<HttpResult> {
    const startedAt = now();
    try {
      const { answer, url, hops } = await follow(req, AbortSignal.timeout(req.timeoutMs), signal);
      const page = { url: url.href, status: answer.status, headers: answer.headers, body: answer.body };
      return { kind: "response", page, hops, latencyMs: now() - startedAt };
    } catch (error) {
      if (error instanceof RefusedError) return { kind: "refused", code: error.code, reason: error.message };
      if (error instanceof FailedError) return { kind: "failed", code: error.code, reason: error.message };
      throw error;
    }
  }

  return { request, close: () => agents.close() };
}

function firstHop(req: HttpRequest): { url: URL; policy: UrlPolicy } {
  const { surface, allowPrivate = [], privatePages = [] } = req;
  const policy = { surface, allowPrivate, privatePages };
  return { url: checkedUrl(req.url, null, policy), policy };
}

/** The address a redirect leads to, and the rules it is under. */
function nextHop(
  req: HttpRequest,
  answer: Exchange,
  location: string,
  from: { url: URL; policy: UrlPolicy; count: number },
): { url: URL; policy: UrlPolicy } {
  if (req.surface === "webhook" || !["GET", "HEAD"].includes(req.method ?? "GET")) {
    const what = req.surface === "webhook" ? "webhooks" : `${req.method} requests`;
    throw new FailedError("redirects", `the answer is a redirect (${answer.status}), which ${what} do not follow`);
  }
  if (from.count > maxRedirects) throw new FailedError("redirects", `more than ${maxRedirects} redirects in a row`);
  const target = URL.parse(location, from.url);
  const policy = target !== null && staysOnHost(from.url, target) ? from.policy : policyElsewhere(from.policy);
  return { url: checkedUrl(location, from.url, policy), policy };
}

function checkedUrl(rawUrl: string, base: URL | null, policy: UrlPolicy): URL {
  const verdict = urlVerdict(rawUrl, base, policy);
  if (verdict.kind === "allow") return verdict.url;
  throw new RefusedError(
    verdict.code,
    base === null ? verdict.reason : `redirected to where we do not go: ${verdict.reason}`,
  );
}

/** A permission for a configured URL covers its own host only, there also the step from http to https. */
function staysOnHost(from: URL, to: URL): boolean {
  if (from.hostname !== to.hostname) return false;
  return portOf(from) === portOf(to) || (from.port === "" && to.port === "" && to.protocol === "https:");
}

/** Anybody may have written where a redirect leads: it is a link from outside. */
function policyElsewhere(policy: UrlPolicy): UrlPolicy {
  const privatePages = policy.surface === "item-link" ? policy.privatePages : [];
  return { surface: "item-link", allowPrivate: [], privatePages };
}

function ownHeaders(req: HttpRequest, userAgent: string): Record<string, string> {
  return { "user-agent": req.userAgent ?? userAgent, accept: acceptBySurface[req.surface] };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function lateReason(url: URL, phase: Phase, timeoutMs: number): string {
  const what = phase === "waiting" ? "did not answer" : "did not finish its answer";
  return `${url.hostname} ${what} within ${durationInWords(timeoutMs)}`;
}
