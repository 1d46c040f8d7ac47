import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";

/** What a path of a site answers: content type and body, or a status. `ORIGIN` in a body stands for the site's address. */
export type SitePages = Readonly<Record<string, readonly [contentType: string, body: string] | number>>;

/** A request as a site received it. */
export interface SiteRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A web site on a free loopback port, for tests. */
export interface Site {
  readonly origin: string;
  /** Every request in the order of arrival. */
  readonly requests: readonly SiteRequest[];
  close(): Promise<void>;
}

/** Starts a site; paths that it does not have answer 404. */
export async function startSite(pages: SitePages): Promise<Site> {
  const requests: SiteRequest[] = [];
  let origin = "";
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "GET", url: path = "/", headers } = request;
      requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      const page = pages[path] ?? 404;
      if (typeof page === "number") response.writeHead(page).end();
      else response.writeHead(200, { "content-type": page[0] }).end(page[1].replaceAll("ORIGIN", origin));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  return {
    origin,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An RSS feed of these items. */
export function rssOf(
  title: string,
  ...items: readonly (readonly [path: string, title: string, date: string])[]
): string {
  const entries = items.map(
    ([path, name, date]) =>
      `<item><link>ORIGIN${path}</link><guid>${path}</guid><title>${name}</title><pubDate>${date}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${entries.join("")}</channel></rss>`;
}

/** A page with an article. */
export function articleOf(title: string, text: string): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:type" content="article"></head><body><article><h1>${title}</h1><p>${text}</p><p>${text}</p></article></body></html>`;
}
