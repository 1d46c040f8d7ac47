import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What a path answers. */
export interface PlainAnswer {
  readonly body: string;
  /** 200 when absent. */
  readonly status?: number;
  /** HTML when absent. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Asked first: without it (a cookie, a header) the answer is 403. */
  readonly needs?: (headers: IncomingHttpHeaders) => boolean;
}

/** One request as it came. */
export interface PlainRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on a free loopback port that answers each path with what it was given last; unknown paths are 404. */
export interface PlainSite {
  readonly url: string;
  readonly host: string;
  readonly requests: PlainRequest[];
  serve(path: string, answer: PlainAnswer): void;
  /** How often a path was asked for. */
  count(path: string): number;
  close(): Promise<void>;
}

export async function startPlainSite(): Promise<PlainSite> {
  const answers = new Map<string, PlainAnswer>();
  const requests: PlainRequest[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push({ path, headers: request.headers });
    const known = answers.get(path);
    const isLetIn = known?.needs === undefined || known.needs(request.headers);
    const answer = isLetIn ? known : { status: 403, body: "<p>log in</p>" };
    const { body, status = 200, type = "text/html; charset=utf-8", headers = {} } = answer ?? { status: 404, body: "" };
    response.writeHead(status, { "content-type": type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    serve: (path, answer) => void answers.set(path, answer),
    count: (path) => requests.filter((request) => request.path === path).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
