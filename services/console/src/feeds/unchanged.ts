import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a reader has what it asks for already.
 *
 * @param tag ETag of what it would get @param updated `Last-Modified` of it
 * @see RFC 9110, 13.1: If-None-Match counts before If-Modified-Since, and is compared weakly
 */
export function isUnchanged(headers: IncomingHttpHeaders, tag: string, updated: Date): boolean {
  const known = headers["if-none-match"];
  if (known !== undefined) {
    const tags = known.split(",").map((one) => one.trim().replace(/^W\//u, ""));
    return tags.includes("*") || tags.includes(tag.replace(/^W\//u, ""));
  }
  const since = Date.parse(headers["if-modified-since"] ?? "");
  // HTTP dates have no fractions of seconds.
  return !Number.isNaN(since) && Math.floor(updated.getTime() / 1000) * 1000 <= since;
}
