import type { FetchedPage, HttpFailureCode } from "@wirewatch/model";
import type { UrlRefusalCode, UrlSurface } from "@wirewatch/urls";

/** One request with all its limits; nothing is taken from elsewhere. */
export interface HttpRequest {
  readonly url: string;
  /** Who wrote the URL; decides which hosts and ports it may name. */
  readonly surface: UrlSurface;
  /** Default `GET`. Only GET and HEAD follow redirects, and webhooks never do. */
  readonly method?: "GET" | "HEAD" | "POST" | "PUT";
  /** Sent to the URL's own scheme, host and port only: none of them survives a redirect elsewhere, or comes back. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the client's own, also after redirects. */
  readonly userAgent?: string;
  readonly body?: string | Uint8Array;
  /** Hosts the operator opened for configured URLs (`network.allow_private`). */
  readonly allowPrivate?: readonly string[];
  /** Hosts opened for the links of this source. */
  readonly privatePages?: readonly string[];
  /**
   * Proxy for all hops: `http://[user:password@]host:port`, or `https://` for TLS to the proxy. Its address is judged as a
   * source's is: public, or listed in `allowPrivate`. The addresses of hosts behind it are judged by their spelling only,
   * since the proxy is the one to look names up: what it may reach is for its own rules to say.
   */
  readonly proxy?: string | null;
  /** For everything but `beforeHop`: look-up, connection, all redirects, the whole body. */
  readonly timeoutMs: number;
  /** Cap on the body as it crosses the wire. */
  readonly maxWireBytes: number;
  /** Cap on the body after decompression. */
  readonly maxBodyBytes: number;
  /**
   * Asked before each hop is requested, the first (0) included, after the address rules; a refusal ends the request.
   * Its time is its own: the clock of `timeoutMs` stands still, so that waiting for a host's turn is no fault of the host.
   * What it throws, `request` throws.
   */
  readonly beforeHop?: (url: URL, hop: number) => Promise<HopRefusal | null>;
}

/** Why a caller forbids a hop, e.g. `{ code: "robots", reason: "robots.txt forbids this page" }`. */
export interface HopRefusal {
  readonly code: string;
  /** One sentence for people. */
  readonly reason: string;
}

/** One answered request on the way to the last. */
export interface HttpHop {
  readonly url: string;
  readonly status: number;
}

export type HttpResult =
  | {
      readonly kind: "response";
      /** Whatever the status; the body is decompressed, its headers are as received. */
      readonly page: FetchedPage;
      readonly hops: readonly HttpHop[];
      /** From the call to the last byte. */
      readonly latencyMs: number;
    }
  | { readonly kind: "refused"; readonly code: UrlRefusalCode | (string & {}); readonly reason: string }
  | { readonly kind: "failed"; readonly code: HttpFailureCode; readonly reason: string };

/** All addresses of a host name. Rejects with a code of `dns.lookup` (`ENOTFOUND`, `EAI_AGAIN`). */
export type Lookup = (hostname: string) => Promise<readonly string[]>;
