import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A page that the site serves. */
export interface SitePage {
  readonly path: string;
  readonly title: string;
  readonly html: string | Buffer;
  /** HTML in UTF-8 when absent. */
  readonly contentType?: string;
  readonly publishedAt?: Date;
}

/** One request as the site saw it. */
export interface SiteRequest {
  readonly path: string;
  readonly atMs: number;
  readonly endedAtMs: number;
  readonly status: number;
}

/** A news site on a free loopback port that knows what it offered and what was asked. */
export interface NewsSite {
  readonly url: string;
  readonly host: string;
  readonly feedUrl: string;
  readonly requests: SiteRequest[];
  publish(pages: readonly SitePage[]): void;
  /** Answers a path with something else from now on. */
  answer(path: string, status: number, body: string, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

/** Starts a site with an RSS feed at `/feed.xml`, newest item first, and validators for conditional requests. */
export async function startNewsSite(
  options: { readonly delayMs?: number; readonly robots?: string } = {},
): Promise<NewsSite> {
  const pages = new Map<string, SitePage>();
  const special = new Map<string, { status: number; body: string; headers: Readonly<Record<string, string>> }>();
  const requests: SiteRequest[] = [];
  let version = 0;
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const atMs = performance.now();
    const reply = (
      status: number,
      type: string,
      body: string | Buffer,
      headers: Readonly<Record<string, string>> = {},
    ): void => {
      setTimeout(() => {
        requests.push({ path, atMs, endedAtMs: performance.now(), status });
        response.writeHead(status, { "content-type": type, ...headers });
        response.end(body);
      }, options.delayMs ?? 0);
    };
    const own = special.get(path);
    if (own !== undefined) return reply(own.status, "text/html; charset=utf-8", own.body, own.headers);
    if (path === "/robots.txt")
      return reply(options.robots === undefined ? 404 : 200, "text/plain", options.robots ?? "none");
    if (path === "/feed.xml") {
      const etag = `"v${version}"`;
      if (request.headers["if-none-match"] === etag) return reply(304, "text/xml", "", { etag });
      return reply(200, "application/rss+xml; charset=utf-8", feed(base(server), [...pages.values()].toReversed()), {
        etag,
      });
    }
    const page = pages.get(path);
    return page === undefined
      ? reply(404, "text/html", "<p>not here</p>")
      : reply(200, page.contentType ?? "text/html; charset=utf-8", page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: base(server),
    host: new URL(base(server)).host,
    feedUrl: `${base(server)}/feed.xml`,
    requests,
    publish(added) {
      for (const page of added) pages.set(page.path, page);
      version += 1;
    },
    answer(path, status, body, headers = {}) {
      special.set(path, { status, body, headers });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function base(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function feed(url: string, pages: readonly SitePage[]): string {
  const items = pages.map(
    (page) =>
      `<item><title>${escapeXml(page.title)}</title><link>${url}${page.path}</link><guid isPermaLink="false">${escapeXml(page.path)}</guid>` +
      `<pubDate>${(page.publishedAt ?? new Date()).toUTCString()}</pubDate><description>${escapeXml(page.title)} (${page.html.length})</description></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Test site</title><link>${url}</link>${items.join("")}</channel></rss>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
