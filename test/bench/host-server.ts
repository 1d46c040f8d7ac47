import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/*
 * A process that is many news hosts at once, one port each, and measures how it is asked. It is started by `hosts.ts`, which
 * says what the messages mean.
 */

/** What one host saw. */
export interface HostRecord {
  requests: number;
  /** Requests that came while another one was being answered. */
  overlaps: number;
  /** Requests that came sooner after the answer before than the pause that was asked for. */
  shortGaps: number;
  /** Shortest time from the end of an answer to the next request, milliseconds; null before the second request. */
  shortestMs: number | null;
}

interface Host {
  readonly record: HostRecord;
  active: number;
  endedAtMs: number | null;
}

export interface HostOrders {
  readonly hosts: number;
  /** The pause that every host asks for. */
  readonly gapMs: number;
  /** Size of a page. */
  readonly pageBytes: number;
}

const none = (): HostRecord => ({ requests: 0, overlaps: 0, shortGaps: 0, shortestMs: null });

async function serve({ hosts: count, gapMs, pageBytes }: HostOrders): Promise<void> {
  const page = pageOf(pageBytes);
  const hosts: Host[] = [];
  const ports: number[] = [];
  for (let index = 0; index < count; index++) {
    const host: Host = { record: none(), active: 0, endedAtMs: null };
    hosts.push(host);
    const server = createServer((request, response) => {
      note(host, gapMs);
      const ended = (): void => {
        response.off("finish", ended);
        response.off("close", ended);
        host.active -= 1;
        host.endedAtMs = performance.now();
      };
      // Handed to the operating system. "close" comes later, on a busy machine much later, but also to answers that were cut.
      response.on("finish", ended);
      response.on("close", ended);
      answer(request, response, page);
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  process.on("message", (message) => {
    if (message === "report") process.send?.(hosts.map((host) => host.record));
  });
  process.once("disconnect", () => process.exit(0));
  process.send?.(ports);
}

function note(host: Host, gapMs: number): void {
  const { record } = host;
  record.requests += 1;
  if (host.active > 0) record.overlaps += 1;
  else if (host.endedAtMs !== null) {
    const pauseMs = performance.now() - host.endedAtMs;
    if (pauseMs < gapMs) record.shortGaps += 1;
    record.shortestMs = Math.min(record.shortestMs ?? Number.POSITIVE_INFINITY, pauseMs);
  }
  host.active += 1;
}

const etag = '"1"';

function answer(request: IncomingMessage, response: ServerResponse, page: Buffer): void {
  const path = request.url ?? "/";
  if (path.startsWith("/feed")) {
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
    return void response.writeHead(200, { "content-type": "application/rss+xml", etag }).end(feed(path));
  }
  if (path.startsWith("/page")) {
    return void response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": page.byteLength })
      .end(page);
  }
  response.writeHead(404).end();
}

function feed(path: string): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${path}</title><link>https://example.org/</link></channel></rss>`;
}

/** A page of about that size whose text repeats no sentence, so that it packs like a real one. */
function pageOf(bytes: number): Buffer {
  const parts: string[] = [];
  let size = 0;
  for (let index = 0; size < bytes; index++) {
    const words = Array.from({ length: 40 }, (_, word) => ((index * 40 + word) * 2654435761).toString(36));
    const part = `<p class="text">${words.join(" ")}</p>\n`;
    parts.push(part);
    size += part.length;
  }
  return Buffer.from(`<!doctype html><html><head><title>A page</title></head><body>${parts.join("")}</body></html>`);
}

await serve(JSON.parse(process.argv[2] ?? "{}") as HostOrders);
