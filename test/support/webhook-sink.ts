import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** One request that arrived. */
export interface SinkMessage {
  readonly id: string;
  readonly path: string;
  readonly atMs: number;
  readonly body: WebhookBody;
}

/** The parts of a webhook's body that tests look at. */
export interface WebhookBody {
  readonly type: string;
  readonly data: {
    readonly alert_id: string;
    readonly revision: number;
    readonly topic: { readonly id: string };
    readonly story: { readonly id: string; readonly sources: number };
    readonly article: { readonly id: string; readonly url: string; readonly title: string };
  };
}

/** A receiver of webhooks on a free loopback port that checks every signature with the `standardwebhooks` package. */
export interface WebhookSink {
  readonly url: string;
  readonly host: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly messages: SinkMessage[];
  readonly rejected: string[];
  /** Distinct webhook-ids that arrived at a path. */
  ids(path: string): Set<string>;
  /** Answers the next requests with this instead of 200; null ends it. */
  failWith(status: number | null): void;
  close(): Promise<void>;
}

export async function startWebhookSink(): Promise<WebhookSink> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const verifier = new Webhook(secret);
  const messages: SinkMessage[] = [];
  const rejected: string[] = [];
  let failure: number | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (failure !== null) return void response.writeHead(failure).end();
      const text = Buffer.concat(chunks).toString("utf8");
      try {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        const body = verifier.verify(text, headers) as WebhookBody;
        messages.push({ id: headers["webhook-id"] ?? "", path: request.url ?? "/", atMs: performance.now(), body });
        response.writeHead(204).end();
      } catch (error) {
        rejected.push(String(error));
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    host: new URL(url).host,
    secret,
    messages,
    rejected,
    ids: (path) => new Set(messages.filter((message) => message.path === path).map((message) => message.id)),
    failWith: (status) => {
      failure = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
