import { createHmac, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { escapeXml } from "./news-site.ts";
import type { SitePage } from "./news-site.ts";

/** What somebody asked of the hub. */
export interface HubRequest {
  readonly mode: string;
  readonly topic: string;
  readonly callback: string;
  readonly secret: string;
  readonly leaseSeconds: string | null;
}

/** How an article reaches subscribers: signed by the hub, with a signature that is not the hub's, or only by the feed. */
export type Way = "push" | "forged" | "feedOnly";

/** A publisher with a feed and its WebSub hub, on one free loopback port. */
export interface HubSite {
  readonly host: string;
  readonly feedUrl: string;
  readonly url: string;
  readonly requests: readonly HubRequest[];
  /** Subscribers that confirmed. */
  readonly subscribers: ReadonlyMap<string, HubRequest>;
  /** Answers of subscribers to pushes. */
  readonly answers: readonly number[];
  /** Puts an article into the feed and sends it as said. Resolves when every subscriber has answered. */
  publish(page: SitePage, way: Way): Promise<void>;
  /** Answers these paths with this status from now on; null: with an empty feed. */
  answer(path: RegExp, status: number | null): void;
  close(): Promise<void>;
}

/** Starts it; it grants leases of `leaseSeconds`. */
export async function startHubSite(leaseSeconds: number): Promise<HubSite> {
  const pages: SitePage[] = [];
  const requests: HubRequest[] = [];
  const subscribers = new Map<string, HubRequest>();
  const answers: number[] = [];
  let special: { path: RegExp; status: number | null }[] = [];
  let url = "";

  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (request.method === "POST" && path === "/hub") {
      void readText(request).then((text) => {
        response.writeHead(202).end();
        return subscribe(readRequest(text));
      });
      return;
    }
    const own = special.find((entry) => entry.path.test(path));
    if (own !== undefined && own.status !== null) return void response.writeHead(own.status).end();
    const page = pages.find((candidate) => candidate.path === path);
    if (page !== undefined) return void response.writeHead(200, { "content-type": "text/html" }).end(page.html);
    if (path === "/robots.txt") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/rss+xml" });
    response.end(path === "/feed.xml" ? feed(pages.toReversed()) : feed([], path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** Asks the subscriber whether it meant it, as every hub does. */
  async function subscribe(asked: HubRequest): Promise<void> {
    requests.push(asked);
    const challenge = randomBytes(12).toString("hex");
    const question = new URLSearchParams({
      "hub.mode": asked.mode,
      "hub.topic": asked.topic,
      "hub.challenge": challenge,
      ...(asked.mode === "subscribe" ? { "hub.lease_seconds": String(leaseSeconds) } : {}),
    });
    const answer = await fetch(`${asked.callback}?${question.toString()}`);
    if (!answer.ok || (await answer.text()) !== challenge) return;
    if (asked.mode === "subscribe") subscribers.set(asked.callback, asked);
    else subscribers.delete(asked.callback);
  }

  function feed(entries: readonly SitePage[], path = "/feed.xml"): string {
    const items = entries.map(
      (page) =>
        `<item><title>${escapeXml(page.title)}</title><link>${url}${page.path}</link><guid isPermaLink="false">${page.path}</guid></item>`,
    );
    return (
      `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Hub site</title>` +
      `<atom:link rel="self" href="${url}${path}"/><atom:link rel="hub" href="${url}/hub"/>${items.join("")}</channel></rss>`
    );
  }

  return {
    host: new URL(url).host,
    feedUrl: `${url}/feed.xml`,
    url,
    requests,
    subscribers,
    answers,
    async publish(page, way) {
      pages.push(page);
      if (way === "feedOnly") return;
      const body = feed([page]);
      const pushes = [...subscribers.values()].map(async ({ callback, secret }) => {
        const key = way === "forged" ? "another secret" : secret;
        const signature = createHmac("sha256", key).update(body).digest("hex");
        const headers = { "content-type": "application/rss+xml", "x-hub-signature": `sha256=${signature}` };
        const answer = await fetch(callback, { method: "POST", headers, body });
        await answer.text();
        answers.push(answer.status);
      });
      await Promise.all(pushes);
    },
    answer(path, status) {
      special = [{ path, status }, ...special];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readRequest(text: string): HubRequest {
  const form = new URLSearchParams(text);
  return {
    mode: form.get("hub.mode") ?? "",
    topic: form.get("hub.topic") ?? "",
    callback: form.get("hub.callback") ?? "",
    secret: form.get("hub.secret") ?? "",
    leaseSeconds: form.get("hub.lease_seconds"),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return text;
}
