import type { HttpRequest, HttpResult } from "./types.ts";

/*
 * For tests of requests to servers of this machine.
 */

/** A request for a document of a source, with small limits. */
export function requestTo(url: string, options: Partial<HttpRequest> = {}): HttpRequest {
  const limits = { timeoutMs: 5000, maxWireBytes: 1024 * 1024, maxBodyBytes: 2 * 1024 * 1024 };
  return { url, surface: "source", allowPrivate: ["127.0.0.1"], ...limits, ...options };
}

/** The text that was answered; everything else as JSON, so that a failing test shows it. */
export function bodyOf(result: HttpResult): string {
  return result.kind === "response" ? Buffer.from(result.page.body).toString() : JSON.stringify(result);
}
