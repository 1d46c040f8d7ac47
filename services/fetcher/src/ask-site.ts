import { setTimeout as pause } from "node:timers/promises";
import { MissingSecretError } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { enterGate } from "@wirewatch/pipeline";
import type { HttpRequest, HttpResult } from "@wirewatch/runtime";
import { credentialsFor } from "./credentials.ts";
import type { FetcherDeps } from "./deps.ts";
import type { Robots } from "./robots.ts";

/** One address of a source that is to be asked. */
export interface SiteRequest {
  readonly url: string;
  readonly source: SourceConfig;
  /** Who wrote the address: `source` the operator, `item-link` somebody outside. */
  readonly surface: "source" | "item-link";
  /** Hosts the operator opened for what the configuration names: documents, and the proxy. */
  readonly allowPrivate: readonly string[];
  /** Whether robots.txt is asked before each hop. */
  readonly obeysRobots: boolean;
  /** The host whose turn this is; another one that a redirect leads to is asked when it is free. */
  readonly gate: string;
  /** Pause between two requests to one host. */
  readonly gapMs: number;
  /** Beside the source's own. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, or why nothing was asked. */
export type SiteAnswer = {
  /** The pause its robots.txt asks for; 0 when it asks for none or was not asked. */
  readonly crawlDelayMs: number;
} & (
  | HttpResult
  | {
      readonly kind: "robots";
      readonly reason: string;
      /** Nobody forbade it, robots.txt cannot be read now. */ readonly isTemporary: boolean;
    }
  | { readonly kind: "secret"; readonly reason: string }
);

/**
 * Asks one address as its source wants it: with its headers, cookies and proxy, within its limits, past robots.txt at each
 * hop, and at the pace of every host on the way.
 *
 * @throws {RetryLaterError} when a redirect leads to a host that is busy for a while
 */
export async function askSite(
  request: SiteRequest,
  deps: Pick<FetcherDeps, "db" | "http" | "resolveSecrets" | "userAgent">,
  robots: Robots,
  signal?: AbortSignal,
): Promise<SiteAnswer> {
  const { source, surface, gapMs } = request;
  const userAgent = source.userAgent ?? deps.userAgent;
  let crawlDelayMs = 0;
  let refusal: { reason: string; isTemporary: boolean } | null = null;
  try {
    const credentials = await credentialsFor(request.url, source, deps.resolveSecrets);
    const permissions = {
      surface,
      allowPrivate: request.allowPrivate,
      privatePages: source.privatePages,
      proxy: credentials.proxy,
    };
    // What was opened for a configured address holds for its own host.
    const elsewhere = { ...permissions, surface: "item-link" } as const;
    const { hostname } = new URL(request.url);
    let heldGate = request.gate;
    const beforeHop: NonNullable<HttpRequest["beforeHop"]> = async (hop) => {
      if (request.obeysRobots) {
        const verdict = await robots.ask(hop, userAgent, hop.hostname === hostname ? permissions : elsewhere);
        if (verdict.kind !== "allowed") {
          refusal = { reason: verdict.reason, isTemporary: verdict.kind === "unreachable" };
          return { code: "robots", reason: verdict.reason };
        }
        crawlDelayMs = Math.max(crawlDelayMs, verdict.crawlDelayMs);
      }
      if (hop.origin !== heldGate) {
        const { waitMs } = await enterGate(deps.db, hop.origin, Math.max(gapMs, crawlDelayMs));
        heldGate = hop.origin;
        if (waitMs > 0) await pause(waitMs, undefined, signal === undefined ? {} : { signal });
      }
      return null;
    };
    const result = await deps.http.request(
      {
        ...permissions,
        url: request.url,
        userAgent,
        headers: { ...request.headers, ...credentials.headers },
        timeoutMs: source.timeoutMs,
        maxWireBytes: source.maxBodyBytes,
        maxBodyBytes: source.maxBodyBytes * 2,
        beforeHop,
      },
      signal,
    );
    if (refusal !== null)
      return { kind: "robots", crawlDelayMs, ...(refusal as { reason: string; isTemporary: boolean }) };
    return { ...result, crawlDelayMs };
  } catch (error) {
    if (error instanceof MissingSecretError) return { kind: "secret", reason: error.message, crawlDelayMs };
    throw error;
  }
}
